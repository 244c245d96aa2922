/**
 * Spectra and light curves of sources: in every energy bin, or every time bin, the shadowgram is the sum of what the
 * sources at their known places light and of the background; the rates come out of one linear fit each.
 */

import type { Measured } from '@stemma/data/statistics';
import { type SourceFit, fitSources } from './fit-sources.ts';
import type { Shift } from './geometry.ts';
import { pixelIllumination } from './pif.ts';
import { type EnergyBand, type Events, type Shadowgram, type TimeRange, binEvents } from './shadowgram.ts';

/** Rates of one source over bins; NaN where a bin could not be fitted. */
export interface SourceRates {
  readonly rateCps: Float64Array;
  readonly errorCps: Float64Array;
}

/** Rates of all sources and of the background over the same bins. */
export interface ExtractedRates {
  readonly sources: readonly SourceRates[];
  /** Background counts per second and pixel, times its shape. */
  readonly background: SourceRates;
  /** Reduced chi-square of each bin's fit. */
  readonly reducedChiSquare: Float64Array;
}

/** Shape of the background in each bin, on the detector grid. */
export type BackgroundOfBin = (bin: number) => Float64Array;

/**
 * Fits every shadowgram with sources at fixed shifts. All sources of the field must be given, also those whose rates
 * nobody asked for: what is left out is taken for one of the others. Bins without counts give rate 0 and error NaN.
 */
export function extractRates(
  shadowgrams: readonly Shadowgram[],
  shifts: readonly Shift[],
  backgroundOf: BackgroundOfBin,
): ExtractedRates {
  const bins = shadowgrams.length;
  const empty = (): SourceRates => ({
    rateCps: new Float64Array(bins).fill(Number.NaN),
    errorCps: new Float64Array(bins).fill(Number.NaN),
  });
  const sources = shifts.map(empty);
  const background = empty();
  const reducedChiSquare = new Float64Array(bins).fill(Number.NaN);
  const put = (rates: SourceRates, bin: number, { value, error }: Measured): void => {
    rates.rateCps[bin] = value;
    rates.errorCps[bin] = error;
  };
  const illuminations = shifts.map(pixelIllumination);
  shadowgrams.forEach((shadowgram, bin) => {
    const fit: SourceFit | undefined = fitSources(shadowgram, shifts, { background: backgroundOf(bin), illuminations });
    if (fit === undefined) return;
    fit.sources.forEach(({ rateCps }, k) => put(sources[k]!, bin, rateCps));
    put(background, bin, fit.backgroundCps);
    reducedChiSquare[bin] = fit.chiSquare / fit.degreesOfFreedom;
  });
  return { sources, background, reducedChiSquare };
}

/** Shadowgrams of one band in successive time bins, ready for `extractRates`: what a light curve is made of. */
export function timeShadowgrams(
  events: Events,
  band: EnergyBand,
  bins: readonly (TimeRange & { readonly exposureS: number })[],
  efficiency: Float64Array,
): Shadowgram[] {
  return bins.map((bin) => ({
    counts: binEvents(events, [band], efficiency, bin)[0]!,
    efficiency,
    exposureS: bin.exposureS,
  }));
}

/** Equal bins that cover 0 to `durationS`; the last one may be shorter. `liveFraction` turns time into exposure. */
export function equalTimeBins(
  durationS: number,
  widthS: number,
  liveFraction = 1,
): (TimeRange & { readonly exposureS: number })[] {
  if (!(widthS > 0 && durationS > 0)) throw new RangeError('time bins and the time they cover must be positive');
  const count = Math.ceil(durationS / widthS - 1e-9);
  return Array.from({ length: count }, (_, k) => {
    const [startS, stopS] = [k * widthS, Math.min((k + 1) * widthS, durationS)];
    return { startS, stopS, exposureS: (stopS - startS) * liveFraction };
  });
}
