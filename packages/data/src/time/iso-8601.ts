/** ISO 8601 texts in UTC, TAI and TT, with 23:59:60 read and written, and hints for texts that are almost right. */

import { MJD_OF_EPOCH, dateFromDay, dayFromDate, daysInMonth } from './calendar.ts';
import { type Instant, NS_PER_DAY, NS_PER_SECOND, TT_MINUS_TAI_NS, floorDiv } from './instant.ts';
import { hasLeapSecond, leapSeconds } from './leap-seconds.ts';
import { TimeError } from './time-error.ts';
import { instantFromUtc, utcFromInstant } from './utc.ts';

/** Scales in which a calendar text can be read and written. */
export type IsoScale = 'utc' | 'tai' | 'tt';

const STRICT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?(Z|\+00:00)?$/;
/** Six groups of digits in calendar order with whatever people put between them. */
const LOOSE =
  /^(\d{4})[-/.: ]?(\d{1,2})[-/.: ]?(\d{1,2})(?:[T _-]*(\d{1,2})[:h. ]?(\d{2})(?:[:m. ]?(\d{2})(?:[.,](\d+))?)?)?/;

/**
 * The instant of an ISO 8601 text: `YYYY-MM-DD[Thh:mm[:ss[.fraction]]]` with an optional Z.
 * More than nine decimals are rounded to the nanosecond. In UTC second 60 is accepted on the days that have it.
 * Throws TimeError, with a hint where the text is almost right, on anything else.
 */
