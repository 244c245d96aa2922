// Level COR: energies from channels, and the marking of events of noisy pixels.
import { analysis, array, integer } from '@stemma/core';
import { randomFromDigest } from '@stemma/data/statistics';
import { backgroundShape } from '../../coded-mask/detector-background.ts';
import { DETECTOR_SIDE, gridCellOfPixel } from '../../coded-mask/geometry.ts';
import { hotPixels } from '../../coded-mask/pixel-state.ts';
import { correctedEventsType } from '../columns.ts';
import { energyOf } from '../detector-electronics.ts';
import { IsgriCalibration } from './isgri-calibration.ts';
import { SimulatedEvents } from './simulated-events.ts';

/** Brighter than any source behind the open half of the mask can make a pixel, relative to the mean. */
const SOURCE_MARGIN = 2.5;

/** Calibrated and tagged events. */
export const CorrectedEvents = analysis({
  name: 'integral.CorrectedEvents',
  version: '1',
  description: 'Energies of the events of a science window, dithered over their channels, and the noisy pixels.',
  inputs: { raw: SimulatedEvents, calibration: IsgriCalibration },
  outputs: {
    events: correctedEventsType,
    noisy: array('uint8', { description: '1 for noisy pixels; index z * 128 + y' }),
    tagged: integer({ description: 'events of noisy pixels' }),
  },
  stochastic: true,
  run: ({ raw: { events }, calibration: { gain } }, activity) => {
    const { channel, y, z } = events;
    const random = randomFromDigest(activity.seed);
    const counts = new Float64Array(DETECTOR_SIDE * DETECTOR_SIDE);
    const energyKeV = new Float32Array(channel.length);
    for (let i = 0; i < channel.length; i++) {
      const pixel = z[i]! * DETECTOR_SIDE + y[i]!;
      counts[pixel]!++;
      // Without the dither, energies would be discrete and bands would hold whole channels or none of them.
      energyKeV[i] = energyOf(channel[i]! + random.uniform() - 0.5, gain[pixel]!);
    }
    const noisy = findNoisy(counts);
    const tagged = noisy.reduce((total, flag, pixel) => total + flag * counts[pixel]!, 0);
    activity.log(`${tagged} of ${channel.length} events lie in noisy pixels`);
    return { events: { energyKeV }, noisy, tagged };
  },
});

/** Pixels with far more counts than the others. */
function findNoisy(counts: Float64Array): Uint8Array {
  const live = counts.filter((count) => count > 0).sort();
  const typical = live[live.length >> 1] ?? 0;
  const shape = backgroundShape();
  const expected = Float64Array.from(gridCellOfPixel(), (cell) => SOURCE_MARGIN * typical * shape[cell]!);
  return hotPixels(counts, expected);
}
