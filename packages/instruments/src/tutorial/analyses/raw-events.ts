// Events as a detector would send them: simulated, since this module needs no real data. A power law with a line.
import { analysis, file, integer, noData } from '@stemma/core';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { randomFromDigest } from '@stemma/data/statistics';
import { DataUnit } from './data-unit.ts';

const gainKeV = 0.5;
const channels = 1024;

/**
 * Simulated events of one observation, as a FITS table EVENTS with a column PHA: 80 % from a power law of photon index
 * 2 above 20 keV, 20 % from a line at 60 keV of 2 keV width (one sigma), in 1024 channels of 0.5 keV; events beyond
 * the last channel are counted there. Stochastic: the draw follows from the identity of the result.
 */
export const RawEvents = analysis({
  name: 'tutorial.RawEvents',
  version: '1',
  description: 'Simulated events of one observation, as a FITS file: a power law from 20 keV with a line at 60 keV.',
  parameters: { count: integer({ default: 20_000, min: 1, max: 10_000_000, description: 'number of events' }) },
  inputs: { dataUnit: DataUnit },
  outputs: { events: file({ mediaType: 'application/fits' }) },
  stochastic: true,
  failures: { no_data: 'the observation has no events: every tenth one has none' },
  run: ({ dataUnit, count }, activity) => {
    const { unit } = dataUnit;
    // Gaps in the data are a fact of archives: a survey must live with them, and its tests need some.
    if (unit.endsWith('0')) throw noData(`${unit} has no events`, { unit });
    const random = randomFromDigest(activity.seed);
    const channel = new Int16Array(count);
    for (let i = 0; i < count; i++) {
      const inLine = random.uniform() < 0.2;
      // A power law of photon index 2 above 20 keV, by inversion of its distribution.
      const energyKeV = inLine ? 60 + 2 * random.normal() : 20 / (1 - random.uniform());
      channel[i] = Math.min(channels - 1, Math.max(0, Math.round(energyKeV / gainKeV)));
    }
    const events = tableHdu({ name: 'EVENTS', columns: [{ name: 'PHA', values: channel, unit: 'chan' }] });
    activity.log(`${count} events simulated`);
    return { events: activity.file(`${unit}/events.fits`, writeFits([events])) };
  },
});
