// Which science windows an analysis of many takes: by position, by time, or named one by one.
import {
  analysis,
  exposed,
  ExpectedFailure,
  integer,
  listOf,
  maybe,
  number,
  record,
  StemmaError,
  string,
} from '@stemma/core';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { ijdFromInstant } from '@stemma/data/time';
import { missionTime } from '../../formats/mission-time-type.ts';
import { readMissionTime } from '../../mission/index.ts';
import { SimulatedObservation } from './simulated-observation.ts';
import { TargetPosition } from './target-position.ts';

/** Science windows that point near a position within a range of times. */
export const SelectScienceWindows = analysis({
  name: 'integral.SelectScienceWindows',
  version: '1',
  description: 'Science windows by distance of the pointing from a position, by time, or from an explicit list.',
  parameters: {
    radiusDeg: number({ unit: 'deg', default: 10, min: 0, max: 180, description: 'largest distance of the pointing' }),
    start: maybe(missionTime({ description: 'only windows that end after this time' })),
    stop: maybe(missionTime({ description: 'only windows that start before this time' })),
    scws: listOf(string({ pattern: /\d{12}(\.\d{3})?/, example: '066500010010' }), {
      default: [],
      description: 'these windows only; position and time do not count then',
    }),
    maximum: integer({ default: 500, min: 1, max: 10_000, description: 'take at most so many, the first ones' }),
  },
  exposes: {
    object: exposed(TargetPosition, 'object'),
    raDeg: exposed(TargetPosition, 'raDeg'),
    decDeg: exposed(TargetPosition, 'decDeg'),
  },
  inputs: { observation: SimulatedObservation, target: TargetPosition },
  outputs: {
    scws: listOf(
      record({
        id: string(),
        startIjd: number({ unit: 'd' }),
        stopIjd: number({ unit: 'd' }),
        raDeg: number({ unit: 'deg' }),
        decDeg: number({ unit: 'deg' }),
        offsetDeg: number({ unit: 'deg', description: 'distance of the pointing from the position' }),
      }),
    ),
    nearest: string({ description: 'the window with data that points nearest to the position' }),
    missing: listOf(string(), { description: 'windows of the list that the index does not have' }),
  },
  failures: { no_windows: 'no science window fits the selection' },
  resources: { light: true },
  run: ({ target, radiusDeg, start, stop, scws, maximum, observation: { windows } }) => {
    const [after, before] = timeRange(start, stop);
    const wanted = new Set(scws.map((scw) => scw.slice(0, 12)));
    const all = windows.scw.map((id, row) => {
      const [ra, dec] = [windows.raXDeg[row]!, windows.decXDeg[row]!];
      const offsetDeg = angularSeparationDeg(target, { raDeg: ra, decDeg: dec });
      return {
        id,
        startIjd: windows.startIjd[row]!,
        stopIjd: windows.stopIjd[row]!,
        raDeg: ra,
        decDeg: dec,
        offsetDeg,
      };
    });
    const found = all.filter((window) =>
      wanted.size > 0
        ? wanted.has(window.id)
        : window.offsetDeg <= radiusDeg && window.stopIjd > after && window.startIjd < before,
    );
    const known = new Set(windows.scw);
    const missing = [...wanted].filter((scw) => !known.has(scw));
    if (found.length === 0) {
      const nearestDeg = Math.min(...all.map(({ offsetDeg }) => offsetDeg));
      const what =
        missing.length > 0 ? `it has no ${missing.join(', ')}` : `the nearest points ${nearestDeg.toFixed(1)} deg off`;
      const range = `${all.length} science windows, ${all[0]?.id} to ${all.at(-1)?.id}`;
      throw new ExpectedFailure('no_windows', `nothing in the index (${range}) fits the selection: ${what}`, {
        windows: all.length,
        missing,
        nearestDeg,
      });
    }
    const taken = found.slice(0, maximum);
    const received = new Set(windows.scw.filter((_, row) => windows.telemetry[row]));
    const withData = taken.filter(({ id }) => received.has(id));
    const [first, ...rest] = withData.length > 0 ? withData : taken;
    const nearest = rest.reduce((best, window) => (window.offsetDeg < best.offsetDeg ? window : best), first!);
    return { scws: taken, nearest: nearest.id, missing };
  },
});

/** @throws StemmaError `invalid_request` for a range that ends before it starts. */
function timeRange(start: string | null, stop: string | null): [after: number, before: number] {
  const after = start === null ? -Infinity : ijdFromInstant(readMissionTime(start).start);
  const end = stop === null ? undefined : readMissionTime(stop);
  const before = end === undefined ? Infinity : ijdFromInstant(end.stop ?? end.start);
  if (before <= after)
    throw new StemmaError('invalid_request', `the time range ${start} to ${stop} is empty or inverted`);
  return [after, before];
}
