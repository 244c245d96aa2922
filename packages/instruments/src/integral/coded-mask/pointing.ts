/**
 * From directions of the sky to shadow shifts and back for one attitude, and the world coordinates of the sky image.
 * A gnomonic image needs nothing else: the shift of a flat mask's shadow is the tangent-plane coordinate.
 */

import {
  type Direction,
  type SpacecraftFrame,
  type Vector3,
  directionOf,
  dot,
  spacecraftFrame,
  unitVector,
} from '@stemma/data/coordinates';
import { MASK_DISTANCE_MM, PITCH_MM, PIXEL_DEG, type Shift, type SkyPixel, shiftOf, skyPixelOf } from './geometry.ts';

/** Axes of the telescope on the sky: X where it points, Z towards the side of the Sun, Y = Z x X. */
export type Pointing = SpacecraftFrame;

/** The pointing of an attitude as science windows give it: directions of the X and Z axes. */
export function pointingOf(xAxis: Direction, zAxis: Direction): Pointing {
  return spacecraftFrame(xAxis, zAxis);
}

const DISTANCE_PIXELS = MASK_DISTANCE_MM / PITCH_MM;

/** Shift of the shadow for a direction; undefined when it is more than 89 degrees from the pointing. */
export function shiftOfDirection(pointing: Pointing, direction: Direction): Shift | undefined {
  const s = unitVector(direction);
  const ahead = dot(s, pointing.x);
  if (ahead < 0.0175) return undefined;
  return { y: (DISTANCE_PIXELS * dot(s, pointing.y)) / ahead, z: (DISTANCE_PIXELS * dot(s, pointing.z)) / ahead };
}

/** Direction of the sky that casts the shadow with this shift. */
export function directionOfShift({ x, y, z }: Pointing, shift: Shift): Direction {
  const [b, c] = [shift.y / DISTANCE_PIXELS, shift.z / DISTANCE_PIXELS];
  return directionOf([x[0] + b * y[0] + c * z[0], x[1] + b * y[1] + c * z[1], x[2] + b * y[2] + c * z[2]]);
}

/** Sky pixel of a direction, or undefined behind the telescope. It may lie outside the image. */
export function skyPixelOfDirection(pointing: Pointing, direction: Direction): SkyPixel | undefined {
  const shift = shiftOfDirection(pointing, direction);
  return shift === undefined ? undefined : skyPixelOf(shift);
}

/** Direction of a sky pixel. */
export function directionOfSkyPixel(pointing: Pointing, pixel: SkyPixel): Direction {
  return directionOfShift(pointing, shiftOf(pixel));
}

/** The FITS keywords of a sky image's world coordinates (RA---TAN, DEC--TAN). */
export interface ImageWcs {
  readonly crpix: readonly [number, number];
  readonly crvalDeg: readonly [number, number];
  /** CD1_1, CD1_2, CD2_1, CD2_2 in degrees per pixel. */
  readonly cdDeg: readonly [number, number, number, number];
}

/** World coordinates of the sky image of a pointing; the roll angle is in the CD matrix. */
export function imageWcs(pointing: Pointing): ImageWcs {
  const centre = directionOf(pointing.x);
  const [ra, dec] = [(centre.raDeg * Math.PI) / 180, (centre.decDeg * Math.PI) / 180];
  const east: Vector3 = [-Math.sin(ra), Math.cos(ra), 0];
  const north: Vector3 = [-Math.sin(dec) * Math.cos(ra), -Math.sin(dec) * Math.sin(ra), Math.cos(dec)];
  const { y, z } = pointing;
  return {
    crpix: [200.5, 200.5],
    crvalDeg: [centre.raDeg, centre.decDeg],
    // The first image axis runs along -Y, the second along +Z.
    cdDeg: [-PIXEL_DEG * dot(y, east), PIXEL_DEG * dot(z, east), -PIXEL_DEG * dot(y, north), PIXEL_DEG * dot(z, north)],
  };
}
