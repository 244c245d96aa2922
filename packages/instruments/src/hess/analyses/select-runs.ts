// Which runs a result is made of: those that point near the target, or those that are named.
import { analysis, ExpectedFailure, integer, listOf, number, record, string } from '@stemma/core';
import { separationsDeg } from '@stemma/data/coordinates';
import { runFiles } from '../sources.ts';
import { ObservationIndex } from './observation-index.ts';
import { Target } from './target.ts';

/** Selects runs by a cone around the target and, when numbers are given, by those. */
export const SelectRuns = analysis({
  name: 'hess.SelectRuns',
  version: '1',
  description: 'The runs whose pointing lies in a cone around the target, each with the data file that holds it.',
  parameters: {
    radiusDeg: number({
      unit: 'deg',
      default: 2.5,
      min: 0,
      max: 180,
      description: 'largest distance of pointing and target',
    }),
    obsIds: listOf(integer({ min: 0 }), { default: [], description: 'only these runs; all when left out' }),
  },
  inputs: { target: Target, index: ObservationIndex },
  outputs: {
    runs: listOf(record({ obsId: integer(), sha256: string(), name: string(), mediaType: string() })),
    unavailable: listOf(integer(), { description: 'selected runs whose file is no declared data source' }),
  },
  failures: { no_runs: 'no run with a known data file points near the target' },
  resources: { light: true },
  run: ({ radiusDeg, obsIds, target, index }, activity) => {
    const { obsId, raDeg, decDeg, fileName } = index.runs;
    const distanceDeg = separationsDeg(raDeg, decDeg, target);
    const isWanted = (id: number) => obsIds.length === 0 || obsIds.includes(id);
    const selected = [...obsId.keys()].filter((i) => distanceDeg[i]! <= radiusDeg && isWanted(obsId[i]!));
    const runs = selected.flatMap((i) => {
      const entry = runFiles.get(obsId[i]!);
      if (!entry || entry.name !== fileName[i]) return [];
      return [{ obsId: obsId[i]!, sha256: entry.sha256, name: entry.name, mediaType: entry.mediaType }];
    });
    const unavailable = selected.map((i) => obsId[i]!).filter((id) => runs.every((run) => run.obsId !== id));
    if (runs.length === 0) {
      const where = `${radiusDeg} deg of ${target.target} (${target.raDeg}, ${target.decDeg})`;
      throw new ExpectedFailure('no_runs', `no run with a known data file points within ${where}`, { unavailable });
    }
    if (unavailable.length > 0) activity.log(`no data file is declared for runs ${unavailable.join(', ')}`);
    return { runs, unavailable };
  },
});
