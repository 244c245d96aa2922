// Which science windows an analysis of many takes: by position, by time, or named one by one.
import { analysis, ExpectedFailure, integer, listOf, maybe, number, record, StemmaError, string } from '@stemma/core';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { ijdFromInstant } from '@stemma/data/time';
import { missionTime } from '../../formats/mission-time-type.ts';
import { readMissionTime } from '../../mission/index.ts';
import { SimulatedObservation } from './simulated-observation.ts';

/** Science windows that point near a position within a range of times. */
export const SelectScienceWindows = analysis({
  name: 'integral.SelectScienceWindows',
  version: '1',
  description: 'Science windows by distance of the pointing from a position, by time, or from an explicit list.',
  parameters: {
    raDeg: number({ unit: 'deg', default: 83.6331, min: 0, max: 360, description: 'right ascension of the source' }),
    decDeg: number({ unit: 'deg', default: 22.0145, min: -90, max: 90, description: 'declination of the source' }),
    radiusDeg: number({ unit: 'deg', default: 10, min: 0, max: 180, description: 'largest distance of the pointing' }),
    start: maybe(missionTime({ description: 'only windows that end after this time' })),
    stop: maybe(missionTime({ description: 'only windows that start before this time' })),
    scws: listOf(string({ pattern: /\d{12}(\.\d{3})?/, example: '066500010010' }), {
      default: [],
      description: 'these windows only; position and time do not count then',
    }),
    maximum: integer({ default: 500, min: 1, max: 10_000, description: 'take at most so many, the first ones' }),
  },
  inputs: { observation: SimulatedObservation },
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
  },
  failures: { no_windows: 'no science window fits the selection' },
  resources: { light: true },
  run: ({ raDeg, decDeg, radiusDeg, start, stop, scws, maximum, observation: { windows } }) => {
    const [after, before] = timeRange(start, stop);
    const wanted = new Set(scws.map((scw) => scw.slice(0, 12)));
    const all = windows.scw.map((id, row) => {
      const [ra, dec] = [windows.raXDeg[row]!, windows.decXDeg[row]!];
      const offsetDeg = angularSeparationDeg({ raDeg, decDeg }, { raDeg: ra, decDeg: dec });
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
    if (found.length === 0) {
      throw new ExpectedFailure('no_windows', `none of ${all.length} science windows fits the selection`, {
        windows: all.length,
      });
    }
    return { scws: found.slice(0, maximum) };
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
