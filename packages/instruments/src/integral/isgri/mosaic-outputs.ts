/** What mosaics give, whether they are made of science windows or of image files: one can stand for the other. */

import { array, image, number, string } from '@stemma/core';
import type { MosaicPlanes } from '../coded-mask/mosaic.ts';
import { noiseWidth } from './catalogue.ts';
import { bandsType } from './columns.ts';
import type { PlacedPlanes } from './covered-part.ts';
import { stacked } from './planes.ts';
import { windowLists } from './usable-windows.ts';

/** Outputs of a mosaic. */
export const mosaicOutputs = {
  intensity: image('float32', { unit: 'count/s', description: 'one plane for each band' }),
  variance: image('float32', { unit: 'count2/s2' }),
  significance: image('float32'),
  exposure: image('float32', { unit: 's' }),
  bands: bandsType,
  noiseWidth: array('float64', {
    description: 'measured width of the significance map of each band, 1 for pure noise',
  }),
  ...windowLists,
  exposureS: number({ unit: 's', description: 'sum of live times' }),
  startIjd: number({ unit: 'd' }),
  stopIjd: number({ unit: 'd' }),
  label: string(),
};

/** Why there may be no mosaic. */
export const mosaicFailures = {
  no_images: 'none of the images can be used',
  too_far_apart: 'no tangent plane holds all pointings',
};

/** Planes as image outputs, with the measured width of their noise. */
export function mosaicImages({ planes, keywords }: PlacedPlanes) {
  const { width, height } = planes[0]!;
  const plane = (of: (band: MosaicPlanes) => Float64Array) => ({
    ...stacked(planes.map(of), height, width),
    wcs: keywords,
  });
  return {
    intensity: plane((band) => band.intensity),
    variance: plane((band) => band.variance),
    significance: plane((band) => band.significance),
    exposure: plane((band) => band.exposure),
    noiseWidth: Float64Array.from(planes, noiseWidth),
  };
}
