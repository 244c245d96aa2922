/** Means, spreads and quantiles of typed arrays: one pass or one sort each, none of them changes its input. */

/** Anything that holds numbers in order. */
export type Numbers = ArrayLike<number>;

/** A value with its one-sigma error. */
export interface Measured {
  readonly value: number;
  readonly error: number;
}

/** Sum with Neumaier's compensation: exact to the last digits whatever the order (doi:10.1002/zamm.19740540106). */
export function sum(values: Numbers): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Arithmetic mean; NaN for no values. */
export function mean(values: Numbers): number {
  return sum(values) / values.length;
}

/** Sample variance, sum of squared deviations over n - `lostDegrees` (1 by default, 0 for the population form). */
export function variance(values: Numbers, lostDegrees = 1): number {
  const centre = mean(values);
  let squares = 0;
  let drift = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i]! - centre;
    squares += deviation * deviation;
    drift += deviation;
  }
  // The second term corrects the rounding of the mean (two-pass algorithm of Chan, Golub & LeVeque 1983).
  return (squares - (drift * drift) / values.length) / (values.length - lostDegrees);
}

/** Square root of `variance`. */
export function standardDeviation(values: Numbers, lostDegrees = 1): number {
  return Math.sqrt(variance(values, lostDegrees));
}

/** Root of the mean of the squares; NaN for no values. */
export function rootMeanSquare(values: Numbers): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
  return Math.sqrt(squares / values.length);
}

/** Result of a weighted mean: its error from the given errors alone, and the chi-square of the values about it. */
export interface WeightedMean extends Measured {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
}

/** Mean weighted by 1/error^2; values whose error is not positive and finite are left out (NaN when none remains). */
export function weightedMean(values: Numbers, errors: Numbers): WeightedMean {
  let weights = 0;
  let weighted = 0;
  let used = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = inverseSquare(errors[i]!);
    if (weight === 0) continue;
    weights += weight;
    weighted += weight * values[i]!;
    used++;
  }
  const value = weighted / weights;
  let chiSquare = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = inverseSquare(errors[i]!);
    if (weight !== 0) chiSquare += weight * (values[i]! - value) ** 2;
  }
  return { value, error: 1 / Math.sqrt(weights), chiSquare, degreesOfFreedom: used - 1 };
}

function inverseSquare(error: number): number {
  return error > 0 && error < Infinity ? 1 / (error * error) : 0;
}

/**
 * Quantiles with linear interpolation between order statistics (Hyndman & Fan type 7, the rule of numpy).
 * `fractions` lie in 0..1; NaN for no values. One sort for all of them.
 */
export function quantiles(values: Numbers, fractions: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return fractions.map((fraction) => quantileOfSorted(sorted, fraction));
}

/** One quantile of values already in ascending order. */
export function quantileOfSorted(sorted: Numbers, fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`a quantile fraction lies in 0..1, not ${fraction}`);
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/** The middle value; NaN for no values. */
export function median(values: Numbers): number {
  return quantiles(values, [0.5])[0]!;
}

/** 1 / (normal quantile of 3/4): makes the median absolute deviation estimate the sigma of a normal distribution. */
const MAD_TO_SIGMA = 1.482_602_218_505_602;

/** Standard deviation estimated from the median absolute deviation: half of the values may be outliers. */
export function robustSigma(values: Numbers): number {
  const centre = median(values);
  return MAD_TO_SIGMA * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}
