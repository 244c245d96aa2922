/** The leap second table: what turns UTC into a uniform scale. Complete since UTC took whole-second steps in 1972. */

/**
 * When the table stops being authoritative, and where it comes from. Beyond it TAI - UTC is taken as constant;
 * a leap second announced later shows up as an error of one second for instants after it.
 */
export const LEAP_SECOND_TABLE = {
  source: 'IERS Leap_Second.dat, updated through Bulletin C 72 (July 2026)',
  expiresUtc: '2027-06-28T00:00:00',
} as const;

/** One step of TAI - UTC: `taiMinusUtcS` holds from 0 h UTC of the day numbered `mjd` until the next entry. */
export interface LeapSecondEntry {
  readonly mjd: number;
  readonly taiMinusUtcS: number;
}

/** MJD and TAI - UTC in seconds, as printed in Leap_Second.dat. */
const STEPS =
  '41317 10 41499 11 41683 12 42048 13 42413 14 42778 15 43144 16 43509 17 43874 18 44239 19 44786 20 45151 21 ' +
  '45516 22 46247 23 47161 24 47892 25 48257 26 48804 27 49169 28 49534 29 50083 30 50630 31 51179 32 53736 33 ' +
  '54832 34 56109 35 57204 36 57754 37';

/** Every step of TAI - UTC since 1972-01-01, oldest first. */
export const leapSeconds: readonly LeapSecondEntry[] = pairs(STEPS.split(' ').map(Number));

function pairs(flat: readonly number[]): LeapSecondEntry[] {
  const entries: LeapSecondEntry[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) entries.push({ mjd: flat[i]!, taiMinusUtcS: flat[i + 1]! });
  return entries;
}

/** TAI - UTC in seconds on a UTC day, or undefined before 1972-01-01, when UTC was not TAI minus whole seconds. */
export function taiMinusUtcS(mjdUtc: number): number | undefined {
  for (let i = leapSeconds.length - 1; i >= 0; i--) {
    const entry = leapSeconds[i]!;
    if (mjdUtc >= entry.mjd) return entry.taiMinusUtcS;
  }
  return undefined;
}

/** Whether the UTC day ends with 23:59:60. */
export function hasLeapSecond(mjdUtc: number): boolean {
  const next = Math.floor(mjdUtc) + 1;
  return leapSeconds.some((entry, i) => i > 0 && entry.mjd === next);
}

/** Length of a UTC day in seconds: 86401 when it ends with a leap second, else 86400. */
export function utcDayLengthS(mjdUtc: number): number {
  return hasLeapSecond(mjdUtc) ? 86_401 : 86_400;
}
