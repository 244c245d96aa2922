/** Tabulated positions of a spacecraft, interpolated to any instant inside the table. */

import type { Vector3 } from '../coordinates/vector3.ts';
import { type Instant, secondsBetween } from '../time/instant.ts';

/** n positions and velocities as columns; times ascend, in seconds from `reference`. */
export interface EphemerisTable {
  readonly reference: Instant;
  readonly timeS: Float64Array;
  readonly xKm: Float64Array;
  readonly yKm: Float64Array;
  readonly zKm: Float64Array;
  readonly vxKmS: Float64Array;
  readonly vyKmS: Float64Array;
  readonly vzKmS: Float64Array;
}

/**
 * Position at an instant by cubic Hermite interpolation of positions and velocities: exact at the nodes, continuous in
 * velocity; for rows 8 s apart on the orbit of INTEGRAL the error is below a metre. Throws a RangeError outside the table.
 */
export function positionAt(table: EphemerisTable, instant: Instant): Vector3 {
  const time = secondsBetween(table.reference, instant);
  const row = rowBefore(table.timeS, time);
  const start = table.timeS[row]!;
  const step = table.timeS[row + 1]! - start;
  const u = (time - start) / step;
  const axis = (x: Float64Array, v: Float64Array): number =>
    hermite(u, x[row]!, x[row + 1]!, v[row]! * step, v[row + 1]! * step);
  return [axis(table.xKm, table.vxKmS), axis(table.yKm, table.vyKmS), axis(table.zKm, table.vzKmS)];
}

/** Cubic through two values with given slopes per unit of u. */
function hermite(u: number, x0: number, x1: number, slope0: number, slope1: number): number {
  const w = 1 - u;
  return w * w * ((1 + 2 * u) * x0 + u * slope0) + u * u * ((3 - 2 * u) * x1 - w * slope1);
}

/**
 * Index of the last of ascending times that is at or before `time` and has a successor.
 * Throws a RangeError when the time lies outside the table or the table has fewer than two rows.
 */
export function rowBefore(timeS: Float64Array, time: number): number {
  const last = timeS.length - 1;
  if (last < 1) throw new RangeError('interpolation needs a table of at least two rows');
  if (!(time >= timeS[0]! && time <= timeS[last]!)) {
    throw new RangeError(`the time ${time} s lies outside the table, which covers ${timeS[0]} to ${timeS[last]} s`);
  }
  let low = 0;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (timeS[middle]! <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
