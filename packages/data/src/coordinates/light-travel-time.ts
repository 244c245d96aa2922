/** Light-travel time between a spacecraft and the Earth's centre, which turns onset times of different missions into one. */

import { type Direction, type Vector3, dot, scaled, unitVector } from './vector3.ts';

/** Speed of light in kilometres per second (exact, SI). */
export const SPEED_OF_LIGHT_KM_S = 299_792.458;

/**
 * Seconds to ADD to the arrival time at the spacecraft to get the arrival time at the origin of its position vector
 * (the Earth's centre): positive when the spacecraft is on the source's side and so sees it first.
 * The source is taken to be infinitely far away; `positionKm` and the direction must share their axes (ICRS).
 */
export function lightTravelTimeS(positionKm: Vector3, source: Direction): number {
  return dot(positionKm, unitVector(source)) / SPEED_OF_LIGHT_KM_S;
}

/** Position vector in kilometres from direction and distance, the form of the EPHS card of SPI-ACS light curves. */
export function positionKm(direction: Direction, distanceKm: number): Vector3 {
  return scaled(unitVector(direction), distanceKm);
}
