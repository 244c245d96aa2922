// When a source can be observed: the angle to the Sun must stay near 90 degrees.
import { analysis, column, number, string, table } from '@stemma/core';
import { addSeconds, formatIso, ijdFromInstant, parseTime, type Instant } from '@stemma/data/time';
import { missionTime } from '../formats/mission-time-type.ts';
import { sourcePosition } from '../formats/source-position.ts';
import { isVisible, sunAngleDeg, visibilityOf, type Visibility as SunVisibility } from '../mission/index.ts';

const dayS = 86_400;

/**
 * Visibility of a source to INTEGRAL over a range of days: |angle to the Sun - 90°| must stay below `limitDeg`, since
 * solar panels and sunshade need the Sun near a right angle to the pointing direction. The Sun is geocentric (INTEGRAL
 * sees it up to 0.06° elsewhere). Belts, the limbs of Earth and Moon and the schedule are not considered: this says
 * when a pointing is possible, not when there was one.
 */
export const Visibility = analysis({
  name: 'integral.Visibility',
  version: '1',
  description:
    'When INTEGRAL can point at a source: |angle to the Sun - 90 deg| below a limit, over a year or other span.',
  parameters: {
    ...sourcePosition,
    startUtc: missionTime({ form: 'utc', default: '2023-01-01', description: 'start of the span, UTC' }),
    spanD: number({ unit: 'd', default: 365, min: 0.01, max: 7305, description: 'length of the span' }),
    stepD: number({ unit: 'd', default: 1, min: 0.01, description: 'step of the table' }),
    limitDeg: number({
      unit: 'deg',
      default: 40,
      min: 0,
      max: 90,
      description: 'largest Sun aspect, |angle - 90 deg|',
    }),
  },
  outputs: {
    days: table({
      offsetD: column('float64', 'd', { description: 'after the start' }),
      ijd: column('float64', 'd', { description: 'days of TT since 2000-01-01' }),
      sunAngleDeg: column('float64', 'deg', { description: 'angle between the source and the Sun' }),
      visible: column('boolean'),
    }),
    intervals: table(
      {
        startUtc: column('string'),
        stopUtc: column('string'),
        startD: column('float64', 'd', { description: 'after the start' }),
        stopD: column('float64', 'd'),
      },
      { description: 'stretches of visibility; edges are good to a quarter of an hour' },
    ),
    fraction: number({ min: 0, max: 1, description: 'visible part of the span' }),
    words: string(),
  },
  resources: { light: true },
  run: ({ raDeg, decDeg, startUtc, spanD, stepD, limitDeg }) => {
    const source = { raDeg, decDeg };
    const start = parseTime(startUtc, 'utc');
    const found = visibilityOf(source, start, spanD * dayS, limitDeg);
    // The end of the span is a row when a step falls on it; the millionth takes away the rounding of the division.
    const offsetD = Float64Array.from({ length: Math.floor(spanD / stepD + 1e-6) + 1 }, (_, i) => i * stepD);
    const instants = Array.from(offsetD, (days) => addSeconds(start, days * dayS));
    const angles = Float64Array.from(instants, (time) => sunAngleDeg(source, time));
    return {
      days: {
        offsetD,
        ijd: Float64Array.from(instants, ijdFromInstant),
        sunAngleDeg: angles,
        visible: Array.from(angles, (angle) => isVisible(angle, limitDeg)),
      },
      intervals: intervalTable(found, start),
      fraction: found.fraction,
      words: wordsFor(found, start, spanD),
    };
  },
});

// Columns of the stretches, as UTC for people and as days after the start for plots.
function intervalTable({ intervals }: SunVisibility, start: Instant) {
  return {
    startUtc: intervals.map(({ startS }) => utcAt(start, startS)),
    stopUtc: intervals.map(({ stopS }) => utcAt(start, stopS)),
    startD: Float64Array.from(intervals, ({ startS }) => startS / dayS),
    stopD: Float64Array.from(intervals, ({ stopS }) => stopS / dayS),
  };
}

// One sentence for a terminal or a caption.
function wordsFor({ intervals, fraction }: SunVisibility, start: Instant, spanD: number): string {
  const span = `from ${utcAt(start, 0).slice(0, 10)} for ${Number(spanD.toFixed(2))} d`;
  if (intervals.length === 0) return `not visible ${span}`;
  if (fraction === 1) return `always visible ${span}`;
  const parts = intervals.map(
    ({ startS, stopS }) => `${utcAt(start, startS).slice(0, 10)} to ${utcAt(start, stopS).slice(0, 10)}`,
  );
  return `visible ${(100 * fraction).toFixed(0)} % of the time ${span}: ${parts.join(', ')}`;
}

function utcAt(start: Instant, offsetS: number): string {
  return formatIso(addSeconds(start, offsetS), 'utc', 0);
}
