// The pixels that a preview shows: a cut-out of a plane, averaged over whole blocks.
import { StemmaError } from '@stemma/core';

/** A plane of an image, the first row the lowest. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** The value of a pixel, row by row; NaN where there is none. */
  readonly valueAt: (pixel: number) => number;
}

/** A part of a plane. */
export interface CutOut {
  readonly x: number;
  readonly y: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Longest side of the answer, pixels. */
  readonly size: number;
}

/** Averaged pixels. */
export interface Averaged {
  readonly width: number;
  readonly height: number;
  /** Pixels that one stands for, each way. */
  readonly step: number;
  /** The lowest row first; NaN where a block has no value. */
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * The mean of each block of `step` times `step` pixels, undefined ones left out. What sticks out of the plane is cut off.
 * @throws StemmaError `invalid_request` when the cut-out begins outside.
 */
export function averagedPixels(plane: Plane, { x, y, size, ...asked }: CutOut): Averaged {
  if (x >= plane.width || y >= plane.height)
    throw new StemmaError(
      'invalid_request',
      `the image has ${plane.width} × ${plane.height} pixels: a cut-out cannot begin at ${x}, ${y}`,
      { pointer: x >= plane.width ? '#/query/x' : '#/query/y' },
    );
  const [wide, high] = [
    Math.min(asked.width ?? plane.width, plane.width - x),
    Math.min(asked.height ?? plane.height, plane.height - y),
  ];
  const step = Math.max(1, Math.ceil(Math.max(wide, high) / size));
  const [width, height] = [Math.ceil(wide / step), Math.ceil(high / step)];
  const [sums, counts] = [new Float64Array(width * height), new Uint32Array(width * height)];
  for (let row = 0; row < high; row++) {
    const start = (y + row) * plane.width + x;
    const block = Math.floor(row / step) * width;
    for (let column = 0; column < wide; column++) {
      const value = plane.valueAt(start + column);
      if (Number.isNaN(value)) continue;
      const at = block + Math.floor(column / step);
      sums[at]! += value;
      counts[at]! += 1;
    }
  }
  return { width, height, step, values: Float32Array.from(sums, (sum, i) => sum / counts[i]!) };
}

/** The values below which lie given parts of all finite ones; `[0, 1]` when there are none. */
export function quantiles(values: Float32Array, parts: readonly [number, number]): [number, number] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return [0, 1];
  const [low, high] = parts.map((part) => sorted[Math.round(part * (sorted.length - 1))]!) as [number, number];
  return [low, high];
}
