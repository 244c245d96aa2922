/** Trigonometry in degrees, exact at multiples of 90 degrees, where coordinate systems put their poles. */

/** Radians in a degree. */
export const RADIANS = Math.PI / 180;

/** Degrees in a radian: the radius r0 of the generating sphere in the papers. */
export const DEGREES = 180 / Math.PI;

/** Sine of an angle in degrees. */
export function sinDeg(angle: number): number {
  const turned = angle % 360;
  if (turned % 90 === 0) return [0, 1, 0, -1][(turned / 90 + 4) & 3]!;
  return Math.sin(turned * RADIANS);
}

/** Cosine of an angle in degrees. */
export function cosDeg(angle: number): number {
  const turned = angle % 360;
  if (turned % 90 === 0) return [1, 0, -1, 0][(turned / 90 + 4) & 3]!;
  return Math.cos(turned * RADIANS);
}

/** Angle of the vector (x, y) in degrees, -180 to 180; 0 for the zero vector. */
export function atan2Deg(y: number, x: number): number {
  return Math.atan2(y, x) * DEGREES;
}
