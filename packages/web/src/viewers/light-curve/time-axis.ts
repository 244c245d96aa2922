// Times of a light curve in the units that people think in: seconds since T0, UTC, MJD and IJD (both in TT).
import {
  addSeconds,
  formatTime,
  type Instant,
  ijdFromInstant,
  parseTime,
  secondsBetween,
  ttDayAndNs,
} from '@stemma/data/time';

/** Units of the time axis. */
export const timeUnits = ['s since T0', 'UTC', 'MJD', 'IJD'] as const;

/** One of {@link timeUnits}. */
export type TimeUnit = (typeof timeUnits)[number];

/** A tick: where, and what it says. */
export interface TimeTick {
  readonly timeS: number;
  readonly label: string;
}

const dayS = 86_400;
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, dayS];

/** A text for a time in a unit, to `decimals` of a second (day counts get as many digits as that needs). */
export function timeText(unit: TimeUnit, t0: Instant, timeS: number, decimals = 3): string {
  if (unit === 's since T0') return `${timeS.toFixed(decimals)} s`;
  const instant = addSeconds(t0, timeS);
  if (unit === 'UTC') return `${formatTime(instant, 'utc', decimals)}Z`;
  return formatTime(instant, unit === 'MJD' ? 'mjd' : 'ijd', decimals + 5);
}

/** The time in seconds since T0 of a text in a unit. @throws TimeError when it is no time. */
export function timeFromText(unit: TimeUnit, t0: Instant, text: string): number {
  if (unit === 's since T0') {
    const value = Number.parseFloat(text);
    if (Number.isFinite(value)) return value;
    return secondsBetween(t0, parseTime(text, 'utc'));
  }
  return secondsBetween(t0, parseTime(text.trim(), unit === 'UTC' ? 'utc' : unit === 'MJD' ? 'mjd' : 'ijd'));
}

/** Ticks at round values of the unit, at most `most` of them, ascending. */
export function timeTicks(unit: TimeUnit, t0: Instant, fromS: number, toS: number, most: number): TimeTick[] {
  const span = toS - fromS;
  if (!(span > 0)) return [];
  if (unit === 's since T0') return plainTicks(fromS, toS, most);
  if (unit === 'UTC') return clockTicks(t0, fromS, toS, most);
  const zero = unit === 'MJD' ? 51_544 : 0;
  return dayTicks(t0, zero, fromS, toS, most);
}

/** The step 1, 2 or 5 times a power of ten with at most `most` steps in a span. */
function roundStep(span: number, most: number): number {
  const least = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

function plainTicks(fromS: number, toS: number, most: number): TimeTick[] {
  const step = roundStep(toS - fromS, most);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return multiples(fromS, toS, step).map((timeS) => ({ timeS, label: (timeS + 0).toFixed(decimals) }));
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

// Day counts are near 60000, so the difference to the whole day of T0 is what is made round.
function dayTicks(t0: Instant, zero: number, fromS: number, toS: number, most: number): TimeTick[] {
  const { day, ns } = ttDayAndNs(t0);
  const offset = Number(ns) / 1e9;
  const step = roundStep((toS - fromS) / dayS, most);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return multiples((fromS + offset) / dayS, (toS + offset) / dayS, step).map((days) => ({
    timeS: days * dayS - offset,
    label: dayLabel(day + zero, days, decimals),
  }));
}

function dayLabel(wholeDay: number, days: number, decimals: number): string {
  const whole = Math.floor(days + 1e-12);
  const fraction = (days - whole).toFixed(decimals);
  return `${wholeDay + whole + Number(fraction.split('.')[0])}${fraction.slice(1)}`;
}

// The clock is read at T0; leap seconds inside the span shift later ticks, and their labels tell so.
function clockTicks(t0: Instant, fromS: number, toS: number, most: number): TimeTick[] {
  const span = toS - fromS;
  const least = span / most;
  const step =
    least < 1 ? roundStep(span, most) : (clockSteps.find((size) => size >= least) ?? dayS * Math.ceil(least / dayS));
  const [hours, minutes, seconds] = formatTime(t0, 'utc', 9).slice(11).split(':').map(Number) as [number, number, number]; // prettier-ignore
  const ofDay = hours * 3600 + minutes * 60 + seconds;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return multiples(fromS + ofDay, toS + ofDay, step).map((clockS) => {
    const text = formatTime(addSeconds(t0, clockS - ofDay), 'utc', decimals);
    return { timeS: clockS - ofDay, label: step >= dayS ? text.slice(0, 10) : text.slice(11) };
  });
}

/** What the axis is called; the day is named when the labels give the hour only. */
export function axisTitle(unit: TimeUnit, t0: Instant): string {
  if (unit === 's since T0') return `Time since ${formatTime(t0, 'utc', 3)} (s)`;
  if (unit === 'UTC') return `UTC, T0 on ${formatTime(t0, 'utc', 0).slice(0, 10)}`;
  return `${unit} (TT), T0 = ${(ijdFromInstant(t0) + (unit === 'MJD' ? 51_544 : 0)).toFixed(6)}`;
}
