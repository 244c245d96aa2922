/** Tabulated attitude of a spacecraft, interpolated to any instant inside the table. */

import { type SpacecraftFrame, spacecraftFrame } from '../coordinates/spacecraft-frame.ts';
import { type Vector3, angleBetweenDeg, directionOf, unitVector } from '../coordinates/vector3.ts';
import { type Instant, secondsBetween } from '../time/instant.ts';
import { rowBefore } from './ephemeris-table.ts';

/** Directions of the X and Z axes as columns in degrees; times ascend, in seconds from `reference`. */
export interface AttitudeTable {
  readonly reference: Instant;
  readonly timeS: Float64Array;
  readonly raXDeg: Float64Array;
  readonly decXDeg: Float64Array;
  readonly raZDeg: Float64Array;
  readonly decZDeg: Float64Array;
}

/**
 * Axes of the spacecraft at an instant: X and Z each turn at a constant rate along the great circle between the rows, then
 * Z is made perpendicular again. Throws a RangeError outside the table or when an axis turns by more than 90 degrees
 * from row to row, where the way it took cannot be known.
 */
export function attitudeAt(table: AttitudeTable, instant: Instant): SpacecraftFrame {
  const time = secondsBetween(table.reference, instant);
  const row = rowBefore(table.timeS, time);
  const u = (time - table.timeS[row]!) / (table.timeS[row + 1]! - table.timeS[row]!);
  const axis = (ra: Float64Array, dec: Float64Array): Vector3 =>
    alongGreatCircle(
      unitVector({ raDeg: ra[row]!, decDeg: dec[row]! }),
      unitVector({ raDeg: ra[row + 1]!, decDeg: dec[row + 1]! }),
      u,
    );
  return spacecraftFrame(
    directionOf(axis(table.raXDeg, table.decXDeg)),
    directionOf(axis(table.raZDeg, table.decZDeg)),
  );
}

/** Spherical linear interpolation. */
function alongGreatCircle(a: Vector3, b: Vector3, u: number): Vector3 {
  const angleDeg = angleBetweenDeg(a, b);
  if (angleDeg > 90)
    throw new RangeError(`an axis turns by ${angleDeg.toFixed(1)} deg between two rows of the attitude`);
  const angle = (angleDeg * Math.PI) / 180;
  // The quotients tend to 1 - u and u for small angles.
  const [wa, wb] =
    angle < 1e-9 ? [1 - u, u] : [Math.sin((1 - u) * angle) / Math.sin(angle), Math.sin(u * angle) / Math.sin(angle)];
  return [wa * a[0] + wb * b[0], wa * a[1] + wb * b[1], wa * a[2] + wb * b[2]];
}
