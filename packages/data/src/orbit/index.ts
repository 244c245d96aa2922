/** Orbits and attitudes: Kepler motion, tabulated ephemerides, the Earth on the sky. */

export {
  EARTH_MU_KM3_S2,
  type OrbitState,
  type OrbitalElements,
  eccentricAnomaly,
  elementsFromState,
  meanAnomalyDegAt,
  orbitalPeriodS,
  orbitalPhase,
  stateFromElements,
} from './kepler.ts';
export { EARTH_RADIUS_KM, earthAngularRadiusDeg, earthDirection, earthLimbAngleDeg } from './earth.ts';
export { type EphemerisTable, positionAt } from './ephemeris-table.ts';
export { type AttitudeTable, attitudeAt } from './attitude-table.ts';
