// The detection: counts of all selected runs, added, with the significance of the excess.
import { accepting, analysis, column, each, integer, listOf, number, record, string, table } from '@stemma/core';
import { liMaSignificance, onOffExcess, onOffExcessError } from '@stemma/data/statistics';
import { OnOffCounts } from './on-off-counts.ts';
import { dataOf, RunEvents } from './run-events.ts';
import { SelectRuns } from './select-runs.ts';
import { Target } from './target.ts';
import { usable } from '../usable-runs.ts';

/**
 * Excess and significance over all runs; runs that cannot be used are dropped and named. Counts in whole numbers, excess
 * and background in counts, significance by Li & Ma (1983, doi:10.1086/161295), equation 17, negative for a deficit. The
 * significance is that of the summed counts: significances of runs do not add.
 */
export const Significance = analysis({
  name: 'hess.Significance',
  version: '1',
  description:
    'Excess and Li & Ma significance over all selected runs, with a table of runs; runs that fail are named.',
  inputs: {
    target: Target,
    selection: SelectRuns,
    counts: each(SelectRuns, 'runs', (run) => accepting(OnOffCounts({ run: RunEvents({ data: dataOf(run) }) }))),
  },
  outputs: {
    total: record({
      on: integer(),
      off: integer(),
      alpha: number({ description: 'background over OFF counts' }),
      background: number({ unit: 'count' }),
      excess: number({ unit: 'count' }),
      excessError: number({ unit: 'count' }),
      sigma: number({ unit: 'sigma', description: 'Li & Ma (1983), equation 17' }),
      livetimeS: number({ unit: 's' }),
    }),
    runs: table({
      obsId: 'int32',
      on: column('int32', 'count'),
      off: column('int32', 'count'),
      alpha: 'float64',
      excess: column('float64', 'count'),
      excessError: column('float64', 'count'),
      sigma: column('float64', 'sigma'),
      livetimeS: column('float64', 's'),
      offsetDeg: column('float64', 'deg'),
    }),
    dropped: listOf(record({ obsId: integer(), reason: string(), message: string() })),
  },
  failures: { no_usable_run: 'every selected run failed' },
  resources: { light: true },
  run: ({ selection, counts }) => {
    const { found, dropped } = usable(selection.runs, counts);
    const runs = found.map((run) => run.counts);
    const sum = (value: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + value(run), 0);
    const [on, off, background] = [sum((run) => run.on), sum((run) => run.off), sum((run) => run.alpha * run.off)];
    // Runs with unequal alpha: one alpha that keeps the summed background, the mean weighted by OFF counts. Without any
    // OFF counts the runs' own exposures decide.
    const alpha = off > 0 ? background / off : runs.length / sum((run) => run.regions);
    const total = { on, off, alpha };
    const floats = (value: (run: (typeof runs)[number]) => number) => Float64Array.from(runs, value);
    const integers = (value: (run: (typeof runs)[number]) => number) => Int32Array.from(runs, value);
    return {
      total: {
        ...total,
        background,
        excess: onOffExcess(total),
        // Each run's own errors, since their alphas differ.
        excessError: Math.sqrt(sum((run) => onOffExcessError(run) ** 2)),
        sigma: liMaSignificance(total),
        livetimeS: sum((run) => run.livetimeS),
      },
      runs: {
        obsId: integers((run) => run.obsId),
        on: integers((run) => run.on),
        off: integers((run) => run.off),
        alpha: floats((run) => run.alpha),
        excess: floats(onOffExcess),
        excessError: floats(onOffExcessError),
        sigma: floats(liMaSignificance),
        livetimeS: floats((run) => run.livetimeS),
        offsetDeg: floats((run) => run.offsetDeg),
      },
      dropped,
    };
  },
});
