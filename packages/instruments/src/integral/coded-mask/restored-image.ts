/**
 * A cleaned image with its sources put back: the residual plus the central peak of each source, without its ghosts and
 * the wider pattern that it imprints on the field. Mosaics need this, since they would add up ghosts as well.
 */

import type { Measured } from '@stemma/data/statistics';
import { type Balance, type SkyImage, decodeIntensity } from './decode.ts';
import { DETECTOR_SIDE, IMAGE_SIDE, type Shift, skyPixelOf } from './geometry.ts';
import { pixelIllumination } from './pif.ts';

/** What is put back. */
export interface PointSource {
  readonly shift: Shift;
  readonly rateCps: Pick<Measured, 'value'>;
}

/** Half side of the square of a source's peak, pixels: element plus pixel width, where its pyramid ends. */
const PEAK_REACH = 3.5;

/** The residual with the peaks of the sources as the decoding of their noiseless shadows gives them. */
export function restoredImage(
  residual: SkyImage,
  sources: readonly PointSource[],
  exposureS: number,
  balance: Balance,
): SkyImage {
  const intensity = residual.intensity.slice();
  const significance = residual.significance.slice();
  for (const { shift, rateCps } of sources) {
    const perPixel = (rateCps.value * exposureS) / (DETECTOR_SIDE ** 2 / 2);
    const shadow = pixelIllumination(shift).map((lit) => lit * perPixel);
    const peak = decodeIntensity(shadow, exposureS, balance);
    const { x, y } = skyPixelOf(shift);
    for (let row = Math.max(0, Math.ceil(y - PEAK_REACH)); row <= Math.min(IMAGE_SIDE - 1, y + PEAK_REACH); row++) {
      for (
        let column = Math.max(0, Math.ceil(x - PEAK_REACH));
        column <= Math.min(IMAGE_SIDE - 1, x + PEAK_REACH);
        column++
      ) {
        const i = row * IMAGE_SIDE + column;
        intensity[i]! += peak[i]!;
        significance[i] = intensity[i]! / Math.sqrt(residual.variance[i]!);
      }
    }
  }
  return { intensity, variance: residual.variance, significance };
}
