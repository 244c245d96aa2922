/**
 * Sources as peaks of a significance map, for images of any size and origin: the highest peak first, each fitted with
 * a Gaussian, its surroundings then left out. For single pointings `cleanPointing` searches, which knows of ghosts.
 */

import { type GaussianFit, type ImagePlanes, fitGaussian } from './gaussian-fit.ts';
import type { SkyPixel } from './geometry.ts';

/** An image with its significance. */
export interface SearchablePlanes extends ImagePlanes {
  readonly significance: ArrayLike<number>;
}

/** The highest pixel of a map. */
export interface Peak extends SkyPixel {
  readonly value: number;
}

/** How a search goes about. */
export interface SearchOptions {
  /** Lowest significance of a peak. */
  readonly threshold: number;
  /** Pixels around a source in which no other is looked for. */
  readonly separationPixels?: number;
  /** Sources after which the search ends. */
  readonly maximum?: number;
}

/** A source found in an image; x and y are 0-based pixel coordinates. */
export interface FoundSource extends GaussianFit {
  /** Significance of the highest pixel. */
  readonly peakSignificance: number;
}

/** The highest pixel among those not `excluded` (1), or undefined when none is above the threshold. NaN never counts. */
export function highestPeak(
  map: ArrayLike<number>,
  width: number,
  threshold: number | ArrayLike<number>,
  excluded: Uint8Array,
): Peak | undefined {
  let best = -1;
  let highest = -Infinity;
  for (let i = 0; i < map.length; i++) {
    const value = map[i]!;
    // The comparison with the highest comes first because it settles nearly all pixels.
    if (value > highest && excluded[i] === 0 && value >= (typeof threshold === 'number' ? threshold : threshold[i]!)) {
      highest = value;
      best = i;
    }
  }
  return best < 0 ? undefined : { x: best % width, y: Math.floor(best / width), value: highest };
}

/** Sets a disc of an exclusion map of rows of `width` to 1. */
export function excludeDisc(excluded: Uint8Array, width: number, { x, y }: SkyPixel, radius: number): void {
  const height = excluded.length / width;
  const [bottom, top] = [Math.max(0, Math.ceil(y - radius)), Math.min(height - 1, Math.floor(y + radius))];
  for (let row = bottom; row <= top; row++) {
    const half = Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2));
    const [from, to] = [Math.max(0, Math.ceil(x - half)), Math.min(width - 1, Math.floor(x + half))];
    if (to >= from) excluded.fill(1, row * width + from, row * width + to + 1);
  }
}

/**
 * All sources above the threshold, strongest peak first. Peaks that cannot be fitted (at the edge of the field, or
 * of no source's shape) are passed over.
 */
export function searchImage(image: SearchablePlanes, options: SearchOptions): FoundSource[] {
  const { threshold, separationPixels = 4, maximum = 100 } = options;
  const excluded = new Uint8Array(image.significance.length);
  const found: FoundSource[] = [];
  while (found.length < maximum) {
    const peak = highestPeak(image.significance, image.width, threshold, excluded);
    if (peak === undefined) break;
    const fit = fitGaussian(image, peak);
    if (fit !== undefined) found.push({ ...fit, peakSignificance: peak.value });
    excludeDisc(excluded, image.width, peak, separationPixels);
  }
  return found;
}
