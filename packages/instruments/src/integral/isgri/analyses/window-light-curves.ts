// Level LCR of one science window: the rates of all sources of the field in successive time bins.
import { analysis, array, exposed, number, string } from '@stemma/core';
import type { TimeRange } from '../../coded-mask/shadowgram.ts';
import { equalTimeBins, extractRates, timeShadowgrams } from '../../coded-mask/spectra.ts';
import { axesOf, bandsType, goodEvents, type Intervals, overlapS } from '../columns.ts';
import { extractedSourcesType, extractionSources } from '../extraction.ts';
import { planeOf } from '../planes.ts';
import { BackgroundMaps } from './background-maps.ts';
import { CorrectedEvents } from './corrected-events.ts';
import { DeadTime } from './dead-time.ts';
import { GoodTimes } from './good-times.ts';
import { InputCatalogue } from './input-catalogue.ts';
import { Pointing } from './pointing.ts';
import { Shadowgrams } from './shadowgrams.ts';
import { SimulatedEvents } from './simulated-events.ts';
import { SkyImage } from './sky-image.ts';

/** Time bins of which less than this part is good are left out. */
const LEAST_GOOD = 0.1;

/** Light curves of all sources in the field of a science window. */
export const WindowLightCurves = analysis({
  name: 'integral.WindowLightCurves',
  version: '1',
  description: 'Light curves of all sources in the field of a science window, by a fit of the shadowgram in each bin.',
  parameters: { binS: number({ unit: 's', default: 100, min: 1, max: 40_000, description: 'width of the time bins' }) },
  exposes: { scw: exposed(Pointing, 'scw') },
  inputs: {
    pointing: Pointing,
    raw: SimulatedEvents,
    corrected: CorrectedEvents,
    good: GoodTimes,
    dead: DeadTime,
    shadowgrams: Shadowgrams,
    background: BackgroundMaps,
    catalogue: InputCatalogue,
    image: SkyImage,
  },
  outputs: {
    sources: extractedSourcesType,
    startS: array('float64', { unit: 's', description: 'of the bins, after the start of the science window' }),
    stopS: array('float64', { unit: 's' }),
    exposureS: array('float64', { unit: 's', description: 'live time of the bins' }),
    rateCps: array('float64', {
      unit: 'count/s',
      description: 'source k, band b, bin i at (k * bands + b) * bins + i',
    }),
    errorCps: array('float64', { unit: 'count/s' }),
    bands: bandsType,
    scw: string(),
    startIjd: number({ unit: 'd' }),
    label: string(),
  },
  run: (inputs, activity) => {
    const { pointing, raw, corrected, good, dead, shadowgrams, background, catalogue, image, binS } = inputs;
    const { scw, startIjd, durationS, label } = pointing;
    const { sources, shifts } = extractionSources(axesOf(pointing), catalogue.sources, image.sources);
    const bins = usableBins(durationS, binS, good.intervals, 1 - dead.deadFraction);
    const events = goodEvents(raw.events, corrected, good.intervals);
    const perBand = shadowgrams.bands.map((band, k) => {
      activity.progress(k / shadowgrams.bands.length, `${band.minKeV} to ${band.maxKeV} keV`);
      const shape = planeOf(background.maps, k);
      const grams = timeShadowgrams(events, band, bins, planeOf(shadowgrams.efficiency, k));
      return extractRates(grams, shifts, () => shape).sources;
    });
    const flat = (of: (band: (typeof perBand)[number], k: number) => Float64Array) =>
      Float64Array.from(sources.flatMap((_, k) => perBand.flatMap((band) => [...of(band, k)])));
    return {
      sources,
      startS: Float64Array.from(bins, ({ startS }) => startS),
      stopS: Float64Array.from(bins, ({ stopS }) => stopS),
      exposureS: Float64Array.from(bins, ({ exposureS }) => exposureS),
      rateCps: flat((band, k) => band[k]!.rateCps),
      errorCps: flat((band, k) => band[k]!.errorCps),
      bands: shadowgrams.bands,
      scw,
      startIjd,
      label,
    };
  },
});

/** Equal bins with the live time that is good in each. */
function usableBins(durationS: number, binS: number, good: Intervals, liveFraction: number) {
  const withExposure = equalTimeBins(durationS, binS).map((bin) => ({
    ...bin,
    exposureS: overlapS(good, bin) * liveFraction,
  }));
  const width = ({ startS, stopS }: TimeRange): number => stopS - startS;
  return withExposure.filter((bin) => bin.exposureS > LEAST_GOOD * width(bin) * liveFraction);
}
