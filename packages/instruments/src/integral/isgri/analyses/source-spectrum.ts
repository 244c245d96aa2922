// The spectrum of a source over many science windows, with the response that belongs to it, and a first fit.
import { accepting, analysis, each, exposed, file, maybe, number, record, string, table, column } from '@stemma/core';
import { fitPowerLaw } from '../../coded-mask/fit-power-law.ts';
import { bandedResponse } from '../banded-response.ts';
import { RateSum, sourceAt } from '../extraction.ts';
import { arfFile, phaFile, rmfFile } from '../formats/ogip-spectrum.ts';
import { windowChoice } from '../goal-parameters.ts';
import { noSource, sourceParameters } from '../named-source.ts';
import { droppedTexts, usableWindows, windowLists } from '../usable-windows.ts';
import { ImageBands, SpectrumBands } from './image-bands.ts';
import { IsgriResponse } from './isgri-response.ts';
import { SelectScienceWindows } from './select-science-windows.ts';
import { TargetPosition } from './target-position.ts';
import { WindowSpectra } from './window-spectra.ts';

const measured = (unit?: string) =>
  record({ value: number(unit ? { unit } : {}), error: number(unit ? { unit } : {}) });

/** Spectrum of a source. */
export const SourceSpectrum = analysis({
  name: 'integral.SourceSpectrum',
  version: '1',
  description: 'Spectrum of a source over the selected science windows as OGIP files, with a power law fitted to it.',
  parameters: sourceParameters,
  exposes: {
    ...windowChoice,
    minKeV: exposed(SpectrumBands, 'minKeV'),
    maxKeV: exposed(SpectrumBands, 'maxKeV'),
    channels: exposed(SpectrumBands, 'count'),
    imageBands: exposed(ImageBands, 'bands'),
  },
  inputs: {
    target: TargetPosition,
    selection: SelectScienceWindows,
    spectra: each(SelectScienceWindows, 'scws', (scw) => accepting(WindowSpectra({ scw: scw.id }))),
    response: IsgriResponse,
  },
  outputs: {
    spectrum: table({
      minKeV: column('float64', 'keV'),
      maxKeV: column('float64', 'keV'),
      rateCps: column('float64', 'count/s'),
      errorCps: column('float64', 'count/s'),
    }),
    powerLaw: maybe(
      record({
        index: measured(),
        normAt30KeV: measured('ph/cm2/s/keV'),
        chiSquare: number(),
        degreesOfFreedom: number(),
      }),
    ),
    exposureS: number({ unit: 's', description: 'sum of live times' }),
    ...windowLists,
    pha: file({ mediaType: 'application/fits' }),
    arf: file({ mediaType: 'application/fits' }),
    rmf: file({ mediaType: 'application/fits' }),
    label: string(),
  },
  failures: {
    no_images: 'none of the selected science windows can be used',
    no_source: 'no source of the catalogue or the images lies at the position',
  },
  run: ({ target, radiusDeg, selection, spectra, response }, activity) => {
    const { object, raDeg, decDeg } = target;
    const { found, dropped } = usableWindows(selection, spectra);
    const { bands, label } = found[0]!;
    const sum = new RateSum(bands.length);
    const used = found.filter(({ sources, rateCps, errorCps }) => {
      const k = sourceAt(sources, { raDeg, decDeg }, radiusDeg);
      if (k < 0) return false;
      const own = [k * bands.length, (k + 1) * bands.length] as const;
      sum.add(rateCps.subarray(...own), errorCps.subarray(...own));
      return true;
    });
    if (used.length === 0) throw noSource(target, selection);
    const { rateCps, errorCps } = sum.mean();
    const fit = fitPowerLaw(response, { bands, rateCps, errorCps });
    const origin = { derivation: activity.derivation, label, dropped: droppedTexts(dropped) };
    const banded = bandedResponse(response, bands);
    const exposureS = used.reduce((total, window) => total + window.exposureS, 0);
    const product = {
      object,
      raDeg,
      decDeg,
      bands,
      rateCps,
      errorCps,
      exposureS,
      startIjd: Math.min(...used.map(({ startIjd }) => startIjd)),
      stopIjd: Math.max(...used.map(({ startIjd, durationS }) => startIjd + durationS / 86_400)),
      responseFile: 'spectrum.rmf',
      areaFile: 'spectrum.arf',
    };
    return {
      spectrum: {
        minKeV: Float64Array.from(bands, ({ minKeV }) => minKeV),
        maxKeV: Float64Array.from(bands, ({ maxKeV }) => maxKeV),
        rateCps,
        errorCps,
      },
      powerLaw: fit === undefined ? null : pick(fit),
      exposureS,
      used: used.map(({ scw }) => scw),
      dropped,
      pha: activity.file('spectrum.pha', phaFile(product, origin), 'application/fits'),
      arf: activity.file('spectrum.arf', arfFile(banded, origin), 'application/fits'),
      rmf: activity.file('spectrum.rmf', rmfFile(banded, origin), 'application/fits'),
      label,
    };
  },
});

function pick({ index, normAt30KeV, chiSquare, degreesOfFreedom }: NonNullable<ReturnType<typeof fitPowerLaw>>) {
  return { index, normAt30KeV, chiSquare, degreesOfFreedom };
}
