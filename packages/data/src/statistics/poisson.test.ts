/** Tests of Poisson probabilities and limits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalSf } from './normal.ts';
import {
  gehrelsError,
  poissonCdf,
  poissonExcessProbability,
  poissonInterval,
  poissonLowerLimit,
  poissonPmf,
  poissonUpperLimit,
} from './poisson.ts';

test('the one-sigma limits are those of the tables of Gehrels (1986)', () => {
  // Tables 1 and 2, column S = 1 (confidence 0.8413).
  const table = [
    [0, 0, 1.841],
    [1, 0.173, 3.3],
    [2, 0.708, 4.638],
    [3, 1.367, 5.918],
    [5, 2.84, 8.382],
    [10, 6.891, 14.27],
    [50, 42.95, 58.12],
  ] as const;
  for (const [count, lower, upper] of table) {
    const interval = poissonInterval(count);
    assert.ok(Math.abs(interval.lower - lower) < 6e-3 * Math.max(0.1, lower), `lower of ${count}: ${interval.lower}`);
    assert.ok(Math.abs(interval.upper - upper) < 1.5e-3 * upper, `upper of ${count}: ${interval.upper}`);
  }
});

test('ninety per cent limits for small counts are the textbook values', () => {
  // -ln 0.1 = 2.303 for no events; 3.890 for one, 5.322 for two (PDG, Statistics, table of Poisson limits).
  assert.ok(Math.abs(poissonUpperLimit(0, 0.9) - Math.LN10) < 1e-12);
  assert.equal(poissonUpperLimit(1, 0.9).toFixed(2), '3.89');
  assert.equal(poissonUpperLimit(2, 0.9).toFixed(2), '5.32');
  assert.equal(poissonLowerLimit(1, 0.9).toFixed(3), '0.105');
});

test('limits satisfy their definition', () => {
  for (const count of [1, 7, 400, 91_000]) {
    const p = normalSf(2);
    const { lower, upper } = poissonInterval(count, 2);
    assert.ok(Math.abs(poissonCdf(count, upper) - p) < 1e-9);
    assert.ok(Math.abs(poissonExcessProbability(count, lower) - p) < 1e-9);
  }
});

test('probabilities of all counts sum to one and to the distribution function', () => {
  let total = 0;
  for (let k = 0; k <= 60; k++) {
    total += poissonPmf(k, 12.5);
    assert.ok(Math.abs(poissonCdf(k, 12.5) - total) < 1e-13);
    assert.ok(Math.abs(poissonExcessProbability(k + 1, 12.5) - (1 - total)) < 1e-13);
  }
  assert.equal(poissonCdf(-1, 3), 0);
  assert.equal(poissonExcessProbability(0, 3), 1);
});

test('the approximate error of Gehrels is 1.87 for no counts', () => {
  assert.equal(gehrelsError(0).toFixed(3), '1.866');
  assert.throws(() => poissonUpperLimit(3, 1), /confidence/);
});
