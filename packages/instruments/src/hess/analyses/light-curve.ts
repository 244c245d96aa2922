// The light curve: the rate of excess counts in each run.
import { accepting, analysis, column, each, file, integer, listOf, number, record, string, table } from '@stemma/core';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { chiSquareSf, onOffExcess, onOffExcessError } from '@stemma/data/statistics';
import { rasterise } from '../../figure/rasterise.ts';
import { lightCurveFigure } from '../formats/light-curve-figure.ts';
import { originCards } from '../formats/terms-of-use.ts';
import { usable } from '../usable-runs.ts';
import { OnOffCounts } from './on-off-counts.ts';
import { dataOf, RunEvents } from './run-events.ts';
import { SelectRuns } from './select-runs.ts';
import { Target } from './target.ts';

/**
 * Excess rate by run, in counts per minute of livetime, in order of time. Counts are not corrected for zenith angle or
 * offset, so a change of rate may be one of acceptance: the zenith angle stands beside it. Times are MJD in TT.
 */
export const LightCurve = analysis({
  name: 'hess.LightCurve',
  version: '1',
  description: 'The rate of excess counts run by run, with the chance that a constant rate varies as much.',
  inputs: {
    target: Target,
    selection: SelectRuns,
    counts: each(SelectRuns, 'runs', (run) => accepting(OnOffCounts({ run: RunEvents({ data: dataOf(run) }) }))),
  },
  outputs: {
    points: table({
      obsId: 'int32',
      startMjdTt: column('float64', 'd'),
      stopMjdTt: column('float64', 'd'),
      excess: column('float64', 'count'),
      excessError: column('float64', 'count'),
      ratePerMin: column('float64', 'count/min', { description: 'excess counts for each minute of livetime' }),
      errorPerMin: column('float64', 'count/min'),
      zenithDeg: column('float64', 'deg'),
    }),
    constancy: record({
      meanPerMin: number({ unit: 'count/min', description: 'all excess counts over all livetime' }),
      chiSquare: number(),
      degreesOfFreedom: integer(),
      probability: number({ description: 'that a constant rate varies as much or more' }),
    }),
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    dropped: listOf(record({ obsId: integer(), reason: string(), message: string() })),
  },
  failures: { no_usable_run: 'every selected run failed' },
  run: async ({ target, selection, counts }, activity) => {
    const { found, dropped } = usable(selection.runs, counts);
    const runs = found.map((run) => run.counts).toSorted((a, b) => a.startMjdTt - b.startMjdTt);
    const floats = (value: (run: (typeof runs)[number]) => number) => Float64Array.from(runs, value);
    const points = {
      obsId: Int32Array.from(runs, ({ obsId }) => obsId),
      startMjdTt: floats((run) => run.startMjdTt),
      stopMjdTt: floats((run) => run.stopMjdTt),
      excess: floats(onOffExcess),
      excessError: floats(onOffExcessError),
      ratePerMin: floats((run) => (60 * onOffExcess(run)) / run.livetimeS),
      errorPerMin: floats((run) => (60 * onOffExcessError(run)) / run.livetimeS),
      zenithDeg: floats((run) => run.zenithDeg),
    };
    const constancy = constancyOf(
      points.ratePerMin,
      points.errorPerMin,
      floats((run) => run.livetimeS),
    );
    const figure = lightCurveFigure({ target: target.target, points, constancy, derivation: activity.derivation });
    const columns = [
      { name: 'OBS_ID', values: points.obsId },
      { name: 'TIME_MIN', values: points.startMjdTt, unit: 'd' },
      { name: 'TIME_MAX', values: points.stopMjdTt, unit: 'd' },
      { name: 'EXCESS', values: points.excess, unit: 'count' },
      { name: 'EXCESS_ERR', values: points.excessError, unit: 'count' },
      { name: 'RATE', values: points.ratePerMin, unit: 'count/min' },
      { name: 'RATE_ERR', values: points.errorPerMin, unit: 'count/min' },
      { name: 'ZENITH', values: points.zenithDeg, unit: 'deg' },
    ];
    const header = [['TIMESYS', 'TT', 'times are MJD'] as const, ...originCards(activity.derivation)];
    return {
      points,
      constancy,
      fits: activity.file('light-curve.fits', writeFits([tableHdu({ name: 'LIGHTCURVE', columns, header })])),
      png: activity.file('light-curve.png', await rasterise(figure), 'image/png'),
      dropped,
    };
  },
});

/**
 * The mean rate and how well it describes the runs. The mean is all counts over all livetime: weights from Poisson
 * errors would favour runs that fluctuated down. A rate without error (no counts at all) cannot be judged.
 */
function constancyOf(rate: Float64Array, error: Float64Array, livetimeS: Float64Array) {
  let [counts, timeS] = [0, 0];
  for (let i = 0; i < rate.length; i++) {
    counts += rate[i]! * livetimeS[i]!;
    timeS += livetimeS[i]!;
  }
  const meanPerMin = counts / timeS;
  const judged = [...rate.keys()].filter((i) => error[i]! > 0);
  const chiSquare = judged.reduce((total, i) => total + ((rate[i]! - meanPerMin) / error[i]!) ** 2, 0);
  const degreesOfFreedom = Math.max(0, judged.length - 1);
  const probability = degreesOfFreedom > 0 ? chiSquareSf(chiSquare, degreesOfFreedom) : 1;
  return { meanPerMin, chiSquare, degreesOfFreedom, probability };
}
