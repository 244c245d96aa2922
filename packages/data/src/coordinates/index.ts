/** Directions, frames and light-travel times. */

export {
  type Direction,
  type Vector3,
  angleBetweenDeg,
  angularSeparationDeg,
  cross,
  directionOf,
  dot,
  norm,
  positionAngleDeg,
  scaled,
  unitVector,
  wrapDeg,
} from './vector3.ts';
export { separationsDeg } from './separations.ts';
export {
  CoordinateError,
  formatDeclination,
  formatRightAscension,
  parseDeclination,
  parseRightAscension,
} from './sexagesimal.ts';
export { type GalacticDirection, galacticFromIcrs, icrsFromGalactic } from './galactic.ts';
export {
  type SpacecraftAngles,
  type SpacecraftFrame,
  skyDirection,
  spacecraftAngles,
  spacecraftFrame,
} from './spacecraft-frame.ts';
export { type SunPosition, sunPosition } from './sun-position.ts';
export { SPEED_OF_LIGHT_KM_S, lightTravelTimeS, positionKm } from './light-travel-time.ts';
