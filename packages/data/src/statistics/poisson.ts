/** Poisson probabilities and confidence limits on a mean from an observed count. */

import { gammaP, gammaQ, logPoissonDensity } from './gamma.ts';
import { normalSf } from './normal.ts';

/** Probability of exactly `count` (integer >= 0) events for a mean >= 0; full precision for counts of millions. */
export function poissonPmf(count: number, mean: number): number {
  return Math.exp(logPoissonDensity(count, mean));
}

/** Probability of `count` or fewer events. */
export function poissonCdf(count: number, mean: number): number {
  return count < 0 ? 0 : gammaQ(Math.floor(count) + 1, mean);
}

/** Probability of `count` OR MORE events: the chance of an excess at least as large as the one seen. */
export function poissonExcessProbability(count: number, mean: number): number {
  return count <= 0 ? 1 : gammaP(Math.ceil(count), mean);
}

/** Limits on the mean of a Poisson distribution. */
export interface PoissonInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Largest mean for which a count this small still has probability 1 - confidence (Gehrels 1986, doi:10.1086/164079, eq. 1). */
export function poissonUpperLimit(count: number, confidence: number): number {
  const p = tail(confidence);
  return solveIncreasing((mean) => p - gammaQ(count + 1, mean), count);
}

/** Smallest mean for which a count this large still has probability 1 - confidence (Gehrels 1986, eq. 2); 0 for no counts. */
export function poissonLowerLimit(count: number, confidence: number): number {
  const p = tail(confidence);
  return count === 0 ? 0 : solveIncreasing((mean) => gammaP(count, mean) - p, count);
}

/** Gehrels' exact double interval at `sigmas` of a normal distribution per side (1: 84.13 % each side, 68.27 % in all). */
export function poissonInterval(count: number, sigmas = 1): PoissonInterval {
  const confidence = 1 - normalSf(sigmas);
  return { lower: poissonLowerLimit(count, confidence), upper: poissonUpperLimit(count, confidence) };
}

/** Gehrels' approximate upper one-sigma error 1 + sqrt(n + 3/4), usable as an error bar also for zero counts. */
export function gehrelsError(count: number): number {
  return 1 + Math.sqrt(count + 0.75);
}

function tail(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`a confidence lies between 0 and 1, not ${confidence}`);
  return 1 - confidence;
}

/** Root of an increasing function of the mean, by bisection to the last digit: limits are not needed in bulk. */
function solveIncreasing(f: (mean: number) => number, count: number): number {
  let low = 0;
  let high = count + 10 * Math.sqrt(count + 1) + 10;
  while (f(high) < 0) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = 0.5 * (low + high);
    if (middle === low || middle === high) break;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
