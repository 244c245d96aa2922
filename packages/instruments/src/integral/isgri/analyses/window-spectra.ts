// Level SPE of one science window: the rates of all sources of the field in each energy band, fitted together.
import { analysis, array, exposed, number, string } from '@stemma/core';
import { extractRates } from '../../coded-mask/spectra.ts';
import { axesOf, bandsType } from '../columns.ts';
import { extractedSourcesType, extractionSources } from '../extraction.ts';
import { planeOf, shadowgramOf } from '../planes.ts';
import { BackgroundMaps } from './background-maps.ts';
import { SpectrumBands } from './image-bands.ts';
import { InputCatalogue } from './input-catalogue.ts';
import { Pointing } from './pointing.ts';
import { Shadowgrams } from './shadowgrams.ts';
import { SkyImage } from './sky-image.ts';

/** Spectra of all sources in the field of a science window. */
export const WindowSpectra = analysis({
  name: 'integral.WindowSpectra',
  version: '1',
  description:
    'Count spectra of all sources in the field of a science window, by a fit of the shadowgram in each band.',
  exposes: { scw: exposed(Pointing, 'scw') },
  inputs: {
    pointing: Pointing,
    shadowgrams: Shadowgrams({ bands: SpectrumBands }),
    background: BackgroundMaps({ bands: SpectrumBands }),
    catalogue: InputCatalogue,
    image: SkyImage,
  },
  outputs: {
    sources: extractedSourcesType,
    rateCps: array('float64', { unit: 'count/s', description: 'of source k in band b at k * bands + b' }),
    errorCps: array('float64', { unit: 'count/s' }),
    reducedChiSquare: array('float64', { description: 'of the fit in each band' }),
    bands: bandsType,
    scw: string(),
    startIjd: number({ unit: 'd' }),
    durationS: number({ unit: 's' }),
    exposureS: number({ unit: 's' }),
    label: string(),
  },
  run: ({ pointing, shadowgrams, background, catalogue, image }) => {
    const { scw, startIjd, durationS, label } = pointing;
    const { bands, exposureS } = shadowgrams;
    const { sources, shifts } = extractionSources(axesOf(pointing), catalogue.sources, image.sources);
    const grams = bands.map((_, k) => shadowgramOf(shadowgrams, k));
    const rates = extractRates(grams, shifts, (k) => planeOf(background.maps, k));
    return {
      sources,
      rateCps: Float64Array.from(rates.sources.flatMap(({ rateCps }) => [...rateCps])),
      errorCps: Float64Array.from(rates.sources.flatMap(({ errorCps }) => [...errorCps])),
      reducedChiSquare: rates.reducedChiSquare,
      bands,
      scw,
      startIjd,
      durationS,
      exposureS,
      label,
    };
  },
});
