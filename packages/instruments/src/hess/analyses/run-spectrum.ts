// The spectral data of one run: counts by reconstructed energy, and the response that a model is folded with.
import { analysis, array, column, integer, number, record, table } from '@stemma/core';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { readPointResponse } from '../formats/response-file.ts';
import { firstCrabRun } from '../sources.ts';
import { logEdges, responseMatrix } from '../spectrum/fold.ts';
import { OnOffCounts } from './on-off-counts.ts';

/**
 * Counts by reconstructed energy and response of one run. `matrixCm2` has the area in cm2 for each reconstructed (rows) and
 * true energy: effective area at the offset of the target, times the part of the point spread function inside of ON, times
 * the energy dispersion. `safe` is 1 where the release trusts its own responses.
 */
export const RunSpectrum = analysis({
  name: 'hess.RunSpectrum',
  version: '1',
  description:
    'ON and OFF counts of one run by reconstructed energy, with the response for a point source at the target.',
  parameters: {
    minTeV: number({
      unit: 'TeV',
      default: 0.1,
      min: 0.01,
      max: 100,
      description: 'lower end of the bins of reconstructed energy',
    }),
    maxTeV: number({ unit: 'TeV', default: 100, min: 0.01, max: 200, description: 'upper end of the bins' }),
    bins: integer({ default: 24, min: 2, max: 200, description: 'number of bins, equal in logarithm' }),
  },
  inputs: { counts: OnOffCounts, data: firstCrabRun },
  outputs: {
    bins: table({
      lowTeV: column('float64', 'TeV'),
      highTeV: column('float64', 'TeV'),
      on: column('float64', 'count'),
      off: column('float64', 'count'),
      safe: column('uint8', undefined, { description: '1 inside the safe energy range of the run' }),
    }),
    trueEnergies: table({
      lowTeV: column('float64', 'TeV'),
      highTeV: column('float64', 'TeV'),
      areaM2: column('float64', 'm2'),
    }),
    matrixCm2: array('float64', { unit: 'cm2', description: 'area by reconstructed (rows) and true energy' }),
    run: record({ obsId: integer(), alpha: number(), livetimeS: number({ unit: 's' }) }),
  },
  run: async ({ minTeV, maxTeV, bins, counts: { counts, onEvents, offEvents }, data }) => {
    const edges = logEdges(minTeV, maxTeV, bins);
    const response = readPointResponse(await gunzipIfNeeded(data.bytes()), counts.offsetDeg, counts.onRadiusDeg);
    const [low, high] = [edges.slice(0, -1), edges.slice(1)];
    // A little tolerance, since thresholds are single-precision copies of the same logarithmic steps.
    const isSafe = (i: number) =>
      low[i]! >= response.safeLowTeV * (1 - 1e-5) && high[i]! <= response.safeHighTeV * (1 + 1e-5);
    return {
      bins: {
        lowTeV: low,
        highTeV: high,
        on: histogram(onEvents.energyTeV, edges),
        off: histogram(offEvents.energyTeV, edges),
        safe: Uint8Array.from(low, (_, i) => (isSafe(i) ? 1 : 0)),
      },
      trueEnergies: { lowTeV: response.trueLowTeV, highTeV: response.trueHighTeV, areaM2: response.areaM2 },
      matrixCm2: responseMatrix(response, edges),
      run: { obsId: counts.obsId, alpha: counts.alpha, livetimeS: counts.livetimeS },
    };
  },
});

function histogram(values: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  const perLog = counts.length / Math.log(edges.at(-1)! / edges[0]!);
  for (const value of values) {
    const bin = Math.floor(Math.log(value / edges[0]!) * perLog);
    if (bin >= 0 && bin < counts.length) counts[bin]!++;
  }
  return counts;
}
