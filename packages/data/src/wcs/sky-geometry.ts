/** What viewers and catalogues ask of an image's WCS: the scale of its pixels, its outline, the direction of north. */

import { DEGREES, RADIANS } from './angles.ts';
import type { Wcs, WorldPosition } from './wcs.ts';

/** Size of a pixel along the two image axes in degrees, at the reference pixel and without the distortion. */
export function pixelScalesDeg({ matrix }: Wcs): { xDeg: number; yDeg: number } {
  return { xDeg: Math.hypot(matrix.xx, matrix.yx), yDeg: Math.hypot(matrix.xy, matrix.yy) };
}

/** Area of a pixel in square degrees, at the reference pixel and without the distortion. */
export function pixelAreaDeg2({ matrix }: Wcs): number {
  return Math.abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx);
}

/**
 * Directions of the four corners of an image of `rows × columns`, beginning with the first pixel and going up the first
 * column: of the corner pixels' outer edges, or of their centres. NaN where a corner lies outside of the sky.
 */
export function footprint(
  wcs: Wcs,
  [rows, columns]: readonly [rows: number, columns: number],
  corner: 'edges' | 'centres' = 'edges',
): [WorldPosition, WorldPosition, WorldPosition, WorldPosition] {
  const margin = corner === 'edges' ? 0.5 : 0;
  const [left, right, bottom, top] = [-margin, columns - 1 + margin, -margin, rows - 1 + margin];
  return [
    wcs.pixelToWorld(left, bottom),
    wcs.pixelToWorld(left, top),
    wcs.pixelToWorld(right, top),
    wcs.pixelToWorld(right, bottom),
  ];
}

/** Directions in an image as angles in degrees from the y axis (up) towards the negative x axis (left), -180 to 180. */
export interface Compass {
  readonly northDeg: number;
  readonly eastDeg: number;
}

/**
 * Where north and east point at a place in the image; usual images have 0 and 90. NaN outside of the sky; at a
 * celestial pole every direction is south or north, and the outcome means nothing.
 */
export function compass(wcs: Wcs, x: number, y: number): Compass {
  const centre = wcs.pixelToWorld(x, y);
  const { lonDeg, latDeg } = centre;
  // The tangent of the grid by differences over a hundredth of a pixel: small against curvature, large against rounding.
  const { xDeg, yDeg } = pixelScalesDeg(wcs);
  const step = 0.01 * Math.min(xDeg, yDeg);
  const eastStep = step / Math.cos(latDeg * RADIANS);
  const north = [wcs.worldToPixel(lonDeg, latDeg - step), wcs.worldToPixel(lonDeg, latDeg + step)] as const;
  const east = [wcs.worldToPixel(lonDeg - eastStep, latDeg), wcs.worldToPixel(lonDeg + eastStep, latDeg)] as const;
  const angle = ([from, to]: typeof north): number => Math.atan2(from.x - to.x, to.y - from.y) * DEGREES;
  return { northDeg: angle(north), eastDeg: angle(east) };
}
