// The gain of each pixel, by which channels become energies. Substitute it to try another calibration.
import { analysis, array, number } from '@stemma/core';
import { pixelGains } from '../detector-electronics.ts';

/** Gain table of the pixels. */
export const IsgriCalibration = analysis({
  name: 'integral.IsgriCalibration',
  version: '1',
  description: 'Gain of each ISGRI pixel relative to the law of the detector chain, with a common drift.',
  parameters: { drift: number({ default: 1, min: 0.5, max: 2, description: 'common change of all gains' }) },
  outputs: { gain: array('float64', { description: 'index z * 128 + y' }) },
  run: ({ drift }) => ({ gain: pixelGains().map((gain) => gain * drift) }),
});
