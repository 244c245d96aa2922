/** Resampling of an image from one world coordinate system to another. */

import { type SkyFrame } from './sky-frame.ts';
import type { PixelPosition, Wcs } from './wcs.ts';
import { WcsError } from './wcs-error.ts';

/** An image, row by row. */
export interface SkyImage {
  /** Rows and columns. */
  readonly shape: readonly [rows: number, columns: number];
  readonly data: ArrayLike<number>;
}

/** How to resample. */
export interface ReprojectOptions {
  /** Shape of the result. */
  readonly shape: readonly [rows: number, columns: number];
  /** Between the four neighbouring pixels instead of the nearest one; default true. */
  readonly bilinear?: boolean;
}

/** A resampled image. */
export interface ReprojectedImage {
  readonly shape: readonly [rows: number, columns: number];
  /** Values, NaN where the input has none. */
  readonly data: Float64Array;
  /** Number of pixels with a value. */
  readonly covered: number;
}

/**
 * The image as it looks in `to`: each pixel of the result takes the value of the input at the direction of its centre.
 * Values are surface brightness: they are not scaled by the areas of pixels. A pixel whose centre falls outside of the
 * input's outermost pixel edges is NaN, as is one that a NaN pixel contributes to with a weight above zero; between
 * the outermost centres and edges the edge value is continued. Frames may differ (ICRS, FK5 of 2000, galactic).
 * Throws WcsError `unsupported` for other pairs of frames, `invalid_request` for shapes that do not fit.
 */
export function reproject(image: SkyImage, from: Wcs, to: Wcs, options: ReprojectOptions): ReprojectedImage {
  const [inRows, inColumns] = image.shape;
  if (image.data.length !== inRows * inColumns) {
    throw new WcsError('invalid_request', `the image has ${image.data.length} values, not ${image.shape.join(' × ')}`);
  }
  const [rows, columns] = options.shape;
  const sample = options.bilinear === false ? nearest : bilinear;
  const locate = locator(from, to);
  const data = new Float64Array(rows * columns);
  let covered = 0;
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, i++) {
      const place = locate(x, y);
      const inside = place.x >= -0.5 && place.x <= inColumns - 0.5 && place.y >= -0.5 && place.y <= inRows - 0.5;
      const value = inside ? sample(image.data, inRows, inColumns, place.x, place.y) : NaN;
      data[i] = value;
      if (!Number.isNaN(value)) covered++;
    }
  }
  return { shape: options.shape, data, covered };
}

const isEquatorial = (frame: SkyFrame): boolean => frame === 'icrs' || frame === 'fk5';

/** Pixel of `from` at the direction of a pixel of `to`. */
function locator(from: Wcs, to: Wcs): (x: number, y: number) => PixelPosition {
  const sameFrame = from.frame === to.frame && from.frame !== 'other';
  if (sameFrame || (isEquatorial(from.frame) && isEquatorial(to.frame))) {
    return (x, y) => {
      const { lonDeg, latDeg } = to.pixelToWorld(x, y);
      return from.worldToPixel(lonDeg, latDeg);
    };
  }
  for (const { frame } of [from, to]) {
    if (!isEquatorial(frame) && frame !== 'galactic') {
      throw new WcsError('unsupported', `images cannot be resampled between '${from.frame}' and '${to.frame}'`);
    }
  }
  return (x, y) => {
    const { raDeg, decDeg } = to.pixelToIcrs(x, y);
    return from.icrsToPixel(raDeg, decDeg);
  };
}

type Sampler = (data: ArrayLike<number>, rows: number, columns: number, x: number, y: number) => number;

const clamp = (value: number, last: number): number => Math.max(0, Math.min(last, value));

const nearest: Sampler = (data, rows, columns, x, y) =>
  data[clamp(Math.round(y), rows - 1) * columns + clamp(Math.round(x), columns - 1)]!;

const bilinear: Sampler = (data, rows, columns, x, y) => {
  const [cx, cy] = [snapped(clamp(x, columns - 1)), snapped(clamp(y, rows - 1))];
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - x0, cy - y0];
  const at = y0 * columns + x0;
  // Neighbours of weight zero are not touched: they may be NaN or lie outside.
  const lower = mixed(data, at, 1, fx);
  if (fy === 0) return lower;
  return lower * (1 - fy) + mixed(data, at + columns, 1, fx) * fy;
};

/** A whole number when within 1e-9: a place that is a pixel's centre but for rounding must not touch its neighbours. */
function snapped(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-9 ? whole : value;
}

function mixed(data: ArrayLike<number>, at: number, step: number, fraction: number): number {
  return fraction === 0 ? data[at]! : data[at]! * (1 - fraction) + data[at + step]! * fraction;
}
