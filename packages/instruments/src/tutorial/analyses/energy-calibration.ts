// The energy calibration: which energy a channel stands for. Other calibrations are put in its place by substitution.
import { analysis, number } from '@stemma/core';

/** Gain (keV per channel) and offset (keV) of the detector, as measured on the ground; the default of every chain. */
export const EnergyCalibration = analysis({
  name: 'tutorial.EnergyCalibration',
  version: '1',
  description: 'Gain and offset of the detector, as measured on the ground.',
  outputs: { gainKeV: number({ unit: 'keV/chan' }), offsetKeV: number({ unit: 'keV' }) },
  resources: { light: true },
  run: () => ({ gainKeV: 0.5, offsetKeV: 0 }),
});

/**
 * The calibration of 2026, after a drift of the gain: the same outputs with other values, hence fit to be substituted
 * for {@link EnergyCalibration}. Results made with either stand side by side in a store.
 */
export const EnergyCalibration2026 = analysis({
  name: 'tutorial.EnergyCalibration2026',
  version: '1',
  description: 'Gain and offset of the detector in 2026, after a drift of the gain.',
  outputs: { gainKeV: number({ unit: 'keV/chan' }), offsetKeV: number({ unit: 'keV' }) },
  resources: { light: true },
  run: () => ({ gainKeV: 0.51, offsetKeV: -0.2 }),
});
