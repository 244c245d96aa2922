/** Cylindrical projections, whose x is the native longitude (paper II, section 5.2). */

import { DEGREES, RADIANS, sinDeg } from './angles.ts';
import { type Pair, type Projection, nowhere, storeNative } from './projection-type.ts';
import { WcsError } from './wcs-error.ts';

const tolerance = 1e-13;

/** CAR: both coordinates are the angles themselves. */
export const plateCarree: Projection = {
  code: 'CAR',
  referenceLatitudeDeg: 0,
  project(phi: number, theta: number, plane: Pair): void {
    plane.first = phi;
    plane.second = theta;
  },
  deproject(x: number, y: number, native: Pair): void {
    storeNative(native, x, y, tolerance);
  },
};

/** CEA with the parameter lambda (PVi_1), the square of the cosine of the latitude where scales are equal. */
export function cylindricalEqualArea(lambda: number): Projection {
  if (!(lambda > 0 && lambda <= 1)) {
    throw new WcsError('corrupt', `the parameter of a CEA projection must be above 0 and at most 1, not ${lambda}`);
  }
  return {
    code: 'CEA',
    referenceLatitudeDeg: 0,
    project(phi: number, theta: number, plane: Pair): void {
      plane.first = phi;
      plane.second = (DEGREES * sinDeg(theta)) / lambda;
    },
    deproject(x: number, y: number, native: Pair): void {
      const sine = y * RADIANS * lambda;
      if (!(Math.abs(sine) <= 1 + tolerance)) return nowhere(native);
      storeNative(native, x, Math.asin(Math.max(-1, Math.min(1, sine))) * DEGREES, tolerance);
    },
  };
}

/** MER: conformal; the poles are infinitely far away. */
export const mercator: Projection = {
  code: 'MER',
  referenceLatitudeDeg: 0,
  project(phi: number, theta: number, plane: Pair): void {
    if (!(Math.abs(theta) < 90)) return nowhere(plane);
    plane.first = phi;
    plane.second = DEGREES * Math.log(Math.tan(((90 + theta) / 2) * RADIANS));
  },
  deproject(x: number, y: number, native: Pair): void {
    storeNative(native, x, 2 * Math.atan(Math.exp(y * RADIANS)) * DEGREES - 90, tolerance);
  },
};
