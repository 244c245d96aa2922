/** Tests of polynomial least squares and of the errors it states. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { standardDeviation } from './descriptive.ts';
import { evaluatePolynomial, fitPolynomial, polynomialSum } from './polynomial.ts';
import { randomFromDigest } from './random.ts';

test('a polynomial is recovered from its own points, far from the origin too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -10_000, max: 10_000 }),
      (c, x0) => {
        const x = Float64Array.from({ length: 30 }, (_, i) => x0 + i / 3);
        const y = x.map((v) => c.reduce((total, a, k) => total + a * (v - x0) ** k, 0));
        const fitted = evaluatePolynomial(fitPolynomial(x, y, c.length - 1), x);
        const scale = Math.max(1, ...y.map(Math.abs));
        fitted.forEach((v, i) => assert.ok(Math.abs(v - y[i]!) < 1e-10 * scale));
      },
    ),
  );
});

test('degree 20 stays stable on a thousand points', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => 7.3e8 + i * 0.1);
  const y = x.map((v) => Math.sin((v - 7.3e8) / 10));
  const fitted = evaluatePolynomial(fitPolynomial(x, y, 20), x);
  fitted.forEach((v, i) => assert.ok(Math.abs(v - y[i]!) < 1e-4));
});

test('a straight line has the textbook coefficients and chi-square', () => {
  // y = 1.1 + 0.9 x by hand: points (0,1), (1,2.2), (2,2.8), (3,3.8); residuals -0.1, 0.2, -0.1, 0 with slope 0.9, intercept 1.1.
  const fit = fitPolynomial([0, 1, 2, 3], [1, 2.2, 2.8, 3.8], 1);
  const [a, b] = evaluatePolynomial(fit, [0, 1]);
  assert.ok(Math.abs(a! - 1.1) < 1e-14 && Math.abs(b! - 2) < 1e-14);
  assert.ok(Math.abs(fit.chiSquare - 0.06) < 1e-14);
  assert.equal(fit.degreesOfFreedom, 2);
});

test('points of weight zero and values that are not numbers do not take part', () => {
  const y = [1, 1e9, 1, Number.NaN, 1];
  const fit = fitPolynomial([0, 1, 2, 3, 4], y, 1, [1, 0, 1, 1, 1]);
  for (const v of evaluatePolynomial(fit, [0, 1, 3])) assert.ok(Math.abs(v - 1) < 1e-14);
  assert.equal(fit.degreesOfFreedom, 1);
});

test('too few points are refused', () => {
  assert.throws(() => fitPolynomial([1, 2], [1, 2], 2), /needs 3 points/);
  assert.throws(() => fitPolynomial([1, 1, 1], [1, 2, 3], 1), /too few different points/);
});

test('the stated error of a sum over a gap is the scatter seen in 400 simulations', () => {
  const random = randomFromDigest('cd'.repeat(32));
  const x = Float64Array.from({ length: 100 }, (_, i) => i);
  const sigma = 5;
  const weights = x.map((v) => (v > 40 && v < 60 ? 0 : 1 / sigma ** 2));
  const gap = x.subarray(41, 60);
  const ones = new Float64Array(gap.length).fill(1);
  let stated = 0;
  const sums = Float64Array.from({ length: 400 }, () => {
    const y = x.map((v) => 100 + 0.2 * v + sigma * random.normal());
    const result = polynomialSum(fitPolynomial(x, y, 2, weights), gap, ones);
    stated = result.error;
    return result.value;
  });
  assert.ok(Math.abs(standardDeviation(sums) / stated - 1) < 0.12, `${standardDeviation(sums)} ${stated}`);
  assert.ok(Math.abs(sums.reduce((a, b) => a + b) / 400 - 19 * 110) < (4 * stated) / 20);
});
