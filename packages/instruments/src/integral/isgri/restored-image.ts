/**
 * The image that is shown and added up: what is left of the sky after cleaning, with each source put back as its core
 * alone. Ghosts and coding noise stay out, as in the images of the mission's own software.
 */

import type { CleanedPointing } from '../coded-mask/clean.ts';
import { IMAGE_SIDE, PIXEL_DEG } from '../coded-mask/geometry.ts';

/** Core of the point spread function: mask element and pixel in quadrature, as sigma in pixels. */
const SIGMA = 13.2 / (60 * PIXEL_DEG) / (2 * Math.sqrt(2 * Math.LN2));

/** Pixels from the source beyond which its core is below a ten-thousandth. */
const REACH = 5;

/** Intensity of the residual sky plus the cores of the fitted sources; NaN where nothing was decoded. */
export function restoredImage({ residual, sources }: CleanedPointing): Float64Array {
  const image = residual.intensity.slice();
  for (const { pixel, rateCps } of sources) {
    const [column, row] = [Math.round(pixel.x), Math.round(pixel.y)];
    for (let y = Math.max(0, row - REACH); y <= Math.min(IMAGE_SIDE - 1, row + REACH); y++) {
      for (let x = Math.max(0, column - REACH); x <= Math.min(IMAGE_SIDE - 1, column + REACH); x++) {
        const square = (x - pixel.x) ** 2 + (y - pixel.y) ** 2;
        image[y * IMAGE_SIDE + x]! += rateCps.value * Math.exp(-square / (2 * SIGMA * SIGMA));
      }
    }
  }
  return image;
}

/** Intensity over its error, NaN where there is none. */
export function significanceOf(intensity: ArrayLike<number>, variance: ArrayLike<number>): Float64Array {
  return Float64Array.from(intensity, (value, i) => (variance[i]! > 0 ? value / Math.sqrt(variance[i]!) : Number.NaN));
}
