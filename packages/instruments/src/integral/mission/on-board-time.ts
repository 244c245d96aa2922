/** On-board time of INTEGRAL: a 64-bit count of 2^-20 s whose clock drifts, and its correlation with TT. */

import { type Instant, parseTime, secondsBetween } from '@stemma/data/time';

/** Ticks of the on-board clock in a second. */
export const OBT_TICKS_PER_SECOND = 1_048_576;

/** A pair of simultaneous readings: on-board ticks and TT. */
export interface TimeCorrelation {
  readonly obtTicks: bigint;
  readonly instant: Instant;
}

/**
 * Documented pairs, from the OBTSTART and TSTART keywords of archived science windows. Between them the clock runs
 * 0.59 ppm slow (86 s from the first to the second). Within the table times are good to milliseconds at the pairs
 * and to about a second between them; after the last pair the drift is carried on, and the times of the orbit files
 * of 2009 and 2016 are met to 10 and 25 s. A station's own correlation table can be passed instead.
 */
export const timeCorrelations: readonly TimeCorrelation[] = [
  // Science windows 010200230010, 066500280010 and 066500330010.
  { obtTicks: 26_148_831n * 1_048_576n, instant: parseTime('1322.71871515206', 'ijd') },
  { obtTicks: 171_594_972n * 1_048_576n, instant: parseTime('3006.12412246426', 'ijd') },
  { obtTicks: 179_941_701_320_704n, instant: parseTime('3006.24920355503', 'ijd') },
];

/** Ticks from the four 16-bit words of a FITS column of form 4I, most significant first. */
export function obtFromWords(words: ArrayLike<number>, offset = 0): bigint {
  let ticks = 0n;
  for (let i = 0; i < 4; i++) {
    const word = words[offset + i]!;
    if (!(Number.isInteger(word) && word >= 0 && word < 65_536)) {
      throw new RangeError(`a word of on-board time is an unsigned 16-bit number, not ${word}`);
    }
    ticks = (ticks << 16n) | BigInt(word);
  }
  return ticks;
}

/** The four 16-bit words of a count of ticks, most significant first. */
export function wordsFromObt(ticks: bigint): Uint16Array {
  return Uint16Array.from({ length: 4 }, (_, i) => Number((ticks >> BigInt(48 - 16 * i)) & 0xffffn));
}

/** Ticks from the decimal text of keywords such as OBTSTART (`00000213629501702144`). */
export function obtFromText(text: string): bigint {
  if (!/^\s*\d{1,20}\s*$/.test(text)) throw new RangeError(`'${text}' is not an on-board time: up to 20 digits`);
  return BigInt(text.trim());
}

/**
 * A whole column of on-board times (4 words per row, flat) as seconds of the on-board clock since its first row,
 * which doubles hold exactly. Over a science window the drift of the clock amounts to a millisecond.
 */
export function obtSecondsSinceFirst(words: ArrayLike<number>): Float64Array {
  const rows = Math.floor(words.length / 4);
  const out = new Float64Array(rows);
  const first = rows === 0 ? 0n : obtFromWords(words);
  for (let row = 0; row < rows; row++) out[row] = Number(obtFromWords(words, 4 * row) - first) / OBT_TICKS_PER_SECOND;
  return out;
}

/** The instant of an on-board time by piecewise-linear interpolation (accuracy: see timeCorrelations). */
export function instantFromObt(ticks: bigint, table: readonly TimeCorrelation[] = timeCorrelations): Instant {
  const { origin, obtSpan, ttSpan } = lineThrough(table, (pair) => pair.obtTicks <= ticks);
  return { ttNs: origin.instant.ttNs + roundedQuotient((ticks - origin.obtTicks) * ttSpan, obtSpan) };
}

/**
 * How far off, in seconds, instantFromObt and obtFromInstant may be at a time: about a second inside the table,
 * outside of it 10 s and 2 s more for each year (the orbit files of 2009 and 2016 are met to 10 and 25 s).
 */
export function onBoardErrorS(instant: Instant, table: readonly TimeCorrelation[] = timeCorrelations): number {
  const [first, last] = [table[0]!.instant, table.at(-1)!.instant];
  const outsideS = Math.max(secondsBetween(last, instant), secondsBetween(instant, first));
  return outsideS <= 0 ? 1 : 10 + (2 * outsideS) / (365.25 * 86_400);
}

/** The on-board time of an instant, to the nearest tick (inverse of instantFromObt). */
export function obtFromInstant({ ttNs }: Instant, table: readonly TimeCorrelation[] = timeCorrelations): bigint {
  const { origin, obtSpan, ttSpan } = lineThrough(table, (pair) => pair.instant.ttNs <= ttNs);
  return origin.obtTicks + roundedQuotient((ttNs - origin.instant.ttNs) * obtSpan, ttSpan);
}

/** A straight piece of the correlation: a point on it and its slope as a ratio of spans. */
interface Line {
  readonly origin: TimeCorrelation;
  readonly obtSpan: bigint;
  readonly ttSpan: bigint;
}

/**
 * The piece that holds a reading. Outside the table the slope of the whole table is carried on from the nearer end:
 * the last pairs lie hours apart, too close for a drift.
 */
function lineThrough(table: readonly TimeCorrelation[], isBefore: (pair: TimeCorrelation) => boolean): Line {
  const first = table[0];
  const last = table.at(-1);
  if (first === undefined || last === undefined || first === last) {
    throw new RangeError('a time correlation needs at least two pairs');
  }
  const k = table.findLastIndex(isBefore);
  const low = table[k];
  const high = table[k + 1];
  const [a, b] = low === undefined || high === undefined ? [first, last] : [low, high];
  return {
    origin: low ?? first,
    obtSpan: b.obtTicks - a.obtTicks,
    ttSpan: b.instant.ttNs - a.instant.ttNs,
  };
}

/** Quotient rounded to nearest, halves away from zero; the divisor is positive. */
function roundedQuotient(value: bigint, divisor: bigint): bigint {
  return value < 0n ? -((-2n * value + divisor) / (2n * divisor)) : (2n * value + divisor) / (2n * divisor);
}
