// ON and reflected OFF regions of a wobble observation: circles at one distance from the pointing, so that the
// acceptance, which falls off with that distance, is the same in all of them (Berge, Funk & Hinton 2007,
// doi:10.1051/0004-6361:20066674, section 3.2).
import {
  angularSeparationDeg,
  directionOf,
  positionAngleDeg,
  unitVector,
  type Direction,
} from '@stemma/data/coordinates';

const DEG = Math.PI / 180;

/**
 * Centres of the OFF circles. Neighbours touch: each takes an angle of 2 asin(theta/rho) around the pointing, with theta
 * the radius and rho the distance of ON from the pointing (both small, so the plane formula serves). Half a circle is
 * left free beside ON on the side where they begin, and at least as much on the other; they follow each other
 * from north to east. Empty when ON is so near to the pointing that nothing has room.
 */
export function reflectedRegions(pointing: Direction, on: Direction, radiusDeg: number): Direction[] {
  const offsetDeg = angularSeparationDeg(pointing, on);
  if (!(offsetDeg > radiusDeg)) return [];
  const stepDeg = (2 * Math.asin(radiusDeg / offsetDeg)) / DEG;
  const count = Math.max(0, Math.floor(360 / stepDeg - 2 + 1e-9));
  const first = positionAngleDeg(pointing, on) + 1.5 * stepDeg;
  return Array.from({ length: count }, (_, i) => offsetPosition(pointing, first + i * stepDeg, offsetDeg));
}

/** The direction at a distance from another one, at a position angle from north through east. */
export function offsetPosition(from: Direction, positionAngleDeg: number, distanceDeg: number): Direction {
  const [x, y, z] = unitVector(from);
  const [sinRa, cosRa] = [Math.sin(from.raDeg * DEG), Math.cos(from.raDeg * DEG)];
  const sinDec = Math.sin(from.decDeg * DEG);
  const cosDec = Math.cos(from.decDeg * DEG);
  const northward = Math.sin(distanceDeg * DEG) * Math.cos(positionAngleDeg * DEG);
  const eastward = Math.sin(distanceDeg * DEG) * Math.sin(positionAngleDeg * DEG);
  const along = Math.cos(distanceDeg * DEG);
  return directionOf([
    along * x - northward * sinDec * cosRa - eastward * sinRa,
    along * y - northward * sinDec * sinRa + eastward * cosRa,
    along * z + northward * cosDec,
  ]);
}
