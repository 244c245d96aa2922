/** Separations of many positions from one direction at once: what a search over an index of pointings needs. */

import { type Direction, unitVector } from './vector3.ts';

const DEG = Math.PI / 180;

/** Angular separations in degrees of n positions (columns of equal length) from one direction; linear, no objects. */
export function separationsDeg(raDeg: ArrayLike<number>, decDeg: ArrayLike<number>, from: Direction): Float64Array {
  if (raDeg.length !== decDeg.length) throw new RangeError('right ascensions and declinations differ in number');
  const [x, y, z] = unitVector(from);
  const out = new Float64Array(raDeg.length);
  for (let i = 0; i < out.length; i++) {
    const cosDec = Math.cos(decDeg[i]! * DEG);
    const a = cosDec * Math.cos(raDeg[i]! * DEG);
    const b = cosDec * Math.sin(raDeg[i]! * DEG);
    const c = Math.sin(decDeg[i]! * DEG);
    out[i] = Math.atan2(Math.hypot(b * z - c * y, c * x - a * z, a * y - b * x), a * x + b * y + c * z) / DEG;
  }
  return out;
}
