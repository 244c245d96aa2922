/** The rotation between the native sphere of a projection and the sky (paper II, section 2). */

import { RADIANS, atan2Deg, cosDeg, sinDeg } from './angles.ts';
import type { Pair } from './projection-type.ts';
import { WcsError } from './wcs-error.ts';

/** What fixes the rotation: all in degrees, the two pole keywords only when the header has them. */
export interface RotationSpec {
  /** CRVAL of the longitude and the latitude axis. */
  readonly referenceLonDeg: number;
  readonly referenceLatDeg: number;
  /** Native latitude of the reference point. */
  readonly theta0Deg: number;
  readonly lonPoleDeg: number | undefined;
  readonly latPoleDeg: number | undefined;
}

// wcslib's tolerance for angles that leave their range by rounding.
const tolerance = 1e-10;

/** A rotation matrix, row by row, from native to celestial Cartesian coordinates. */
export class CelestialRotation {
  readonly #m: Float64Array;

  /** Throws `corrupt` when no position of the celestial pole fits the keywords. */
  constructor(spec: RotationSpec) {
    const lonPole = spec.lonPoleDeg ?? (spec.referenceLatDeg >= spec.theta0Deg ? 0 : 180);
    const latitude = poleLatitude(spec, lonPole);
    const longitude = poleLongitude(spec, lonPole, latitude);
    const [sa, ca] = [sinDeg(longitude), cosDeg(longitude)];
    const [sd, cd] = [sinDeg(latitude), cosDeg(latitude)];
    const [sp, cp] = [sinDeg(lonPole), cosDeg(lonPole)];
    // Rz(α_p) · [[-sin δ_p, 0, cos δ_p], [0, -1, 0], [cos δ_p, 0, sin δ_p]] · Rz(-φ_p), paper II, equation 2.
    this.#m = Float64Array.of(
      -ca * sd * cp - sa * sp,
      -ca * sd * sp + sa * cp,
      ca * cd,
      -sa * sd * cp + ca * sp,
      -sa * sd * sp - ca * cp,
      sa * cd,
      cd * cp,
      cd * sp,
      sd,
    );
  }

  /** Celestial longitude (0 to 360) and latitude of native ones; NaN stays NaN. */
  toSky(phi: number, theta: number, sky: Pair): void {
    this.#rotate(phi, theta, 1, 3, sky);
    if (sky.first < 0) sky.first = sky.first + 360 < 360 ? sky.first + 360 : 0;
    sky.first += 0;
  }

  /** Native longitude (-180 to 180) and latitude of celestial ones. */
  toNative(lon: number, lat: number, native: Pair): void {
    this.#rotate(lon, lat, 3, 1, native);
  }

  #rotate(lon: number, lat: number, column: number, row: number, result: Pair): void {
    const m = this.#m;
    const cosLat = Math.cos(lat * RADIANS);
    const x = cosLat * Math.cos(lon * RADIANS);
    const y = cosLat * Math.sin(lon * RADIANS);
    const z = Math.sin(lat * RADIANS);
    const u = m[0]! * x + m[column]! * y + m[2 * column]! * z;
    const v = m[row]! * x + m[row + column]! * y + m[row + 2 * column]! * z;
    const w = m[2 * row]! * x + m[2 * row + column]! * y + m[8]! * z;
    result.first = atan2Deg(v, u);
    result.second = atan2Deg(w, Math.sqrt(u * u + v * v));
  }
}

/** Celestial latitude of the native pole, paper II, equation 8; LATPOLE decides between two solutions. */
function poleLatitude({ referenceLatDeg, theta0Deg, latPoleDeg }: RotationSpec, lonPole: number): number {
  if (theta0Deg === 90) return referenceLatDeg;
  const wanted = latPoleDeg ?? 90;
  const x = cosDeg(theta0Deg) * cosDeg(lonPole);
  const y = sinDeg(theta0Deg);
  const length = Math.hypot(x, y);
  if (length < tolerance) {
    if (Math.abs(sinDeg(referenceLatDeg)) < tolerance) return wanted;
    throw new WcsError('corrupt', `LONPOLE ${lonPole} needs a reference latitude of 0, not ${referenceLatDeg}`);
  }
  const cosine = sinDeg(referenceLatDeg) / length;
  if (Math.abs(cosine) > 1 + tolerance) {
    throw new WcsError(
      'corrupt',
      `LONPOLE ${lonPole} cannot be reached from a reference latitude of ${referenceLatDeg}`,
    );
  }
  const middle = atan2Deg(y, x);
  const distance = Math.acos(Math.max(-1, Math.min(1, cosine))) / RADIANS;
  const candidates = [middle + distance, middle - distance]
    .map((angle) => (angle > 180 ? angle - 360 : angle < -180 ? angle + 360 : angle))
    .filter((angle) => Math.abs(angle) < 90 + tolerance)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  if (candidates.length === 0) {
    throw new WcsError('corrupt', `no celestial pole fits LONPOLE ${lonPole} and a latitude of ${referenceLatDeg}`);
  }
  return Math.max(-90, Math.min(90, candidates[0]!));
}

/** Celestial longitude of the native pole, paper II, equations 9 and 10. */
function poleLongitude(spec: RotationSpec, lonPole: number, poleLat: number): number {
  const { referenceLonDeg, referenceLatDeg, theta0Deg } = spec;
  if (theta0Deg === 90) return referenceLonDeg;
  const cosReference = cosDeg(referenceLatDeg);
  const product = cosDeg(poleLat) * cosReference;
  if (Math.abs(product) < tolerance) {
    if (Math.abs(cosReference) < tolerance) return referenceLonDeg;
    return poleLat > 0 ? referenceLonDeg + lonPole - 180 : referenceLonDeg - lonPole;
  }
  const x = (sinDeg(theta0Deg) - sinDeg(poleLat) * sinDeg(referenceLatDeg)) / product;
  const y = (sinDeg(lonPole) * cosDeg(theta0Deg)) / cosReference;
  return referenceLonDeg - atan2Deg(y, x);
}
