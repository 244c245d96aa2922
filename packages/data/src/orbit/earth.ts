/** The Earth as an obstacle: how large it is on the sky of a spacecraft. */

import {
  type Direction,
  type Vector3,
  angleBetweenDeg,
  directionOf,
  norm,
  scaled,
  unitVector,
} from '../coordinates/vector3.ts';

/** Mean radius of the Earth in kilometres (IUGG). */
export const EARTH_RADIUS_KM = 6371.009;

/** Angular radius of the Earth's disc in degrees from a distance to its centre; asin, not the small-angle quotient. */
export function earthAngularRadiusDeg(distanceKm: number): number {
  if (!(distanceKm >= EARTH_RADIUS_KM)) throw new RangeError(`a distance of ${distanceKm} km lies inside the Earth`);
  return (Math.asin(EARTH_RADIUS_KM / distanceKm) * 180) / Math.PI;
}

/** Direction of the Earth's centre from a spacecraft at `positionKm` from that centre. */
export function earthDirection(positionKm: Vector3): Direction {
  return directionOf(scaled(positionKm, -1));
}

/** Angle in degrees between a source and the Earth's limb: negative when the Earth hides the source. */
export function earthLimbAngleDeg(positionKm: Vector3, source: Direction): number {
  return angleBetweenDeg(scaled(positionKm, -1), unitVector(source)) - earthAngularRadiusDeg(norm(positionKm));
}
