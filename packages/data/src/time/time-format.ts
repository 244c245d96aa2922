/** Reading and writing instants in a named format: what a command line, a web form or a table column needs. */

import { instantFromTtDays, instantFromUtcDays, ttDaysText, utcDaysText } from './day-count.ts';
import type { Instant } from './instant.ts';
import { formatIso, parseIso } from './iso-8601.ts';
import { TimeError } from './time-error.ts';

/**
 * Names of the formats. `utc`, `tai`, `tt`: ISO 8601 texts in that scale. `ijd`, `mjd`, `jd`: day counts on TT.
 * `mjd-utc`, `jd-utc`: day counts on UTC, where the fraction of a leap second day counts 86401 seconds.
 */
export const timeFormats = ['utc', 'tai', 'tt', 'ijd', 'mjd', 'jd', 'mjd-utc', 'jd-utc'] as const;
/** One of the names in `timeFormats`. */
export type TimeFormat = (typeof timeFormats)[number];

/** Zero points in half days after 2000-01-01T00:00 (MJD 51544.0, JD 2451544.5). */
const ZERO_HALF_DAYS = { ijd: 0, mjd: -103_088, 'mjd-utc': -103_088, jd: -4_903_089, 'jd-utc': -4_903_089 } as const;

/** Whether a text is one of the format names. */
export function isTimeFormat(name: string): name is TimeFormat {
  return (timeFormats as readonly string[]).includes(name);
}

/**
 * The instant named by a text, or by a number of days for the day counts.
 * Day counts are read as the exact decimal that the text, or the shortest text of the number, shows: 8578.0797 is the
 * same instant either way (instantFromIjd takes the binary value instead, up to 40 ns away). Throws TimeError.
 */
export function parseTime(value: string | number, format: TimeFormat): Instant {
  if (format === 'utc' || format === 'tai' || format === 'tt') return parseIso(String(value), format);
  const text = String(value);
  if (/^\d{4}-\d{2}/.test(text))
    throw new TimeError(`'${text}' looks like an ISO 8601 text, not a count of days`, text);
  const zero = ZERO_HALF_DAYS[format];
  return format === 'mjd-utc' || format === 'jd-utc' ? instantFromUtcDays(text, zero) : instantFromTtDays(text, zero);
}

/**
 * Text of an instant in a format. `precision` is the number of decimals, of seconds for ISO texts (default 9)
 * and of days for day counts (default 14): both defaults identify the nanosecond, so that parseTime gives it back.
 */
export function formatTime(instant: Instant, format: TimeFormat, precision?: number): string {
  if (format === 'utc' || format === 'tai' || format === 'tt') return formatIso(instant, format, precision ?? 9);
  const zero = ZERO_HALF_DAYS[format];
  return format === 'mjd-utc' || format === 'jd-utc'
    ? utcDaysText(instant, zero, precision)
    : ttDaysText(instant, zero, precision);
}
