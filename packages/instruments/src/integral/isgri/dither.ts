/**
 * Where the telescope points during a dithered observation: the 5 x 5 pattern of INTEGRAL (25 pointings on a square
 * grid 2.17 degrees apart, centred on the target, walked in a spiral), with the Z axis towards the side of the Sun.
 */

import {
  type Direction,
  type SpacecraftFrame,
  type Vector3,
  directionOf,
  dot,
  norm,
  scaled,
  spacecraftFrame,
  sunPosition,
  unitVector,
} from '@stemma/data/coordinates';
import type { Instant } from '@stemma/data/time';

/** Distance of neighbouring pointings, degrees. */
export const DITHER_STEP_DEG = 2.17;

/** Attitude as science windows give it. */
export interface Attitude {
  readonly x: Direction;
  readonly z: Direction;
}

/** Steps from the centre of the pattern, in the order in which they are pointed at: a square spiral. */
export function ditherSteps(): { readonly y: number; readonly z: number }[] {
  const steps = [{ y: 0, z: 0 }];
  let [y, z, dy, dz] = [0, 0, 1, 0];
  for (let run = 1; steps.length < 25; run++) {
    // Two sides of the spiral have one length before it grows.
    for (let side = 0; side < 2; side++) {
      for (let k = 0; k < run && steps.length < 25; k++) {
        y += dy;
        z += dz;
        steps.push({ y, z });
      }
      [dy, dz] = [-dz, dy];
    }
  }
  return steps;
}

/** X towards a direction, Z in the plane of X and the Sun: the roll that keeps the solar panels lit. */
export function attitudeTowards(direction: Direction, sun: Direction): SpacecraftFrame {
  const x = unitVector(direction);
  const s = unitVector(sun);
  const along = dot(s, x);
  const rest: Vector3 = [s[0] - along * x[0], s[1] - along * x[1], s[2] - along * x[2]];
  if (norm(rest) < 1e-6) throw new RangeError('the Sun stands behind or before the target: no roll angle is defined');
  return spacecraftFrame(direction, directionOf(scaled(rest, 1 / norm(rest))));
}

/** Attitude of pointing number `k` (from 0) of the pattern around a target; the pattern repeats after 25. */
export function ditherAttitude(target: Direction, at: Instant, k: number, stepDeg = DITHER_STEP_DEG): Attitude {
  const sun = sunPosition(at);
  const { x, y, z } = attitudeTowards(target, sun);
  const step = ditherSteps()[k % 25]!;
  const tangent = Math.tan((stepDeg * Math.PI) / 180);
  const place = (i: 0 | 1 | 2): number => x[i] + tangent * (step.y * y[i] + step.z * z[i]);
  const frame = attitudeTowards(directionOf([place(0), place(1), place(2)]), sun);
  return { x: directionOf(frame.x), z: directionOf(frame.z) };
}
