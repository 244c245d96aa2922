// Counting in one run: events in the ON region around the target and in the reflected OFF regions.
import { analysis, column, ExpectedFailure, integer, number, record, table } from '@stemma/core';
import { angularSeparationDeg, separationsDeg } from '@stemma/data/coordinates';
import { reflectedRegions } from '../sky/reflected-regions.ts';
import { RunEvents } from './run-events.ts';
import { Target } from './target.ts';

/**
 * ON and OFF counts of one run in reflected regions: circles of equal size at equal distances from the pointing, where the
 * acceptance of the camera is equal too, so that alpha is one over their number (Berge, Funk & Hinton 2007,
 * doi:10.1051/0004-6361:20066674). Times of events in seconds after the epoch of the run, energies in TeV. Regions keep
 * away from ON only, not from other sources of the field.
 */
export const OnOffCounts = analysis({
  name: 'hess.OnOffCounts',
  version: '1',
  description: 'Events of one run in the ON region and in the reflected OFF regions, with their energies.',
  parameters: {
    onRadiusDeg: number({ unit: 'deg', default: 0.11, min: 0.01, max: 2, description: 'radius of the regions' }),
  },
  inputs: { target: Target, run: RunEvents },
  outputs: {
    counts: record({
      obsId: integer(),
      on: integer(),
      off: integer(),
      regions: integer({ description: 'number of OFF regions' }),
      alpha: number({ description: 'ON exposure over OFF exposure' }),
      offsetDeg: number({ unit: 'deg', description: 'distance of target and pointing' }),
      onRadiusDeg: number({ unit: 'deg' }),
      livetimeS: number({ unit: 's' }),
      zenithDeg: number({ unit: 'deg' }),
      startMjdTt: number({ unit: 'd' }),
      stopMjdTt: number({ unit: 'd' }),
    }),
    offRegions: table({ raDeg: column('float64', 'deg'), decDeg: column('float64', 'deg') }),
    onEvents: table({ timeS: column('float64', 's'), energyTeV: column('float64', 'TeV') }),
    offEvents: table({ timeS: column('float64', 's'), energyTeV: column('float64', 'TeV') }),
  },
  failures: { no_off_region: 'the target is so near to the pointing that no OFF region has room' },
  run: ({ onRadiusDeg, target, run: { events, run } }, activity) => {
    const pointing = { raDeg: run.raPointingDeg, decDeg: run.decPointingDeg };
    const regions = reflectedRegions(pointing, target, onRadiusDeg);
    const offsetDeg = angularSeparationDeg(pointing, target);
    if (regions.length === 0) {
      const how = `run ${run.obsId} points ${offsetDeg.toFixed(3)} deg from the target`;
      throw new ExpectedFailure('no_off_region', `${how}: no room for an OFF region of ${onRadiusDeg} deg`, {
        obsId: run.obsId,
        offsetDeg,
      });
    }
    const inside = (centre: typeof target | (typeof regions)[number]) => {
      const distanceDeg = separationsDeg(events.raDeg, events.decDeg, centre);
      return [...distanceDeg.keys()].filter((row) => distanceDeg[row]! < onRadiusDeg);
    };
    const [onRows, offRows] = [inside(target), regions.flatMap(inside)];
    const taken = (rows: readonly number[]) => ({
      timeS: Float64Array.from(rows, (row) => events.timeS[row]!),
      energyTeV: Float64Array.from(rows, (row) => events.energyTeV[row]!),
    });
    activity.log(`run ${run.obsId}: ON ${onRows.length}, OFF ${offRows.length} in ${regions.length} regions`);
    const counts = {
      obsId: run.obsId,
      on: onRows.length,
      off: offRows.length,
      regions: regions.length,
      alpha: 1 / regions.length,
      offsetDeg,
      onRadiusDeg,
      livetimeS: run.livetimeS,
      zenithDeg: run.zenithDeg,
      startMjdTt: run.epochMjdTt + run.startS / 86_400,
      stopMjdTt: run.epochMjdTt + run.stopS / 86_400,
    };
    const offRegions = {
      raDeg: Float64Array.from(regions, ({ raDeg }) => raDeg),
      decDeg: Float64Array.from(regions, ({ decDeg }) => decDeg),
    };
    return { counts, offRegions, onEvents: taken(onRows), offEvents: taken(offRows) };
  },
});
