// A spectrum: how many events fell into each bin of energy.
import { analysis, column, integer, number, table } from '@stemma/core';
import { CalibratedEvents } from './calibrated-events.ts';

/**
 * Counts per bin of energy, from 20 to 200 keV: bins [low, high) of equal width, the last one cut at 200 keV. Errors
 * are the square root of the counts (Poisson; too small for bins with a handful of counts, zero for empty ones).
 */
export const BinnedEvents = analysis({
  name: 'tutorial.BinnedEvents',
  version: '1',
  description: 'Counts per bin of energy, from 20 to 200 keV.',
  parameters: {
    binSizeKeV: number({ unit: 'keV', default: 4, min: 0.1, max: 180, description: 'width of the energy bins' }),
  },
  inputs: { calibrated: CalibratedEvents },
  outputs: {
    spectrum: table({
      lowKeV: column('float64', 'keV'),
      highKeV: column('float64', 'keV'),
      counts: column('float64', 'count'),
      error: column('float64', 'count'),
    }),
    total: integer({ unit: 'count', description: 'events inside the range' }),
  },
  run: ({ calibrated, binSizeKeV }) => {
    const [fromKeV, toKeV] = [20, 200];
    const bins = Math.ceil((toKeV - fromKeV) / binSizeKeV);
    const counts = new Float64Array(bins);
    let total = 0;
    for (const energyKeV of calibrated.events.energyKeV) {
      if (energyKeV < fromKeV || energyKeV >= toKeV) continue;
      counts[Math.floor((energyKeV - fromKeV) / binSizeKeV)]!++;
      total++;
    }
    const lowKeV = counts.map((_, i) => fromKeV + i * binSizeKeV);
    const highKeV = lowKeV.map((low) => Math.min(toKeV, low + binSizeKeV));
    return { spectrum: { lowKeV, highKeV, counts, error: counts.map(Math.sqrt) }, total };
  },
});
