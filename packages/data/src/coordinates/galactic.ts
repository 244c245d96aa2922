/** Galactic coordinates from and to ICRS, by the rotation of the Hipparcos catalogue. */

import { type Direction, type Vector3, directionOf, dot, unitVector } from './vector3.ts';

/** Galactic longitude 0..360 and latitude in degrees. */
export interface GalacticDirection {
  readonly lonDeg: number;
  readonly latDeg: number;
}

/** Rows: the galactic axes in ICRS (ESA SP-1200, 1997, vol. 1, eq. 1.5.11). */
const ROWS: readonly [Vector3, Vector3, Vector3] = [
  [-0.05487556041621537, -0.873437090234885, -0.4838350155487132],
  [0.49410942787558365, -0.4448296299600112, 0.746982244497219],
  [-0.8676661490190047, -0.19807637343120152, 0.4559837761750669],
];

/** Galactic coordinates of an ICRS direction. */
export function galacticFromIcrs(direction: Direction): GalacticDirection {
  const v = unitVector(direction);
  const { raDeg, decDeg } = directionOf([dot(ROWS[0], v), dot(ROWS[1], v), dot(ROWS[2], v)]);
  return { lonDeg: raDeg, latDeg: decDeg };
}

/** ICRS direction of galactic coordinates. */
export function icrsFromGalactic({ lonDeg, latDeg }: GalacticDirection): Direction {
  const g = unitVector({ raDeg: lonDeg, decDeg: latDeg });
  const component = (k: 0 | 1 | 2): number => g[0] * ROWS[0][k] + g[1] * ROWS[1][k] + g[2] * ROWS[2][k];
  return directionOf([component(0), component(1), component(2)]);
}
