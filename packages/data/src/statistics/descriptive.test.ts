/** Tests of descriptive statistics. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  mean,
  median,
  quantileOfSorted,
  quantiles,
  robustSigma,
  rootMeanSquare,
  standardDeviation,
  sum,
  variance,
  weightedMean,
} from './descriptive.ts';
import { randomFromDigest } from './random.ts';

test('a sum keeps small terms beside large ones', () => {
  assert.equal(sum([1, 1e100, 1, -1e100]), 2);
  assert.equal(sum(new Float64Array(10).fill(0.1)), 1);
});

test('mean, variance and root mean square of a known sample', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assert.equal(mean(values), 5);
  assert.equal(variance(values, 0), 4);
  assert.equal(variance(values), 32 / 7);
  assert.equal(standardDeviation(values, 0), 2);
  assert.equal(rootMeanSquare([3, 4, 0, 0]), 2.5);
});

test('a large offset does not spoil the variance', () => {
  assert.ok(Math.abs(variance([1e9 + 1, 1e9 + 2, 1e9 + 3]) - 1) < 1e-9);
});

test('quantiles interpolate between order statistics and do not sort their input', () => {
  const values = Float64Array.of(50, 15, 40, 20, 35);
  // numpy.quantile([15, 20, 35, 40, 50], [0, .25, .4, .5, 1]).
  assert.deepEqual(quantiles(values, [0, 0.25, 0.4, 0.5, 1]), [15, 20, 29, 35, 50]);
  assert.deepEqual([...values], [50, 15, 40, 20, 35]);
  assert.ok(Number.isNaN(median([])));
  assert.throws(() => quantileOfSorted([1], 1.5), /fraction/);
});

test('the median lies between the extremes and moves with the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }),
      fc.integer({ min: -50, max: 50 }),
      (values, shift) => {
        const m = median(values);
        assert.ok(m >= Math.min(...values) && m <= Math.max(...values));
        assert.ok(Math.abs(median(values.map((v) => v + shift)) - m - shift) < 1e-9);
      },
    ),
  );
});

test('the robust sigma finds the width of a normal distribution beneath a quarter of outliers', () => {
  const random = randomFromDigest('ab'.repeat(32));
  const values = Float64Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? 1e6 : 3 * random.normal()));
  const clean = values.filter((v) => v < 1e5);
  assert.ok(Math.abs(robustSigma(clean) - 3) < 0.2);
  assert.ok(robustSigma(values) < 6);
});

test('a weighted mean leaves out values without an error and reports its chi-square', () => {
  const result = weightedMean([10, 12, 99, 98], [1, 2, 0, Number.NaN]);
  assert.ok(Math.abs(result.value - 10.4) < 1e-14);
  assert.ok(Math.abs(result.error - Math.sqrt(0.8)) < 1e-14);
  assert.ok(Math.abs(result.chiSquare - 0.8) < 1e-13);
  assert.equal(result.degreesOfFreedom, 1);
});
