/** UTC as (day, nanoseconds of the day), where a day may have 86401 seconds: the bridge between calendars and Instant. */

import { MJD_OF_EPOCH } from './calendar.ts';
import { type Instant, NS_PER_DAY, NS_PER_SECOND, TT_MINUS_TAI_NS, floorDiv } from './instant.ts';
import { leapSeconds, taiMinusUtcS } from './leap-seconds.ts';
import { TimeError } from './time-error.ts';

/** A UTC reading: day number since 2000-01-01 and nanoseconds since its 0 h (up to 86401e9 - 1 on leap second days). */
export interface UtcReading {
  readonly day: number;
  readonly nsOfDay: bigint;
}

/** Each step of the leap second table with the TAI count (ns since 2000-01-01T00:00:00 TAI) at which it takes effect. */
const stepsTai = leapSeconds.map(({ mjd, taiMinusUtcS }) => ({
  startTaiNs: BigInt(mjd - MJD_OF_EPOCH) * NS_PER_DAY + BigInt(taiMinusUtcS) * NS_PER_SECOND,
  offsetNs: BigInt(taiMinusUtcS) * NS_PER_SECOND,
}));

/** The instant of a UTC reading. Throws TimeError before 1972-01-01. */
export function instantFromUtc({ day, nsOfDay }: UtcReading): Instant {
  const offsetS = taiMinusUtcS(day + MJD_OF_EPOCH);
  if (offsetS === undefined) throw beforeUtc(`day ${day + MJD_OF_EPOCH}`);
  return { ttNs: BigInt(day) * NS_PER_DAY + nsOfDay + BigInt(offsetS) * NS_PER_SECOND + TT_MINUS_TAI_NS };
}

/** The UTC reading of an instant; inside a leap second nsOfDay is 86400e9 or more. Throws TimeError before 1972-01-01. */
export function utcFromInstant({ ttNs }: Instant): UtcReading {
  const taiNs = ttNs - TT_MINUS_TAI_NS;
  let i = stepsTai.length - 1;
  while (i >= 0 && taiNs < stepsTai[i]!.startTaiNs) i--;
  if (i < 0) throw beforeUtc(`TT ns ${ttNs}`);
  const utcNs = taiNs - stepsTai[i]!.offsetNs;
  const day = floorDiv(utcNs, NS_PER_DAY);
  const next = stepsTai[i + 1];
  // The count of the old offset has reached the new day, but the new offset is not yet in force: 23:59:60.
  if (next !== undefined && taiNs >= next.startTaiNs - NS_PER_SECOND) {
    return { day: Number(day) - 1, nsOfDay: utcNs - (day - 1n) * NS_PER_DAY };
  }
  return { day: Number(day), nsOfDay: utcNs - day * NS_PER_DAY };
}

/** TAI - UTC in whole seconds at an instant; inside a leap second the old value. Throws TimeError before 1972-01-01. */
export function taiMinusUtcAt(instant: Instant): number {
  return taiMinusUtcS(utcFromInstant(instant).day + MJD_OF_EPOCH)!;
}

/** The instant of a POSIX clock reading in milliseconds (which has no leap seconds: 23:59:60 reads as the next 00:00:00). */
export function instantFromUnixMs(unixMs: number): Instant {
  const ms = BigInt(Math.trunc(unixMs));
  const fractionNs = BigInt(Math.round((unixMs - Math.trunc(unixMs)) * 1e6));
  const ns = ms * 1_000_000n + fractionNs;
  const unixDay = floorDiv(ns, NS_PER_DAY);
  // 10957 days lie between 1970-01-01 and 2000-01-01.
  return instantFromUtc({ day: Number(unixDay) - 10_957, nsOfDay: ns - unixDay * NS_PER_DAY });
}

/** The POSIX clock reading in milliseconds of an instant, to the millisecond below. */
export function unixMsFromInstant(instant: Instant): number {
  const { day, nsOfDay } = utcFromInstant(instant);
  return (day + 10_957) * 86_400_000 + Number(nsOfDay / 1_000_000n);
}

function beforeUtc(input: string): TimeError {
  return new TimeError(`UTC in whole leap seconds begins at 1972-01-01; ${input} is before it (use TT or TAI)`, input);
}
