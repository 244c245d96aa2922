/**
 * Decimal day counts (MJD, JD, IJD) without losing nanoseconds: texts are read and written as exact rationals,
 * numbers as the doubles they are. A double IJD near 8000 resolves only 79 ns; fourteen decimals resolve 0.9 ns.
 */

import { MJD_OF_EPOCH } from './calendar.ts';
import { type Instant, NS_PER_DAY, NS_PER_SECOND, floorDiv, roundDiv } from './instant.ts';
import { utcDayLengthS } from './leap-seconds.ts';
import { TimeError } from './time-error.ts';
import { instantFromUtc, utcFromInstant } from './utc.ts';

/** Decimals of a day that identify every nanosecond: 1e-14 d = 0.86 ns. */
export const LOSSLESS_DAY_DECIMALS = 14;

/** A day count as whole days and nanoseconds of the day, the form in which FITS keeps times apart. */
export interface DayAndNs {
  readonly day: number;
  readonly ns: bigint;
}

/** IJD (INTEGRAL Julian Date, days of TT since MJD 51544.0 TT) as the nearest double. */
export function ijdFromInstant({ ttNs }: Instant): number {
  const day = floorDiv(ttNs, NS_PER_DAY);
  return Number(day) + Number(ttNs - day * NS_PER_DAY) / Number(NS_PER_DAY);
}

/** The instant of an IJD given as a double, rounded to the nanosecond. Throws TimeError when not finite. */
export function instantFromIjd(ijd: number): Instant {
  if (!Number.isFinite(ijd)) throw new TimeError(`an IJD must be a finite number of days, not ${ijd}`, String(ijd));
  const day = Math.floor(ijd);
  return { ttNs: BigInt(day) * NS_PER_DAY + BigInt(Math.round((ijd - day) * Number(NS_PER_DAY))) };
}

/** MJD on the TT scale as the nearest double (resolution 0.6 microseconds: use texts or DayAndNs for more). */
export function mjdTtFromInstant(instant: Instant): number {
  return ijdFromInstant(instant) + MJD_OF_EPOCH;
}

/** The instant of an MJD on the TT scale; an optional second part in seconds keeps full precision (MJDREF + TIMEZERO). */
export function instantFromMjdTt(mjdTt: number, seconds = 0): Instant {
  const whole = Math.trunc(seconds);
  const { ttNs } = instantFromIjd(mjdTt - MJD_OF_EPOCH);
  return { ttNs: ttNs + BigInt(whole) * NS_PER_SECOND + BigInt(Math.round((seconds - whole) * 1e9)) };
}

/** Whole days since 2000-01-01 TT and nanoseconds of the TT day. */
export function ttDayAndNs({ ttNs }: Instant): DayAndNs {
  const day = floorDiv(ttNs, NS_PER_DAY);
  return { day: Number(day), ns: ttNs - day * NS_PER_DAY };
}

/** Days since the epoch of `zeroHalfDays` (half days after MJD 51544.0) from an exact decimal text on the TT scale. */
export function instantFromTtDays(text: string, zeroHalfDays: number): Instant {
  const { digits, scale } = parseDecimal(text);
  const zeroNs = (BigInt(zeroHalfDays) * NS_PER_DAY) / 2n;
  return { ttNs: zeroNs + roundDiv(digits * NS_PER_DAY, scale) };
}

/** Decimal text of the days since `zeroHalfDays` on the TT scale, with `decimals` decimals. */
export function ttDaysText({ ttNs }: Instant, zeroHalfDays: number, decimals = LOSSLESS_DAY_DECIMALS): string {
  const zeroNs = (BigInt(zeroHalfDays) * NS_PER_DAY) / 2n;
  return decimalText(ttNs - zeroNs, NS_PER_DAY, decimals);
}

/**
 * The instant of a UTC day count. On a day with a leap second the fraction counts 86401 seconds, the "quasi-JD"
 * convention of SOFA/ERFA (and so of astropy). Throws TimeError before 1972.
 */
export function instantFromUtcDays(text: string, zeroHalfDays: number): Instant {
  const { digits, scale } = parseDecimal(text);
  const halfDays = 2n * digits + BigInt(zeroHalfDays) * scale;
  const day = floorDiv(halfDays, 2n * scale);
  const lengthNs = BigInt(utcDayLengthS(Number(day) + MJD_OF_EPOCH)) * NS_PER_SECOND;
  const nsOfDay = roundDiv((halfDays - day * 2n * scale) * lengthNs, 2n * scale);
  return instantFromUtc({ day: Number(day), nsOfDay });
}

/** Decimal text of a UTC day count (same convention as instantFromUtcDays). */
export function utcDaysText(instant: Instant, zeroHalfDays: number, decimals = LOSSLESS_DAY_DECIMALS): string {
  const { day, nsOfDay } = utcFromInstant(instant);
  const lengthNs = BigInt(utcDayLengthS(day + MJD_OF_EPOCH)) * NS_PER_SECOND;
  return decimalText((2n * BigInt(day) - BigInt(zeroHalfDays)) * lengthNs + 2n * nsOfDay, 2n * lengthNs, decimals);
}

/** A decimal number as digits / scale, exactly; accepts a sign, decimals and a small exponent. */
function parseDecimal(text: string): { digits: bigint; scale: bigint } {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eEdD]([+-]?\d{1,3}))?\s*$/.exec(text);
  if (match === null || (match[2] === '' && match[3] === '')) {
    const comma = /^\s*\d+,\d+\s*$/.test(text) ? text.trim().replace(',', '.') : undefined;
    throw new TimeError(`'${text}' is not a decimal number of days`, text, comma);
  }
  const exponent = Number(match[4] ?? 0) - match[3]!.length;
  const magnitude = BigInt(match[2]! + match[3]!);
  const signed = match[1] === '-' ? -magnitude : magnitude;
  return exponent >= 0
    ? { digits: signed * 10n ** BigInt(exponent), scale: 1n }
    : { digits: signed, scale: 10n ** BigInt(-exponent) };
}

/** numerator / denominator rounded to `decimals` decimals. */
function decimalText(numerator: bigint, denominator: bigint, decimals: number): string {
  const scaled = roundDiv(numerator * 10n ** BigInt(decimals), denominator);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}
