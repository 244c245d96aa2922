/** Cuts a mosaic to the rectangle that any image covers: its frame is made for every roll angle, and mostly empty. */

import type { MosaicPlanes } from '../coded-mask/mosaic.ts';

/** Planes of one size, and the keywords that place them on the sky. */
export interface PlacedPlanes {
  readonly planes: readonly MosaicPlanes[];
  readonly keywords: Readonly<Record<string, string | number>>;
}

/** The covered part of planes that share one frame; CRPIX follows the cut. Unchanged when nothing is covered. */
export function coveredPart({ planes, keywords }: PlacedPlanes): PlacedPlanes {
  const { width, height } = planes[0]!;
  let [left, right, bottom, top] = [width, -1, height, -1];
  for (const { variance } of planes) {
    for (let i = 0; i < variance.length; i++) {
      if (!(variance[i]! > 0)) continue;
      const x = i % width;
      const y = (i - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  }
  if (right < 0) return { planes, keywords };
  const cut = (data: Float64Array): Float64Array => {
    const out = new Float64Array((right - left + 1) * (top - bottom + 1));
    for (let y = bottom; y <= top; y++)
      out.set(data.subarray(y * width + left, y * width + right + 1), (y - bottom) * (right - left + 1));
    return out;
  };
  return {
    planes: planes.map(({ intensity, variance, significance, exposure }) => ({
      width: right - left + 1,
      height: top - bottom + 1,
      intensity: cut(intensity),
      variance: cut(variance),
      significance: cut(significance),
      exposure: cut(exposure),
    })),
    keywords: {
      ...keywords,
      CRPIX1: Number(keywords['CRPIX1']) - left,
      CRPIX2: Number(keywords['CRPIX2']) - bottom,
    },
  };
}
