/** How goals are asked for: a source or position, a range of time or a list of science windows, energy bands. */

import { exposed } from '@stemma/core';
import { ImageBands } from './analyses/image-bands.ts';
import { SelectScienceWindows } from './analyses/select-science-windows.ts';
import { TargetPosition } from './analyses/target-position.ts';

/** Which science windows a goal takes. */
export const windowChoice = {
  object: exposed(TargetPosition, 'object'),
  raDeg: exposed(TargetPosition, 'raDeg'),
  decDeg: exposed(TargetPosition, 'decDeg'),
  startUtc: exposed(SelectScienceWindows, 'start'),
  stopUtc: exposed(SelectScienceWindows, 'stop'),
  scws: exposed(SelectScienceWindows, 'scws'),
  pointingRadiusDeg: exposed(SelectScienceWindows, 'radiusDeg'),
  maximumWindows: exposed(SelectScienceWindows, 'maximum'),
};

/** Energy bands of images and light curves. */
export const bandChoice = { bands: exposed(ImageBands, 'bands') };
