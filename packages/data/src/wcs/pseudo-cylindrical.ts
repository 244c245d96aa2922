/** Pseudo-cylindrical projections and Hammer-Aitoff, the usual shapes of all-sky maps (paper II, section 5.3). */

import { DEGREES, RADIANS, atan2Deg, cosDeg, sinDeg } from './angles.ts';
import { type Pair, type Projection, nowhere, storeNative } from './projection-type.ts';

/** SFL: parallels keep their lengths. */
export const sansonFlamsteed: Projection = {
  code: 'SFL',
  referenceLatitudeDeg: 0,
  project(phi: number, theta: number, plane: Pair): void {
    plane.first = phi * cosDeg(theta);
    plane.second = theta;
  },
  deproject(x: number, y: number, native: Pair): void {
    const length = cosDeg(y);
    if (length === 0) return nowhere(native);
    storeNative(native, x / length, y, 1e-12);
  },
};

/** AIT: an equal-area map of the whole sky in an ellipse. */
export const aitoff: Projection = {
  code: 'AIT',
  referenceLatitudeDeg: 0,
  project(phi: number, theta: number, plane: Pair): void {
    const cosTheta = cosDeg(theta);
    const gamma = DEGREES * Math.sqrt(2 / (1 + cosTheta * cosDeg(phi / 2)));
    plane.first = 2 * gamma * cosTheta * sinDeg(phi / 2);
    plane.second = gamma * sinDeg(theta);
  },
  deproject(x: number, y: number, native: Pair): void {
    const [u, v] = [x * RADIANS, y * RADIANS];
    const square = 1 - (u / 4) ** 2 - (v / 2) ** 2;
    // The rim of the map is where the square reaches one half.
    if (!(square >= 0.5 - 1e-13)) return nowhere(native);
    const z = Math.sqrt(Math.max(0.5, square));
    const sine = v * z;
    if (!(Math.abs(sine) <= 1 + 1e-13)) return nowhere(native);
    const phi = 2 * atan2Deg((z * u) / 2, 2 * z * z - 1);
    storeNative(native, phi, Math.asin(Math.max(-1, Math.min(1, sine))) * DEGREES, 1e-13);
  },
};

/**
 * The auxiliary angle gamma of Mollweide's projection in radians, 2γ + sin 2γ = π sin θ. Solved for its distance
 * from the pole, ε - sin ε = π (1 - sin |θ|) with ε = π - 2γ, where Newton's method from the cubic term's root converges
 * everywhere; for γ itself it would fail near the poles.
 */
function mollweideAngle(theta: number): number {
  const right = 2 * Math.PI * sinDeg((90 - Math.abs(theta)) / 2) ** 2;
  let epsilon = Math.min(Math.PI, Math.cbrt(6 * right));
  for (let i = 0; i < 20 && epsilon > 0; i++) {
    const step = (epsilon - Math.sin(epsilon) - right) / (1 - Math.cos(epsilon));
    epsilon -= step;
    if (!(Math.abs(step) > 1e-15)) break;
  }
  return (Math.sign(theta) * (Math.PI - epsilon)) / 2;
}

/** MOL: an equal-area map in an ellipse with straight parallels. */
export const mollweide: Projection = {
  code: 'MOL',
  referenceLatitudeDeg: 0,
  project(phi: number, theta: number, plane: Pair): void {
    const gamma = mollweideAngle(theta);
    plane.first = ((2 * Math.SQRT2) / Math.PI) * phi * Math.cos(gamma);
    plane.second = Math.SQRT2 * DEGREES * Math.sin(gamma);
  },
  deproject(x: number, y: number, native: Pair): void {
    const tolerance = 1e-12;
    const sine = (Math.abs(y) * RADIANS) / Math.SQRT2;
    if (!(sine * sine <= 1 + tolerance / 2)) return nowhere(native);
    const epsilon = 2 * Math.acos(Math.min(1, sine));
    // At the poles the parallel is a point, so that only x = 0 belongs to the map.
    const isPole = 2 * (1 - sine * sine) <= tolerance;
    if (isPole && Math.abs(x) > tolerance) return nowhere(native);
    const phi = isPole ? 0 : (Math.PI * x) / (2 * Math.SQRT2 * Math.sin(epsilon / 2));
    // The distance from the pole, where the arc sine of paper II, equation 96, would lose most digits.
    const distance = 2 * Math.asin(Math.sqrt((epsilon - Math.sin(epsilon)) / (2 * Math.PI))) * DEGREES;
    storeNative(native, phi, Math.sign(y) * (90 - distance), 1e-11);
  },
};
