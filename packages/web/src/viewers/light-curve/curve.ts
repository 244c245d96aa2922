// A light curve to look at: seconds since a zero point, rates and their errors, as typed arrays of one length.
import { StemmaError } from '@stemma/core';
import type { Instant } from '@stemma/data/time';

/** A light curve. All arrays have one length; times rise. */
export interface Curve {
  /** Middle of each bin in SI seconds since `t0`. */
  readonly timeS: Float64Array;
  readonly rate: Float64Array;
  /** One standard deviation; NaN or 0 where it is not known. */
  readonly error: Float64Array;
  /** Width of each bin in seconds. */
  readonly widthS: Float64Array;
  /** The zero point, as for a burst its trigger time. */
  readonly t0: Instant;
  /** Unit of rate and error. */
  readonly unit: string;
}

/** Checks lengths and order. @throws StemmaError `invalid_request`, `no_data` for an empty curve. */
export function checkCurve(curve: Curve): Curve {
  const { timeS, rate, error, widthS } = curve;
  if (timeS.length === 0) throw new StemmaError('no_data', 'the light curve has no bins');
  if ([rate, error, widthS].some(({ length }) => length !== timeS.length))
    throw new StemmaError('invalid_request', `the columns of the light curve differ in length from its ${timeS.length} times`); // prettier-ignore
  for (let i = 1; i < timeS.length; i++)
    if (!(timeS[i]! >= timeS[i - 1]!)) throw new StemmaError('invalid_request', `the times of the light curve do not rise at bin ${i}`); // prettier-ignore
  return curve;
}

/** The bins whose middles lie in a span: the first, and the one after the last. O(log n). */
export function binsIn(timeS: Float64Array, fromS: number, toS: number): readonly [first: number, end: number] {
  return [lowerBound(timeS, (time) => time >= fromS), lowerBound(timeS, (time) => time > toS)];
}

function lowerBound(timeS: Float64Array, isBeyond: (time: number) => boolean): number {
  let [low, high] = [0, timeS.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(timeS[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
