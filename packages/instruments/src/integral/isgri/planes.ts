/** Planes of grids and images as steps hand them on (float32, one after the other), and as the numerics take them. */

import type { Shadowgram } from '../coded-mask/shadowgram.ts';

/** Stacked planes of equal size. */
export interface Planes {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** One plane in double precision. */
export function planeOf({ shape, data }: Planes, k: number): Float64Array {
  const size = data.length / shape[0]!;
  return Float64Array.from(data.subarray(k * size, (k + 1) * size));
}

/** Planes put into one array. */
export function stacked(planes: readonly Float64Array[], rows: number, columns: number): Planes & { shape: number[] } {
  const data = new Float32Array(planes.length * rows * columns);
  planes.forEach((plane, k) => data.set(plane, k * rows * columns));
  return { shape: [planes.length, rows, columns], data };
}

/** The shadowgram of one band from the outputs of `integral.Shadowgrams`. */
export function shadowgramOf(
  {
    counts,
    efficiency,
    exposureS,
  }: { readonly counts: Planes; readonly efficiency: Planes; readonly exposureS: number },
  band: number,
): Shadowgram {
  return { counts: planeOf(counts, band), efficiency: planeOf(efficiency, band), exposureS };
}
