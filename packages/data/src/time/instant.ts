/**
 * An instant as whole nanoseconds, and arithmetic on it.
 * A BigInt on a uniform scale (TT) was chosen over a (day, seconds) pair of doubles because sums, comparisons and
 * round trips are then exact by construction, and over a class because plain data survives structured cloning to workers.
 */

/**
 * A point in time: nanoseconds on the Terrestrial Time scale since 2000-01-01T00:00:00 TT (MJD 51544 TT, IJD 0).
 * TT is uniform, so differences are elapsed SI seconds, leap seconds included.
 */
export interface Instant {
  readonly ttNs: bigint;
}

/** Nanoseconds in a second. */
export const NS_PER_SECOND = 1_000_000_000n;
/** Nanoseconds in a day of 86400 seconds. */
export const NS_PER_DAY = 86_400n * NS_PER_SECOND;
/** TT - TAI = 32.184 s exactly, in nanoseconds (IAU 1991 recommendation IV). */
export const TT_MINUS_TAI_NS = 32_184_000_000n;

/** The instant that lies `ttNs` nanoseconds after 2000-01-01T00:00:00 TT. */
export function instantFromTtNs(ttNs: bigint): Instant {
  return { ttNs };
}

/** The instant `ns` nanoseconds later (earlier when negative). */
export function addNs(instant: Instant, ns: bigint): Instant {
  return { ttNs: instant.ttNs + ns };
}

/**
 * The instant `seconds` SI seconds later, rounded to the nanosecond.
 * Whole seconds and fraction are converted apart, so that a span of years keeps the digits that the double has.
 * Throws a RangeError when `seconds` is not finite.
 */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return { ttNs: instant.ttNs + nsFromSeconds(seconds) };
}

/** Seconds as whole nanoseconds, rounded to nearest. Throws a RangeError when not finite. */
export function nsFromSeconds(seconds: number): bigint {
  if (!Number.isFinite(seconds)) throw new RangeError(`a span of time must be finite, not ${seconds} s`);
  const whole = Math.trunc(seconds);
  return BigInt(whole) * NS_PER_SECOND + BigInt(Math.round((seconds - whole) * 1e9));
}

/** Elapsed SI seconds from `start` to `stop`; exact to the nanosecond for spans up to 48 days, to 1.1e-16 relative beyond. */
export function secondsBetween(start: Instant, stop: Instant): number {
  const ns = stop.ttNs - start.ttNs;
  return Number(ns / NS_PER_SECOND) + Number(ns % NS_PER_SECOND) / 1e9;
}

/** Negative, zero or positive as `a` is before, equal to or after `b`: an order for Array.prototype.sort. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a.ttNs === b.ttNs) return 0;
  return a.ttNs < b.ttNs ? -1 : 1;
}

/** Quotient of BigInts rounded towards minus infinity; `divisor` must be positive. */
export function floorDiv(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}

/** Quotient of BigInts rounded to nearest, halves upwards; `divisor` must be positive. */
export function roundDiv(value: bigint, divisor: bigint): bigint {
  return floorDiv(2n * value + divisor, 2n * divisor);
}
