/** The background of a light curve: a low-order polynomial outside the burst, and how much noisier than Poisson it is. */

import { type Measured, rootMeanSquare, standardDeviation } from '../statistics/descriptive.ts';
import { type PolynomialFit, evaluatePolynomial, fitPolynomial, polynomialSum } from '../statistics/polynomial.ts';
import { chiSquareSf } from '../statistics/gamma.ts';
import { type LightCurve, type TimeInterval, binCentresS, binRange, ratesCps } from './light-curve.ts';

/** A background model of a light curve. */
export interface Background {
  /** Rate as a function of time (seconds from the reference), errors scaled by Poisson statistics alone. */
  readonly fit: PolynomialFit;
  /** Modelled rate in each bin of the light curve, counts per second, burst included. */
  readonly rateCps: Float64Array;
  /** Mean of the modelled rate over the bins used, counts per second. */
  readonly meanCps: number;
  /** std(rate - model) / rms(Poisson error) over the bins used: 1 for pure counting noise. */
  readonly excessVariance: number;
  readonly degree: number;
  readonly binsUsed: number;
}

/** How to model the background. */
export interface BackgroundOptions {
  /** Degree of the polynomial, or the highest that `auto` may choose (default 0: a constant). */
  readonly degree?: number;
  /** Raise the degree from 0 only while the improvement is significant at this probability (default: use `degree`). */
  readonly raiseBelow?: number;
  /** Intervals that the background must not be measured in. */
  readonly exclude?: readonly TimeInterval[];
}

/**
 * Fits the background outside the excluded intervals. The weights come from the mean rate, not from each bin's
 * own counts, because bins that fluctuate low would otherwise pull the fit down (by one count per bin).
 * Throws a RangeError when fewer bins remain than the degree needs.
 */
export function estimateBackground(lightCurve: LightCurve, options: BackgroundOptions = {}): Background {
  const { degree = 0, raiseBelow } = options;
  const centres = binCentresS(lightCurve);
  const rates = ratesCps(lightCurve);
  const weights = backgroundWeights(lightCurve, maskOf(lightCurve, options.exclude ?? []));
  let fit = fitPolynomial(centres, rates, raiseBelow === undefined ? degree : 0, weights);
  if (raiseBelow !== undefined) {
    for (let next = 1; next <= degree; next++) {
      const higher = fitPolynomial(centres, rates, next, weights);
      // In units of the scatter actually seen, so that excess variance does not call for more terms.
      const gain = ((fit.chiSquare - higher.chiSquare) * higher.degreesOfFreedom) / higher.chiSquare;
      if (chiSquareSf(Math.max(gain, 0), next + 1 - fit.alpha.length) < raiseBelow) fit = higher;
    }
  }
  return describe(lightCurve, fit, evaluatePolynomial(fit, centres), weights);
}

function describe(lc: LightCurve, fit: PolynomialFit, rateCps: Float64Array, weights: Float64Array): Background {
  let total = 0;
  let used = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    total += rateCps[i]!;
    used++;
  }
  const background = { fit, rateCps, meanCps: total / used, degree: fit.alpha.length - 1, binsUsed: used };
  return { ...background, excessVariance: excessVarianceOf(lc, rateCps, weights) };
}

/** 1 for bins whose centre lies outside all intervals, 0 inside. */
export function maskOf(lightCurve: LightCurve, exclude: readonly TimeInterval[]): Uint8Array {
  const mask = new Uint8Array(lightCurve.counts.length).fill(1);
  for (const interval of exclude) mask.fill(0, ...binRange(lightCurve, interval));
  return mask;
}

/** width^2 / variance, with the variance of each bin smoothed to that of the mean rate of the bins that count. */
function backgroundWeights({ variance, widthS }: LightCurve, mask: Uint8Array): Float64Array {
  let varianceSum = 0;
  let widthSum = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    varianceSum += variance[i]!;
    widthSum += widthS[i]!;
  }
  const variancePerSecond = varianceSum > 0 ? varianceSum / widthSum : 1;
  return widthS.map((width, i) => (mask[i] === 0 ? 0 : width / variancePerSecond));
}

/** std of (rate - model) over rms of the Poisson errors, over bins of positive weight; 1 when fewer than three remain. */
function excessVarianceOf(
  { counts, variance, widthS }: LightCurve,
  model: Float64Array,
  weights: Float64Array,
): number {
  const residuals: number[] = [];
  const errors: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    residuals.push(counts[i]! / widthS[i]! - model[i]!);
    errors.push(Math.sqrt(variance[i]!) / widthS[i]!);
  }
  return excessVariance(residuals, errors);
}

/** Excess variance std(rate) / rms(error) of rates about a level; 1 when it cannot be told (under three values). */
export function excessVariance(rates: ArrayLike<number>, errors: ArrayLike<number>): number {
  const expected = rootMeanSquare(errors);
  return rates.length < 3 || !(expected > 0) ? 1 : standardDeviation(rates) / expected;
}

/** Background counts of the bins [first, end) with their error, which grows with the excess variance (never below Poisson). */
export function backgroundCounts(lc: LightCurve, background: Background, first: number, end: number): Measured {
  const centres = binCentresS(lc).subarray(first, end);
  const { value, error } = polynomialSum(background.fit, centres, lc.widthS.subarray(first, end));
  return { value, error: error * Math.max(1, background.excessVariance) };
}
