/** Zenithal projections, which differ only in how the radius follows from the native latitude (paper II, section 5.1). */

import { DEGREES, RADIANS, atan2Deg, cosDeg, sinDeg } from './angles.ts';
import { type Pair, type Projection, nowhere } from './projection-type.ts';

/** Builds one from radius(theta) and theta(radius), both in degrees, NaN where there is none. */
function zenithalProjection(
  code: string,
  radius: (theta: number) => number,
  latitude: (radius: number) => number,
): Projection {
  return {
    code,
    referenceLatitudeDeg: 90,
    project(phi: number, theta: number, plane: Pair): void {
      const r = radius(theta);
      plane.first = r * sinDeg(phi);
      plane.second = -r * cosDeg(phi);
    },
    deproject(x: number, y: number, native: Pair): void {
      const r = Math.sqrt(x * x + y * y);
      const theta = latitude(r);
      if (Number.isNaN(theta)) return nowhere(native);
      native.first = r === 0 ? 0 : atan2Deg(x, -y);
      native.second = theta;
    },
  };
}

/** Gnomonic: only the hemisphere around the reference point has an image. */
function tangentRadius(theta: number): number {
  return theta > 0 ? (DEGREES * cosDeg(theta)) / sinDeg(theta) : NaN;
}

function orthographicLatitude(radius: number): number {
  const square = (radius * RADIANS) ** 2;
  // Two forms, since the arc sine loses digits near the pole and the arc cosine near the equator.
  if (square < 0.5) return Math.acos(Math.sqrt(square)) * DEGREES;
  return Math.asin(Math.sqrt(1 - square)) * DEGREES;
}

/** Zenithal equidistant: the map ends at the point opposite to the reference, 180 degrees away. */
function equidistantLatitude(radius: number): number {
  return radius <= 180 + 1e-13 ? Math.max(-90, 90 - radius) : NaN;
}

function equalAreaLatitude(radius: number): number {
  const sine = (radius * RADIANS) / 2;
  if (sine > 1) return radius - 2 * DEGREES < 1e-12 ? -90 : NaN;
  return 90 - 2 * Math.asin(sine) * DEGREES;
}

/** The zenithal projections by code. */
export const zenithal = {
  TAN: zenithalProjection('TAN', tangentRadius, (radius) => atan2Deg(DEGREES, radius)),
  SIN: zenithalProjection('SIN', (theta) => (theta >= 0 ? DEGREES * cosDeg(theta) : NaN), orthographicLatitude),
  ARC: zenithalProjection('ARC', (theta) => 90 - theta, equidistantLatitude),
  ZEA: zenithalProjection('ZEA', (theta) => 2 * DEGREES * sinDeg((90 - theta) / 2), equalAreaLatitude),
  STG: zenithalProjection(
    'STG',
    (theta) => (theta > -90 ? (2 * DEGREES * cosDeg(theta)) / (1 + sinDeg(theta)) : NaN),
    (radius) => 90 - 2 * Math.atan((radius * RADIANS) / 2) * DEGREES,
  ),
} as const satisfies Record<string, Projection>;
