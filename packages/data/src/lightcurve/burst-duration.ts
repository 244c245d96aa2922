/** Durations that hold 90 and 50 per cent of the counts of a burst (Kouveliotou et al. 1993, doi:10.1086/186969). */

import { type Measured, quantiles } from '../statistics/descriptive.ts';
import type { PolynomialFit } from '../statistics/polynomial.ts';
import { evaluatePolynomial } from '../statistics/polynomial.ts';
import type { RandomGenerator } from '../statistics/random.ts';
import type { Background } from './background.ts';
import { type LightCurve, type TimeInterval, binCentresS, binRange } from './light-curve.ts';

/** Durations in seconds with one-sigma errors, and the times (from the reference) between which they run. */
export interface BurstDuration {
  readonly t90S: Measured;
  readonly t50S: Measured;
  /** Times at which 5, 25, 75 and 95 per cent of the net counts have arrived. */
  readonly t05S: Measured;
  readonly t25S: Measured;
  readonly t75S: Measured;
  readonly t95S: Measured;
}

const FRACTIONS = [0.05, 0.25, 0.75, 0.95];

/**
 * T90 and T50 inside an interval that holds the whole burst (the window of findBurst). Errors are half of the central 68 % of `trials`
 * bootstrap light curves: counts with Poisson noise (stretched by the excess variance for the background part),
 * and a background polynomial moved within its errors. Throws a RangeError when the net counts are not positive.
 * In simulations the stated errors hold for 70 % or more of bursts above 20 sigma, for 50 to 60 % near 11 sigma.
 */
export function burstDuration(
  lightCurve: LightCurve,
  background: Background,
  interval: TimeInterval,
  random: RandomGenerator,
  trials = 300,
): BurstDuration {
  const [first, end] = binRange(lightCurve, interval);
  const widthS = lightCurve.widthS.subarray(first, end);
  const startS = lightCurve.startS.subarray(first, end);
  const counts = lightCurve.counts.subarray(first, end);
  const centres = binCentresS(lightCurve).subarray(first, end);
  const expected = background.rateCps.subarray(first, end).map((rate, i) => rate * widthS[i]!);
  const net = counts.map((count, i) => count - expected[i]!);
  const best = crossings(startS, widthS, net);
  if (best === undefined) throw new RangeError('a duration needs more counts than the background alone gives');
  const stretch = Math.max(1, background.excessVariance);
  const noise = counts.map((count, i) => Math.sqrt(noiseVariance(lightCurve, first + i, count, expected[i]!, stretch)));
  const samples: number[][] = [[], [], [], [], [], []];
  for (let trial = 0; trial < trials; trial++) {
    const shift = evaluatePolynomial(perturbation(background.fit, stretch, random), centres);
    const drawn = net.map((value, i) => value + noise[i]! * random.normal() - shift[i]! * widthS[i]!);
    const times = crossings(startS, widthS, drawn);
    if (times === undefined) continue;
    [...times, times[3]! - times[0]!, times[2]! - times[1]!].forEach((value, k) => samples[k]!.push(value));
  }
  const measured = (value: number, k: number): Measured => ({ value, error: halfWidth68(samples[k]!) });
  const [t05S, t25S, t75S, t95S] = best.map(measured) as [Measured, Measured, Measured, Measured];
  return {
    t90S: measured(t95S.value - t05S.value, 4),
    t50S: measured(t75S.value - t25S.value, 5),
    t05S,
    t25S,
    t75S,
    t95S,
  };
}

/** Variance of a bin: source counts are Poisson, background counts wilder by the square of the excess variance. */
function noiseVariance({ variance }: LightCurve, i: number, count: number, expected: number, stretch: number): number {
  const dispersion = count > 0 ? variance[i]! / count : 1;
  const source = Math.max(0, count - expected);
  return dispersion * (source + Math.max(0, Math.min(count, expected)) * stretch ** 2);
}

/** A polynomial drawn from the errors of the fit, to be added to it. */
function perturbation(fit: PolynomialFit, stretch: number, random: RandomGenerator): PolynomialFit {
  return { ...fit, coefficients: fit.variances.map((v) => stretch * Math.sqrt(v) * random.normal()) };
}

function halfWidth68(values: readonly number[]): number {
  const [low, high] = quantiles(values, [0.158_655, 0.841_345]) as [number, number];
  return 0.5 * (high - low);
}

/**
 * Times at which the cumulative net counts reach each fraction, linear within bins. Noise makes the curve cross a level
 * several times; the crossing next to the middle of the burst is taken, which simulations show to be nearly unbiased
 * (the outermost one, or the mean of both, makes faint bursts too long). Undefined when nothing is left above zero.
 */
function crossings(startS: Float64Array, widthS: Float64Array, net: Float64Array): number[] | undefined {
  let total = 0;
  for (let i = 0; i < net.length; i++) total += net[i]!;
  if (!(total > 0)) return undefined;
  const times = FRACTIONS.map(() => Number.NaN);
  let before = 0;
  for (let i = 0; i < net.length; i++) {
    const after = before + net[i]!;
    for (let k = 0; k < FRACTIONS.length; k++) {
      const level = FRACTIONS[k]! * total;
      if (before >= level || after < level) continue;
      // Below one half the last upward crossing counts, above it the first.
      if (FRACTIONS[k]! > 0.5 && !Number.isNaN(times[k]!)) continue;
      times[k] = startS[i]! + (widthS[i]! * (level - before)) / net[i]!;
    }
    before = after;
  }
  return times;
}
