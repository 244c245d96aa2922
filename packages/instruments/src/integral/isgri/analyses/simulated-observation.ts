// The index of science windows: here of a made-up observation, dithered as real ones are. What stands in the archive's
// place is declared and deterministic, and everything made of it is labelled as a simulation.
import { analysis, boolean, column, integer, listOf, number, string, table } from '@stemma/core';
import { addSeconds, ijdFromInstant, parseTime } from '@stemma/data/time';
import { missionTime } from '../../formats/mission-time-type.ts';
import { formatScienceWindow } from '../../mission/index.ts';
import { revolutionAt } from '../../mission/revolution.ts';
import { DITHER_STEP_DEG, ditherAttitude } from '../dither.ts';

/** Seconds for the slew from one pointing to the next. */
const SLEW_S = 120;

/** A simulated observation of a target with the 5 x 5 dither pattern. */
export const SimulatedObservation = analysis({
  name: 'integral.SimulatedObservation',
  version: '1',
  description: 'SIMULATION: index of the science windows of an observation with the 5 x 5 dither pattern.',
  parameters: {
    raDeg: number({ unit: 'deg', default: 83.6331, min: 0, max: 360, description: 'right ascension of the target' }),
    decDeg: number({ unit: 'deg', default: 22.0145, min: -90, max: 90, description: 'declination of the target' }),
    startUtc: missionTime({ form: 'utc', default: '2008-03-25T06:00:00', description: 'start of the first window' }),
    windows: integer({ default: 25, min: 1, max: 2000, description: 'number of pointings; the pattern repeats' }),
    windowS: number({ unit: 's', default: 1800, min: 10, max: 40_000, description: 'length of a science window' }),
    stepDeg: number({ unit: 'deg', default: DITHER_STEP_DEG, min: 0, max: 30, description: 'step of the pattern' }),
    emptyWindows: listOf(integer({ min: 1 }), {
      default: [8],
      description: 'numbers of windows without telemetry, as happens in real observations',
    }),
  },
  outputs: {
    windows: table({
      scw: column('string', undefined, { description: 'science window', ucd: 'meta.id' }),
      startIjd: column('float64', 'd', { ucd: 'time.start' }),
      stopIjd: column('float64', 'd', { ucd: 'time.end' }),
      raXDeg: column('float64', 'deg', { description: 'X axis', ucd: 'pos.eq.ra' }),
      decXDeg: column('float64', 'deg', { ucd: 'pos.eq.dec' }),
      raZDeg: column('float64', 'deg', { description: 'Z axis' }),
      decZDeg: column('float64', 'deg'),
      telemetry: column('boolean', undefined, { description: 'whether events were received' }),
    }),
    simulated: boolean(),
    label: string(),
  },
  resources: { light: true },
  run: ({ raDeg, decDeg, startUtc, windows, windowS, stepDeg, emptyWindows }) => {
    const start = parseTime(startUtc, 'utc');
    const { revolution } = revolutionAt(start);
    const rows = Array.from({ length: windows }, (_, k) => {
      const begin = addSeconds(start, k * (windowS + SLEW_S));
      const { x, z } = ditherAttitude({ raDeg, decDeg }, begin, k, stepDeg);
      return { k, begin: ijdFromInstant(begin), x, z };
    });
    const numbers = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
    return {
      windows: {
        scw: rows.map(({ k }) =>
          formatScienceWindow({ revolution, pointing: k + 1, subdivision: 1, type: 'pointing', version: undefined }),
        ),
        startIjd: numbers(({ begin }) => begin),
        stopIjd: numbers(({ begin }) => begin + windowS / 86_400),
        raXDeg: numbers(({ x }) => x.raDeg),
        decXDeg: numbers(({ x }) => x.decDeg),
        raZDeg: numbers(({ z }) => z.raDeg),
        decZDeg: numbers(({ z }) => z.decDeg),
        telemetry: rows.map(({ k }) => !emptyWindows.includes(k + 1)),
      },
      simulated: true,
      label: 'SIMULATION, no observed data',
    };
  },
});
