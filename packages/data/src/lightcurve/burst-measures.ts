/** Numbers that a burst report states: peak, net counts, fluence and onset, each with its error. */

import type { Measured } from '../statistics/descriptive.ts';
import { type Background, backgroundCounts } from './background.ts';
import { type LightCurve, type TimeInterval, binRange } from './light-curve.ts';

/** The brightest bin of a burst. */
export interface BurstPeak {
  readonly bin: number;
  /** Centre of the bin, seconds from the reference. */
  readonly timeS: number;
  readonly widthS: number;
  /** Rate with the background in it, and above the background, counts per second. */
  readonly grossRateCps: Measured;
  readonly netRateCps: Measured;
}

/** The bin of the highest rate above background in an interval. Throws a RangeError when no bin lies in it. */
export function burstPeak(lightCurve: LightCurve, background: Background, interval: TimeInterval): BurstPeak {
  const { startS, widthS, counts, variance } = lightCurve;
  const [first, end] = binRange(lightCurve, interval);
  if (first === end) throw new RangeError('no bin of the light curve lies in the interval');
  let bin = first;
  const net = (i: number): number => counts[i]! / widthS[i]! - background.rateCps[i]!;
  for (let i = first + 1; i < end; i++) if (net(i) > net(bin)) bin = i;
  const width = widthS[bin]!;
  const error = Math.sqrt(variance[bin]!) / width;
  const backgroundError = backgroundCounts(lightCurve, background, bin, bin + 1).error / width;
  return {
    bin,
    timeS: startS[bin]! + 0.5 * width,
    widthS: width,
    grossRateCps: { value: counts[bin]! / width, error },
    netRateCps: { value: net(bin), error: Math.hypot(error, backgroundError) },
  };
}

/**
 * Counts above background in an interval. The error holds the Poisson noise of the counts, the excess variance of
 * the background among them, and the error of the background fit.
 */
export function netCounts(lightCurve: LightCurve, background: Background, interval: TimeInterval): Measured {
  const [first, end] = binRange(lightCurve, interval);
  let counts = 0;
  let variance = 0;
  for (let i = first; i < end; i++) {
    counts += lightCurve.counts[i]!;
    variance += lightCurve.variance[i]!;
  }
  const modelled = backgroundCounts(lightCurve, background, first, end);
  const excess = Math.max(0, background.excessVariance ** 2 - 1) * Math.max(0, modelled.value);
  return { value: counts - modelled.value, error: Math.sqrt(variance + excess + modelled.error ** 2) };
}

/** Fluence in erg/cm^2 of net counts by a constant response in erg/cm^2 per count, which may carry an error of its own. */
export function fluence(counts: Measured, ergPerCm2PerCount: Measured): Measured {
  const value = counts.value * ergPerCm2PerCount.value;
  return { value, error: Math.hypot(counts.error * ergPerCm2PerCount.value, counts.value * ergPerCm2PerCount.error) };
}

/** When the burst sets in. */
export interface BurstOnset {
  readonly bin: number;
  /** Start, centre and end of the first bin of the burst, seconds from the reference. */
  readonly startS: number;
  readonly centreS: number;
  readonly stopS: number;
  /** One-sigma uncertainty of the onset: half the bin, or more where the change point itself is uncertain. */
  readonly errorS: number;
}

/**
 * Onset from the change point between the background and the first block of the burst, `firstBin`, whose rate above
 * background is `blockRateCps`. The error is the root mean square distance of the other possible change points,
 * each weighted by its likelihood (a half-unit likelihood interval would be too short: the likelihood is not smooth).
 */
export function burstOnset(
  lightCurve: LightCurve,
  background: Background,
  firstBin: number,
  blockRateCps: number,
): BurstOnset {
  const { startS, widthS, counts } = lightCurve;
  const dispersion = Math.max(1, background.excessVariance) ** 2;
  // Gain in log-likelihood when a bin counts as burst instead of background.
  const gain = (i: number): number => {
    const rate = background.rateCps[i]!;
    return (counts[i]! * Math.log1p(blockRateCps / rate) - blockRateCps * widthS[i]!) / dispersion;
  };
  const start = startS[firstBin]!;
  let weights = 1;
  let squares = 0;
  const consider = (edgeS: number, logLikelihood: number): void => {
    const weight = Math.exp(logLikelihood);
    weights += weight;
    squares += weight * (edgeS - start) ** 2;
  };
  // Change points less likely than exp(-30) of the chosen one carry no weight.
  for (let i = firstBin - 1, sum = 0; i >= 0 && sum > -30; i--) {
    sum += gain(i);
    consider(startS[i]!, sum);
  }
  for (let i = firstBin, sum = 0; i < counts.length && sum > -30; i++) {
    sum -= gain(i);
    consider(startS[i]! + widthS[i]!, sum);
  }
  const width = widthS[firstBin]!;
  return {
    bin: firstBin,
    startS: start,
    centreS: start + 0.5 * width,
    stopS: start + width,
    errorS: Math.max(0.5 * width, Math.sqrt(squares / weights)),
  };
}
