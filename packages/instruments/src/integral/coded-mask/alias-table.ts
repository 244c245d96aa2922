/** Draws from a discrete distribution in constant time (Walker's alias method as arranged by Vose 1991). */

import type { RandomGenerator } from '@stemma/data/statistics';

/** A prepared distribution over 0..n-1. */
export interface AliasTable {
  readonly total: number;
  readonly threshold: Float64Array;
  readonly alias: Uint32Array;
}

/** Prepares weights (finite, not negative). Throws a RangeError for others or when their sum is zero. */
export function aliasTable(weights: ArrayLike<number>): AliasTable {
  const n = weights.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Infinity)) throw new RangeError(`a weight cannot be ${weights[i]}`);
    total += weights[i]!;
  }
  if (!(total > 0)) throw new RangeError('a distribution needs a weight above zero');
  const threshold = Float64Array.from({ length: n }, (_, i) => (weights[i]! * n) / total);
  const alias = Uint32Array.from({ length: n }, (_, i) => i);
  const [small, large]: [number[], number[]] = [[], []];
  threshold.forEach((value, i) => (value < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop()!, large.pop()!];
    alias[less] = more;
    threshold[more]! -= 1 - threshold[less]!;
    (threshold[more]! < 1 ? small : large).push(more);
  }
  // What is left over differs from 1 by rounding only.
  for (const i of [...small, ...large]) threshold[i] = 1;
  return { total, threshold, alias };
}

/** One draw. */
export function drawIndex({ threshold, alias }: AliasTable, random: RandomGenerator): number {
  const place = random.uniform() * threshold.length;
  const index = Math.floor(place);
  return place - index < threshold[index]! ? index : alias[index]!;
}
