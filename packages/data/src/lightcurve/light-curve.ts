/** A light curve as columns: counts in time bins that need be neither equal nor gap-free. All algorithms here work on it. */

import type { Numbers } from '../statistics/descriptive.ts';
import { type Instant, addSeconds } from '../time/instant.ts';

/**
 * Counts in n time bins, in ascending order, without overlap. Times are seconds from `reference`.
 * For counted photons `variance` equals `counts`; for others it is the square of the error of the counts.
 */
export interface LightCurve {
  readonly reference: Instant;
  readonly startS: Float64Array;
  readonly widthS: Float64Array;
  readonly counts: Float64Array;
  readonly variance: Float64Array;
}

/** A stretch of time in seconds from the reference of its light curve. */
export interface TimeInterval {
  readonly startS: number;
  readonly stopS: number;
}

/** Input of lightCurveFromCounts; `variance` is the counts themselves when not given. */
export interface CountColumns {
  readonly reference: Instant;
  readonly startS: Numbers;
  readonly widthS: Numbers;
  readonly counts: Numbers;
  readonly variance?: Numbers;
}

/** A light curve from counted events. Throws a RangeError when lengths differ, widths are not positive or bins overlap. */
export function lightCurveFromCounts(columns: CountColumns): LightCurve {
  const { reference } = columns;
  const startS = Float64Array.from(columns.startS);
  const widthS = Float64Array.from(columns.widthS);
  const counts = Float64Array.from(columns.counts);
  const variance = columns.variance === undefined ? counts : Float64Array.from(columns.variance);
  if (widthS.length !== startS.length || counts.length !== startS.length || variance.length !== startS.length) {
    throw new RangeError('the columns of a light curve must have equal lengths');
  }
  for (let i = 0; i < startS.length; i++) {
    if (!(widthS[i]! > 0)) throw new RangeError(`bin ${i} of the light curve has the width ${widthS[i]} s`);
    if (i > 0 && startS[i]! < startS[i - 1]! + 0.9 * widthS[i - 1]!) {
      throw new RangeError(`bin ${i} of the light curve begins before the one before it ends`);
    }
  }
  return { reference, startS, widthS, counts, variance };
}

/** Input of lightCurveFromRates: bin centres, rates and their errors. */
export interface RateColumns {
  readonly reference: Instant;
  readonly centreS: Numbers;
  readonly rateCps: Numbers;
  readonly errorCps: Numbers;
  /** Bin widths, one for all bins or one per bin; for Poisson errors they may be left to `poissonWidths`. */
  readonly widthS: Numbers | number;
}

/** A light curve from rates, whatever their errors mean: counts = rate * width, variance = (error * width)^2. */
export function lightCurveFromRates({ reference, centreS, rateCps, errorCps, widthS }: RateColumns): LightCurve {
  const n = centreS.length;
  const width = typeof widthS === 'number' ? new Float64Array(n).fill(widthS) : Float64Array.from(widthS);
  const startS = new Float64Array(n);
  const counts = new Float64Array(n);
  const variance = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    startS[i] = centreS[i]! - 0.5 * width[i]!;
    counts[i] = snap(rateCps[i]! * width[i]!);
    variance[i] = snap((errorCps[i]! * width[i]!) ** 2);
  }
  return lightCurveFromCounts({ reference, startS, widthS: width, counts, variance });
}

/** A product that should be a whole count carries rounding of some 1e-16 relative: remove it. */
function snap(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole : value;
}

/**
 * Bin widths that a file does not state, from rates whose errors are Poisson: (n/w) / (sqrt(n)/w)^2 = w.
 * A bin without counts takes the nominal width. Files of SPI-ACS need this: a few of their bins are half or
 * one and a half times as long as the TIMEDEL card says.
 */
export function poissonWidths(rateCps: Numbers, errorCps: Numbers, nominalS: number): Float64Array {
  return Float64Array.from({ length: rateCps.length }, (_, i) => {
    const width = rateCps[i]! / errorCps[i]! ** 2;
    // Widths are multiples of the clock step behind the nominal width; 1e-9 s takes away the rounding of the division.
    return width > 0 && width < Infinity ? Math.round(width * 1e9) / 1e9 : nominalS;
  });
}

/** Centres of the bins in seconds from the reference. */
export function binCentresS({ startS, widthS }: LightCurve): Float64Array {
  return startS.map((start, i) => start + 0.5 * widthS[i]!);
}

/** Rates of the bins in counts per second. */
export function ratesCps({ counts, widthS }: LightCurve): Float64Array {
  return counts.map((count, i) => count / widthS[i]!);
}

/** One-sigma errors of the rates in counts per second. */
export function rateErrorsCps({ variance, widthS }: LightCurve): Float64Array {
  return variance.map((v, i) => Math.sqrt(v) / widthS[i]!);
}

/** The instant of a time in seconds from the reference. */
export function instantInLightCurve(lightCurve: LightCurve, timeS: number): Instant {
  return addSeconds(lightCurve.reference, timeS);
}

/** Bins whose centres lie in [startS, stopS), as a pair of indices [first, end). */
export function binRange({ startS, widthS }: LightCurve, { startS: from, stopS: to }: TimeInterval): [number, number] {
  const centre = (i: number): number => startS[i]! + 0.5 * widthS[i]!;
  const lowerBound = (time: number): number => {
    let low = 0;
    let high = startS.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (centre(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [lowerBound(from), lowerBound(to)];
}

/** The part of a light curve whose bin centres lie in an interval; shares memory with the whole. */
export function sliceLightCurve(lightCurve: LightCurve, interval: TimeInterval): LightCurve {
  const [first, end] = binRange(lightCurve, interval);
  return {
    reference: lightCurve.reference,
    startS: lightCurve.startS.subarray(first, end),
    widthS: lightCurve.widthS.subarray(first, end),
    counts: lightCurve.counts.subarray(first, end),
    variance: lightCurve.variance.subarray(first, end),
  };
}

/** Start and end of the data. Throws a RangeError for a light curve without bins. */
export function spanOf({ startS, widthS }: LightCurve): TimeInterval {
  const last = startS.length - 1;
  if (last < 0) throw new RangeError('the light curve has no bins');
  return { startS: startS[0]!, stopS: startS[last]! + widthS[last]! };
}

/**
 * Contiguous runs of bins as index pairs [first, end): a new run begins where a bin starts more than a tenth
 * of its width after the end of the one before it (clocks jitter by microseconds).
 */
export function contiguousRuns({ startS, widthS }: LightCurve): [number, number][] {
  const runs: [number, number][] = [];
  let first = 0;
  for (let i = 1; i <= startS.length; i++) {
    const gap = i < startS.length ? startS[i]! - startS[i - 1]! - widthS[i - 1]! : Infinity;
    if (gap <= 0.1 * (widthS[i] ?? 0)) continue;
    runs.push([first, i]);
    first = i;
  }
  return runs;
}