export function parseIso(text: string, scale: IsoScale = 'utc'): Instant {
  const trimmed = text.trim();
  const match = STRICT.exec(trimmed);
  if (match === null) throw notIso(text, trimmed, scale);
  if (match[8] !== undefined && scale !== 'utc') {
    throw new TimeError(`'${text}' is marked as UTC (${match[8]}) but was to be read as ${scale.toUpperCase()}`, text);
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
  checkFields(text, [year, month, day, hour, minute, second], scale);
  const dayNumber = dayFromDate({ year, month, day });
  const nsOfDay = BigInt(hour * 3600 + minute * 60 + second) * NS_PER_SECOND + fractionNs(match[7]);
  if (scale === 'utc') return instantFromUtc({ day: dayNumber, nsOfDay });
  return { ttNs: BigInt(dayNumber) * NS_PER_DAY + nsOfDay + (scale === 'tai' ? TT_MINUS_TAI_NS : 0n) };
}

/**
 * ISO 8601 text of an instant, `YYYY-MM-DDThh:mm:ss[.fraction]`, rounded to nearest with `precision` decimals (0..9).
 * A rounding that reaches the next second carries over correctly, also into and out of 23:59:60.
 */
export function formatIso(instant: Instant, scale: IsoScale = 'utc', precision = 3): string {
  if (!Number.isInteger(precision) || precision < 0 || precision > 9) {
    throw new RangeError(`the precision of a time must be 0 to 9 decimals, not ${precision}`);
  }
  // Each scale differs from TAI (TT: from itself) by whole seconds, so rounding there is rounding in the scale.
  const originNs = scale === 'tt' ? 0n : TT_MINUS_TAI_NS;
  const quantum = 10n ** BigInt(9 - precision);
  const rounded = floorDiv(instant.ttNs - originNs + quantum / 2n, quantum) * quantum;
  const { day, nsOfDay } = scale === 'utc' ? utcFromInstant({ ttNs: rounded + originNs }) : split(rounded);
  const seconds = Number(nsOfDay / NS_PER_SECOND);
  // 86400 can only be the leap second: it belongs to 23:59.
  const minuteOfDay = Math.min(Math.floor(seconds / 60), 1439);
  const date = dateFromDay(day);
  const clock = [Math.floor(minuteOfDay / 60), minuteOfDay % 60, seconds - minuteOfDay * 60].map(two).join(':');
  const fraction = precision === 0 ? '' : `.${pad(nsOfDay % NS_PER_SECOND, 9).slice(0, precision)}`;
  return `${pad(date.year, 4)}-${two(date.month)}-${two(date.day)}T${clock}${fraction}`;
}

type Six = [number, number, number, number, number, number];

function split(ns: bigint): { day: number; nsOfDay: bigint } {
  const day = floorDiv(ns, NS_PER_DAY);
  return { day: Number(day), nsOfDay: ns - day * NS_PER_DAY };
}

/** Nanoseconds of a decimal fraction of any length, rounded to nearest. */
function fractionNs(digits: string | undefined): bigint {
  if (digits === undefined) return 0n;
  const ten = BigInt(digits.slice(0, 10).padEnd(10, '0'));
  return (ten + 5n) / 10n;
}

function checkFields(text: string, fields: Six, scale: IsoScale): void {
  const [year, month, day, hour, minute, second] = fields;
  const fail = (what: string): never => {
    throw new TimeError(`'${text}': ${what}`, text);
  };
  if (month < 1 || month > 12) fail(`there is no month ${month}`);
  const last = daysInMonth(year, month);
  if (day < 1 || day > last) fail(`${year}-${two(month)} has days 1 to ${last}, not ${day}`);
  if (hour > 23) fail(`hours run from 0 to 23, not ${hour}`);
  if (minute > 59) fail(`minutes run from 0 to 59, not ${minute}`);
  if (second > 60 || (second === 60 && scale !== 'utc')) fail(`seconds run from 0 to 59, not ${second}`);
  if (second === 60) checkLeapSecond(text, fields);
}

function checkLeapSecond(text: string, [year, month, day, hour, minute]: Six): void {
  const mjd = dayFromDate({ year, month, day }) + MJD_OF_EPOCH;
  if (hour === 23 && minute === 59 && hasLeapSecond(mjd)) return;
  const hint = nearestLeapSecond(mjd);
  throw new TimeError(`'${text}': only days that end with a leap second have 23:59:60`, text, hint);
}

function nearestLeapSecond(mjd: number): string {
  const days = leapSeconds.slice(1).map((entry) => entry.mjd - 1);
  const nearest = days.reduce((best, day) => (Math.abs(day - mjd) < Math.abs(best - mjd) ? day : best));
  const date = dateFromDay(nearest - MJD_OF_EPOCH);
  return `${date.year}-${two(date.month)}-${two(date.day)}T23:59:60`;
}

function notIso(text: string, trimmed: string, scale: IsoScale): TimeError {
  const wanted = `'${text}' is not a time of the form YYYY-MM-DDThh:mm:ss`;
  if (/^[+-]?\d+(\.\d*)?$/.test(trimmed) && trimmed.length !== 8 && trimmed.length !== 14) {
    return new TimeError(`${wanted}; a plain number needs its format named: ijd, mjd or jd`, text);
  }
  const offset = /[+-]\d{2}:?\d{2}$/.exec(trimmed);
  if (offset !== null && trimmed.includes('T')) {
    return new TimeError(`${wanted}; offsets such as ${offset[0]} are not read, give ${scale.toUpperCase()}`, text);
  }
  const loose = LOOSE.exec(trimmed);
  if (loose === null) return new TimeError(wanted, text);
  const part = (i: number): string => (loose[i] ?? '0').padStart(2, '0');
  const fraction = loose[7] === undefined ? '' : `.${loose[7]}`;
  const guess = `${loose[1]}-${part(2)}-${part(3)}T${part(4)}:${part(5)}:${part(6)}${fraction}`;
  try {
    parseIso(guess, scale);
  } catch {
    return new TimeError(wanted, text);
  }
  return new TimeError(wanted, text, guess);
}

function two(value: number): string {
  return pad(value, 2);
}

function pad(value: number | bigint, width: number): string {
  return String(value).padStart(width, '0');
}
