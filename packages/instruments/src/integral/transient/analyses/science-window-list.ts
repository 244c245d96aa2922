// The science-window list of the time service: which windows overlap a time range near a position.
import { analysis, boolean, column, ExpectedFailure, integer, number, string, table } from '@stemma/core';
import { separationsDeg } from '@stemma/data/coordinates';
import { addSeconds, formatIso, ijdFromInstant, parseTime, type Instant } from '@stemma/data/time';
import { missionTime } from '../../formats/mission-time-type.ts';
import { sourcePosition } from '../../formats/source-position.ts';
import { SimulatedObservation } from '../../isgri/analyses/simulated-observation.ts';
import { readMissionTime } from '../../mission/index.ts';
import { selectWindows } from '../select-windows.ts';

/**
 * Windows with TSTART < t2, TSTOP > t1, pointing nearer than `radiusDeg`, and longer than `minGoodIsgriS` with events of
 * ISGRI. Times are TT inside (IJD); UTC is converted with leap seconds and the 32.184 s between TAI and TT, which the
 * legacy service forgets (64 to 69 s). The index is that of a simulated observation: inject a real one in its place.
 */
export const ScienceWindowList = analysis({
  name: 'integral.ScienceWindowList',
  version: '1',
  description:
    'Science windows that overlap a time range and point near a position, from the index of science windows.',
  parameters: {
    start: missionTime({ default: '2008-03-25T06:00:00', description: 't1: windows must end after it' }),
    stop: missionTime({ default: '2008-03-25T18:00:00', description: 't2: windows must begin before it' }),
    ...sourcePosition,
    radiusDeg: number({ unit: 'deg', default: 10, min: 0, max: 180, description: 'distance of the pointing, below' }),
    minGoodIsgriS: number({ unit: 's', default: 0, min: 0, description: 'ISGRI time of a window, above' }),
  },
  inputs: { observation: SimulatedObservation },
  outputs: {
    windows: table({
      swid: column('string', undefined, { description: 'science window', ucd: 'meta.id' }),
      tstartIjd: column('float64', 'd', { description: 'TT', ucd: 'time.start' }),
      tstopIjd: column('float64', 'd', { ucd: 'time.end' }),
      tstartUtc: column('string'),
      tstopUtc: column('string'),
      raScxDeg: column('float64', 'deg', { ucd: 'pos.eq.ra' }),
      decScxDeg: column('float64', 'deg', { ucd: 'pos.eq.dec' }),
      raSczDeg: column('float64', 'deg'),
      decSczDeg: column('float64', 'deg'),
      separationDeg: column('float64', 'deg', { description: 'of the pointing from the position' }),
      goodIsgriS: column('float64', 's'),
    }),
    count: integer(),
    indexRows: integer({ description: 'windows in the index' }),
    simulated: boolean(),
    label: string(),
  },
  failures: { no_windows: 'no science window fits the selection' },
  resources: { light: true },
  run: ({ observation: { windows, simulated, label }, start, stop, raDeg, decDeg, radiusDeg, minGoodIsgriS }) => {
    const separation = separationsDeg(windows.raXDeg, windows.decXDeg, { raDeg, decDeg });
    const goodS = windows.startIjd.map((from, i) =>
      windows.telemetry[i]! ? (windows.stopIjd[i]! - from) * 86_400 : 0,
    );
    const end = readMissionTime(stop);
    const { rows, rejected } = selectWindows(
      { startIjd: windows.startIjd, stopIjd: windows.stopIjd, separationDeg: separation, goodIsgriS: goodS },
      {
        fromIjd: ijdFromInstant(readMissionTime(start).start),
        toIjd: ijdFromInstant(end.stop ?? end.start),
        radiusDeg,
        minGoodIsgriS,
      },
    );
    if (rows.length === 0) {
      const why = `${rejected.time} lie outside of the times, ${rejected.position} too far away, ${rejected.isgri} have too little ISGRI time`;
      throw new ExpectedFailure('no_windows', `none of ${windows.scw.length} science windows fits: ${why}`, rejected);
    }
    const numbers = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
    return {
      windows: {
        swid: rows.map((row) => windows.scw[row]!),
        tstartIjd: numbers(windows.startIjd),
        tstopIjd: numbers(windows.stopIjd),
        tstartUtc: rows.map((row) => utcOf(windows.startIjd[row]!)),
        tstopUtc: rows.map((row) => utcOf(windows.stopIjd[row]!)),
        raScxDeg: numbers(windows.raXDeg),
        decScxDeg: numbers(windows.decXDeg),
        raSczDeg: numbers(windows.raZDeg),
        decSczDeg: numbers(windows.decZDeg),
        separationDeg: numbers(separation),
        goodIsgriS: numbers(goodS),
      },
      count: rows.length,
      indexRows: windows.scw.length,
      simulated,
      label,
    };
  },
});

const ijdZero: Instant = parseTime('0', 'ijd');

/** A double near 8000 days resolves 0.1 microseconds: milliseconds are honest. */
function utcOf(ijd: number): string {
  const days = Math.floor(ijd);
  return formatIso(addSeconds(addSeconds(ijdZero, 86_400 * days), 86_400 * (ijd - days)), 'utc', 3);
}
