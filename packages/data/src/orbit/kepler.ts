/** Two-body motion about the Earth: enough to predict a high orbit for a few revolutions, and to check ephemerides. */

import { type Vector3, cross, dot, norm, wrapDeg } from '../coordinates/vector3.ts';
import { type Instant, secondsBetween } from '../time/instant.ts';

/** Gravitational parameter of the Earth in km^3 s^-2 (WGS 84 / EGM96). */
export const EARTH_MU_KM3_S2 = 398_600.441_8;

/** Osculating elements of an elliptic orbit on the axes of the state it came from (ICRS or J2000). Angles 0..360 deg. */
export interface OrbitalElements {
  readonly epoch: Instant;
  readonly semiMajorAxisKm: number;
  readonly eccentricity: number;
  readonly inclinationDeg: number;
  readonly raanDeg: number;
  readonly argumentOfPerigeeDeg: number;
  readonly meanAnomalyDeg: number;
}

/** Position and velocity relative to the Earth's centre. */
export interface OrbitState {
  readonly positionKm: Vector3;
  readonly velocityKmS: Vector3;
}

const DEG = Math.PI / 180;

/**
 * Eccentric anomaly of Kepler's equation M = E - e sin E, both in radians, 0 <= e < 1.
 * Newton steps kept inside a bracket, so that it converges at any eccentricity.
 */
export function eccentricAnomaly(meanAnomaly: number, eccentricity: number): number {
  if (!(eccentricity >= 0 && eccentricity < 1)) throw new RangeError(`an ellipse has 0 <= e < 1, not ${eccentricity}`);
  const turns = Math.round(meanAnomaly / (2 * Math.PI)) * 2 * Math.PI;
  const m = meanAnomaly - turns;
  let low = m - eccentricity;
  let high = m + eccentricity;
  let anomaly = m + eccentricity * Math.sin(m);
  for (let i = 0; i < 60; i++) {
    const excess = anomaly - eccentricity * Math.sin(anomaly) - m;
    if (excess > 0) high = anomaly;
    else low = anomaly;
    let next = anomaly - excess / (1 - eccentricity * Math.cos(anomaly));
    if (!(next >= low && next <= high)) next = 0.5 * (low + high);
    if (Math.abs(next - anomaly) < 1e-16 * (1 + Math.abs(next))) break;
    anomaly = next;
  }
  return anomaly + turns;
}

/** Orbital period in seconds. */
export function orbitalPeriodS(semiMajorAxisKm: number, mu = EARTH_MU_KM3_S2): number {
  return 2 * Math.PI * Math.sqrt(semiMajorAxisKm ** 3 / mu);
}

/** Mean anomaly in degrees (0..360) at an instant. */
export function meanAnomalyDegAt(elements: OrbitalElements, instant: Instant, mu = EARTH_MU_KM3_S2): number {
  const turns = secondsBetween(elements.epoch, instant) / orbitalPeriodS(elements.semiMajorAxisKm, mu);
  return wrapDeg(elements.meanAnomalyDeg + 360 * (turns - Math.floor(turns)));
}

/** Phase of the orbit at an instant: 0 at perigee to 1 at the next, the mean anomaly in turns (REVOL_PHASE of INTEGRAL). */
export function orbitalPhase(elements: OrbitalElements, instant: Instant, mu = EARTH_MU_KM3_S2): number {
  return meanAnomalyDegAt(elements, instant, mu) / 360;
}

/** Osculating elements of a state. Throws a RangeError when it is not on an ellipse. */
export function elementsFromState(state: OrbitState, epoch: Instant, mu = EARTH_MU_KM3_S2): OrbitalElements {
  const { positionKm: r, velocityKmS: v } = state;
  const distance = norm(r);
  const semiMajorAxisKm = 1 / (2 / distance - dot(v, v) / mu);
  const h = cross(r, v);
  if (!(semiMajorAxisKm > 0) || norm(h) === 0) throw new RangeError('the state is not on an elliptic orbit');
  // e cos E and e sin E give the anomaly without the eccentricity vector, whose digits vanish for near-circles.
  const eCos = 1 - distance / semiMajorAxisKm;
  const eSin = dot(r, v) / Math.sqrt(mu * semiMajorAxisKm);
  const eccentricity = Math.hypot(eCos, eSin);
  const anomaly = Math.atan2(eSin, eCos);
  const trueAnomaly =
    2 *
    Math.atan2(
      Math.sqrt(1 + eccentricity) * Math.sin(anomaly / 2),
      Math.sqrt(1 - eccentricity) * Math.cos(anomaly / 2),
    );
  const node = Math.atan2(h[0], -h[1]);
  // Argument of latitude: angle in the orbit from the ascending node to the position.
  const latitude = Math.atan2(
    dot(r, cross(h, [Math.cos(node), Math.sin(node), 0])) / norm(h),
    r[0] * Math.cos(node) + r[1] * Math.sin(node),
  );
  return {
    epoch,
    semiMajorAxisKm,
    eccentricity,
    inclinationDeg: Math.atan2(Math.hypot(h[0], h[1]), h[2]) / DEG,
    raanDeg: wrapDeg(node / DEG),
    argumentOfPerigeeDeg: wrapDeg((latitude - trueAnomaly) / DEG),
    meanAnomalyDeg: wrapDeg((anomaly - eSin) / DEG),
  };
}

/** Position and velocity on a Kepler orbit at an instant. */
export function stateFromElements(elements: OrbitalElements, instant: Instant, mu = EARTH_MU_KM3_S2): OrbitState {
  const { semiMajorAxisKm: a, eccentricity: e } = elements;
  const anomaly = eccentricAnomaly(meanAnomalyDegAt(elements, instant, mu) * DEG, e);
  const [sinE, cosE] = [Math.sin(anomaly), Math.cos(anomaly)];
  const axis = Math.sqrt(1 - e * e);
  const speed = Math.sqrt(mu / a) / (1 - e * cosE);
  const { p, q } = perifocalAxes(elements);
  const combine = (alongP: number, alongQ: number): Vector3 => [
    alongP * p[0] + alongQ * q[0],
    alongP * p[1] + alongQ * q[1],
    alongP * p[2] + alongQ * q[2],
  ];
  return {
    positionKm: combine(a * (cosE - e), a * axis * sinE),
    velocityKmS: combine(-speed * sinE, speed * axis * cosE),
  };
}

/** Unit vectors towards perigee and 90 degrees ahead of it. */
function perifocalAxes(elements: OrbitalElements): { p: Vector3; q: Vector3 } {
  const [sinI, cosI] = [Math.sin(elements.inclinationDeg * DEG), Math.cos(elements.inclinationDeg * DEG)];
  const [sinO, cosO] = [Math.sin(elements.raanDeg * DEG), Math.cos(elements.raanDeg * DEG)];
  const [sinW, cosW] = [Math.sin(elements.argumentOfPerigeeDeg * DEG), Math.cos(elements.argumentOfPerigeeDeg * DEG)];
  return {
    p: [cosO * cosW - sinO * sinW * cosI, sinO * cosW + cosO * sinW * cosI, sinW * sinI],
    q: [-cosO * sinW - sinO * cosW * cosI, -sinO * sinW + cosO * cosW * cosI, cosW * sinI],
  };
}
