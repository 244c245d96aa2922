/** Time scales, formats and leap seconds, exact to the nanosecond. */

export {
  type Instant,
  NS_PER_DAY,
  NS_PER_SECOND,
  TT_MINUS_TAI_NS,
  addNs,
  addSeconds,
  compareInstants,
  instantFromTtNs,
  nsFromSeconds,
  secondsBetween,
} from './instant.ts';
export { type CalendarDate, MJD_OF_EPOCH, dateFromDay, dayFromDate, daysInMonth } from './calendar.ts';
export {
  LEAP_SECOND_TABLE,
  type LeapSecondEntry,
  hasLeapSecond,
  leapSeconds,
  taiMinusUtcS,
  utcDayLengthS,
} from './leap-seconds.ts';
export {
  type UtcReading,
  instantFromUnixMs,
  instantFromUtc,
  taiMinusUtcAt,
  unixMsFromInstant,
  utcFromInstant,
} from './utc.ts';
export {
  type DayAndNs,
  LOSSLESS_DAY_DECIMALS,
  ijdFromInstant,
  instantFromIjd,
  instantFromMjdTt,
  mjdTtFromInstant,
  ttDayAndNs,
} from './day-count.ts';
export { type IsoScale, formatIso, parseIso } from './iso-8601.ts';
export { type TimeFormat, formatTime, isTimeFormat, parseTime, timeFormats } from './time-format.ts';
export { TimeError } from './time-error.ts';
