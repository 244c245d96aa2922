/** Numbers for the tests of this folder and the measure of their agreement; not a test itself. */

import assert from 'node:assert/strict';

/** Uniform in [-1, 1), the same everywhere: numpy gets the numbers themselves. */
export function noise(length: number, seed = 1): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Largest deviation in units of the root mean square of what is expected. */
export function deviation(ours: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(ours.length, expected.length);
  let [worst, square] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    // A NaN must not slip through a comparison.
    worst = Math.max(worst, Math.abs(ours[i]! - expected[i]!));
    square += expected[i]! ** 2;
  }
  return worst / Math.sqrt(square / expected.length);
}
