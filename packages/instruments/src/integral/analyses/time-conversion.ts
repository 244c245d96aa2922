// The time system of the data centre: one time in whatever form it comes, given back in all forms, with what the
// conversion is worth. Times are TT inside; the legacy service took UTC for TT in part of its answers, 64 to 69 s off.
import { analysis, choice, integer, listOf, maybe, number, record, string } from '@stemma/core';
import { formatTime, LEAP_SECOND_TABLE, parseTime, secondsBetween, type Instant } from '@stemma/data/time';
import { referenceOf } from '../formats/light-curve-values.ts';
import { missionTime } from '../formats/mission-time-type.ts';
import {
  documentedWindowAt,
  missionTimeForms,
  obtFromInstant,
  onBoardErrorS,
  readMissionTime,
  revolutionAt,
  revolutionErrorD,
  revolutionInterval,
} from '../mission/index.ts';

const instantFields = { utc: string(), ijd: string() };
const instant = record(instantFields);

/**
 * One time in all forms of the mission. Exact between UTC, TAI, TT, IJD, MJD and JD (integer nanoseconds of TT inside,
 * leap seconds from the table of the IERS). Revolutions and on-board time are only as good as the public anchors are:
 * `errorS`, `phaseError` and the words of `accuracy` say how good. Revolutions count from perigee to perigee.
 *
 * A revolution or science window is an interval: every form then gives its start, and `stop` its end.
 */
export const TimeConversion = analysis({
  name: 'integral.TimeConversion',
  version: '1',
  description:
    'One time (UTC, TAI, TT, IJD, MJD, JD, revolution, science window, on-board time) in all forms, with its accuracy.',
  parameters: {
    time: missionTime({ example: '2023-03-07T15:44:07', description: 'the time, revolution or science window' }),
    format: choice(['any', ...missionTimeForms], {
      default: 'any',
      description:
        'what the time is; "any" guesses: up to 4 digits a revolution, 12 a science window, numbers IJD or MJD',
    }),
  },
  outputs: {
    readAs: choice(missionTimeForms, { description: 'the form in which the time was read' }),
    utc: string({ description: 'UTC; for a revolution or science window its start, like the other forms' }),
    tai: string(),
    tt: string(),
    ijd: string({ description: 'days of TT since 2000-01-01' }),
    mjd: string({ description: 'Modified Julian Date, TT' }),
    jd: string({ description: 'Julian Date, TT' }),
    mjdUtc: string({ description: 'Modified Julian Date, UTC' }),
    stop: maybe(record(instantFields, { description: 'end of the revolution or science window, none for an instant' })),
    errorS: number({ unit: 's', min: 0, description: 'how far off these times may be; 0 for an exact conversion' }),
    revolution: maybe(
      record(
        {
          number: integer(),
          phase: number({ description: '0 at perigee to 1 at the next' }),
          phaseError: number({ min: 0 }),
          start: instant,
          stop: instant,
        },
        { description: 'the revolution of the time; none before launch' },
      ),
    ),
    scienceWindow: maybe(string({ description: 'the science window, where it was given or is documented' })),
    onBoard: maybe(
      record({ ticks: string({ description: 'on-board time in units of 2^-20 s' }), errorS: number({ unit: 's' }) }),
    ),
    accuracy: listOf(string(), { description: 'what limits the accuracy, in words' }),
  },
  resources: { light: true },
  run: ({ time, format }) => {
    const { form, start, stop, errorS, accuracy, scienceWindow } = readMissionTime(time, format);
    const text = (name: Parameters<typeof formatTime>[1]) => formatTime(start, name);
    // Half a millisecond inside: a revolution's own start must not fall into the one before it by rounding.
    const inside = stop === null ? start : { ttNs: start.ttNs + 500_000n };
    return {
      readAs: form,
      utc: text('utc'),
      tai: text('tai'),
      tt: text('tt'),
      ijd: text('ijd'),
      mjd: text('mjd'),
      jd: text('jd'),
      mjdUtc: text('mjd-utc'),
      stop: stop && referenceOf(stop),
      errorS,
      revolution: revolutionOf(inside),
      scienceWindow: scienceWindow ?? (stop === null ? (documentedWindowAt(start)?.id ?? null) : null),
      onBoard: onBoardOf(start),
      accuracy: [accuracy, ...limitsOf(start, stop === null)].filter((words) => words !== ''),
    };
  },
});

const launch = parseTime('2002-10-17', 'utc');

function revolutionOf(time: Instant) {
  if (secondsBetween(launch, time) < 0) return null;
  const { revolution, phase } = revolutionAt(time);
  const { start, stop } = revolutionInterval(revolution);
  const phaseError = (revolutionErrorD(revolution) * 86_400) / secondsBetween(start, stop);
  return { number: revolution, phase, phaseError, start: referenceOf(start), stop: referenceOf(stop) };
}

// Twenty digits, as the archive's tools print the clock; before its zero there is no on-board time.
function onBoardOf(time: Instant) {
  const ticks = obtFromInstant(time);
  return ticks < 0n ? null : { ticks: String(ticks).padStart(20, '0'), errorS: onBoardErrorS(time) };
}

// What a reader must know before trusting the last digits, in the order in which it matters.
function limitsOf(time: Instant, isInstant: boolean): string[] {
  const limits: string[] = [];
  const revolution = revolutionOf(time);
  if (revolution === null) limits.push('before launch on 2002-10-17: no revolution');
  else if (isInstant && Math.min(revolution.phase, 1 - revolution.phase) < revolution.phaseError) {
    const other = revolution.number + (revolution.phase < 0.5 ? -1 : 1);
    limits.push(`close to perigee: the revolution may also be ${other}`);
  }
  if (secondsBetween(parseTime(LEAP_SECOND_TABLE.expiresUtc, 'utc'), time) > 0) {
    limits.push(
      `leap seconds are known until ${LEAP_SECOND_TABLE.expiresUtc.slice(0, 10)}: UTC may be 1 s or more off`,
    );
  }
  return limits;
}
