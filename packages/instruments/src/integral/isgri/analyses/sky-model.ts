// What the simulated sky contains. Configure `sources` to put others there.
import { analysis, listOf, number, record, string } from '@stemma/core';

const source = record({
  name: string(),
  raDeg: number({ unit: 'deg', min: 0, max: 360 }),
  decDeg: number({ unit: 'deg', min: -90, max: 90 }),
  normAt1KeV: number({ unit: 'ph/cm2/s/keV', min: 0, description: 'of the power law, at 1 keV' }),
  index: number({ description: 'photon index' }),
  periodS: number({ unit: 's', default: 1000, min: 0.001, description: 'period of a sinusoidal modulation' }),
  amplitude: number({ default: 0, min: 0, max: 1, description: 'of the modulation; 0 for a steady source' }),
});

/** Sources of the simulated sky. */
export const SkyModel = analysis({
  name: 'integral.SkyModel',
  version: '1',
  description: 'SIMULATION: sources of the sky with their power laws, and how they vary.',
  parameters: {
    sources: listOf(source, {
      description: 'sources of the simulated sky',
      default: [
        { name: 'Crab', raDeg: 83.6331, decDeg: 22.0145, normAt1KeV: 9.7, index: 2.1, periodS: 1000, amplitude: 0 },
        { name: 'A 0535+262', raDeg: 84.7274, decDeg: 26.3158, normAt1KeV: 4, index: 2.4, periodS: 1000, amplitude: 0 },
        { name: 'SIM J0540+178', raDeg: 85.05, decDeg: 17.8, normAt1KeV: 1.6, index: 2, periodS: 1000, amplitude: 0 },
      ],
    }),
  },
  outputs: { sources: listOf(source) },
  resources: { light: true },
  run: ({ sources }) => ({ sources }),
});
