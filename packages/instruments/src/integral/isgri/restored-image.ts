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

/** A source of an image: where it is, and what it adds there. */
export interface Core {
  readonly x: number;
  readonly y: number;
  readonly rateCps: number;
}

/** Intensity of the residual sky plus the cores of the fitted sources; NaN where nothing was decoded. */
export function restoredImage({ residual, sources }: CleanedPointing): Float64Array {
  return withCores(
    residual.intensity,
    sources.map(({ pixel, rateCps }) => ({ ...pixel, rateCps: rateCps.value })),
  );
}

/** A copy of an image of 400 x 400 pixels with the cores of sources added; negative rates take them away again. */
export function withCores(intensity: Float64Array, cores: readonly Core[]): Float64Array {
  const image = intensity.slice();
  for (const core of cores) {
    const [column, row] = [Math.round(core.x), Math.round(core.y)];
    for (let y = Math.max(0, row - REACH); y <= Math.min(IMAGE_SIDE - 1, row + REACH); y++) {
      for (let x = Math.max(0, column - REACH); x <= Math.min(IMAGE_SIDE - 1, column + REACH); x++) {
        const square = (x - core.x) ** 2 + (y - core.y) ** 2;
        image[y * IMAGE_SIDE + x]! += core.rateCps * Math.exp(-square / (2 * SIGMA * SIGMA));
      }
    }
  }
  return image;
}

/** Intensity over its error, NaN where there is none. */
export function significanceOf(intensity: ArrayLike<number>, variance: ArrayLike<number>): Float64Array {
  return Float64Array.from(intensity, (value, i) => (variance[i]! > 0 ? value / Math.sqrt(variance[i]!) : Number.NaN));
}
