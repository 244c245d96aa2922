/** The interface of a spherical map projection: between native angles and a plane, all in degrees. */

/** A pair of numbers that a conversion fills, so that batches allocate nothing. */
export interface Pair {
  first: number;
  second: number;
}

/**
 * A projection of Calabretta & Greisen 2002 (A&A 395, 1077; "paper II"). Native longitude and latitude (phi, theta) and
 * plane coordinates (x, y) are in degrees. Where a direction has no image, or a point of the plane lies outside of the
 * map, both results are NaN; the limits and their tolerances are those of wcslib.
 */
export interface Projection {
  /** Code in CTYPE. */
  readonly code: string;
  /** Native latitude of the reference point: 90 for zenithal projections, otherwise 0. */
  readonly referenceLatitudeDeg: 0 | 90;
  /** From the sphere to the plane. */
  project(phi: number, theta: number, plane: Pair): void;
  /** From the plane to the sphere. */
  deproject(x: number, y: number, native: Pair): void;
}

/** Sets both numbers to NaN. */
export function nowhere(pair: Pair): void {
  pair.first = NaN;
  pair.second = NaN;
}

/** Stores native angles, or NaN when they leave the sphere by more than `tolerance` degrees. */
export function storeNative(native: Pair, phi: number, theta: number, tolerance: number): void {
  if (!(Math.abs(phi) <= 180 + tolerance && Math.abs(theta) <= 90 + tolerance)) return nowhere(native);
  native.first = Math.max(-180, Math.min(180, phi));
  native.second = Math.max(-90, Math.min(90, theta));
}
