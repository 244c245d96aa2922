/** Three-vectors and directions on the sphere: angles in degrees outside, Cartesian components inside. */

/** Cartesian components. */
export type Vector3 = readonly [number, number, number];

/** A direction in degrees: right ascension 0..360, declination -90..90 (ICRS unless said otherwise). */
export interface Direction {
  readonly raDeg: number;
  readonly decDeg: number;
}

const DEG = Math.PI / 180;

/** Unit vector of a direction. */
export function unitVector({ raDeg, decDeg }: Direction): Vector3 {
  const cosDec = Math.cos(decDeg * DEG);
  return [cosDec * Math.cos(raDeg * DEG), cosDec * Math.sin(raDeg * DEG), Math.sin(decDeg * DEG)];
}

/** Direction of a vector of any positive length. Throws a RangeError for the zero vector. */
export function directionOf([x, y, z]: Vector3): Direction {
  if (x === 0 && y === 0 && z === 0) throw new RangeError('the zero vector has no direction');
  return { raDeg: wrapDeg(Math.atan2(y, x) / DEG), decDeg: Math.atan2(z, Math.hypot(x, y)) / DEG + 0 };
}

/** An angle brought into 0 (included) to 360 (excluded) degrees. */
export function wrapDeg(angleDeg: number): number {
  const wrapped = angleDeg % 360;
  // The sum can round up to 360 for tiny negative angles.
  return wrapped < 0 ? (wrapped + 360) % 360 : wrapped + 0;
}

/** Scalar product. */
export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product a x b. */
export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Length of a vector. */
export function norm(a: Vector3): number {
  return Math.hypot(a[0], a[1], a[2]);
}

/** A vector times a number. */
export function scaled(a: Vector3, factor: number): Vector3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

/** Angle between two vectors of any length, in degrees; accurate near 0 and 180 where acos is not. */
export function angleBetweenDeg(a: Vector3, b: Vector3): number {
  return Math.atan2(norm(cross(a, b)), dot(a, b)) / DEG;
}

/** Angular separation of two directions in degrees, accurate at any distance. */
export function angularSeparationDeg(a: Direction, b: Direction): number {
  return angleBetweenDeg(unitVector(a), unitVector(b));
}

/** Position angle of `to` seen from `from`, in degrees from north through east, 0..360. */
export function positionAngleDeg(from: Direction, to: Direction): number {
  const dRa = (to.raDeg - from.raDeg) * DEG;
  const [dec1, dec2] = [from.decDeg * DEG, to.decDeg * DEG];
  const east = Math.cos(dec2) * Math.sin(dRa);
  const north = Math.sin(dec2) * Math.cos(dec1) - Math.cos(dec2) * Math.sin(dec1) * Math.cos(dRa);
  return wrapDeg(Math.atan2(east, north) / DEG);
}
