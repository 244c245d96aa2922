/** Solutions and covariances of small systems, against hand-made cases and against the definition of an inverse. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest, standardDeviation } from '@stemma/data/statistics';
import { fitColumns, solveNormalEquations } from './normal-equations.ts';

test('a two by two system is solved by hand', () => {
  const { values, covariance } = solveNormalEquations(Float64Array.of(4, 0, 2, 3), Float64Array.of(2, 5))!;
  // Only the lower half counts: [[4, 2], [2, 3]], whose inverse is [[3, -2], [-2, 4]] / 8.
  assert.ok(Math.abs(values[0]! - -0.5) < 1e-14);
  assert.ok(Math.abs(values[1]! - 2) < 1e-14);
  [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, k) => assert.ok(Math.abs(covariance[k]! - value) < 1e-14));
});

test('the covariance is the inverse of the matrix for a system of twelve', () => {
  const random = randomFromDigest('12'.repeat(32));
  const n = 12;
  const columns = Array.from({ length: n }, () => Float64Array.from({ length: 40 }, () => random.normal()));
  const matrix = Float64Array.from({ length: n * n }, (_, k) => {
    const [a, b] = [columns[Math.floor(k / n)]!, columns[k % n]!];
    return a.reduce((total, value, i) => total + value * b[i]!, 0);
  });
  const { covariance } = solveNormalEquations(matrix, new Float64Array(n))!;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let product = 0;
      for (let k = 0; k < n; k++) product += matrix[i * n + k]! * covariance[k * n + j]!;
      assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-10);
    }
  }
});

test('degenerate systems, and those with NaN, have no solution', () => {
  assert.equal(solveNormalEquations(Float64Array.of(1, 0, 1, 1), Float64Array.of(1, 1)), undefined);
  assert.equal(solveNormalEquations(Float64Array.of(0), Float64Array.of(1)), undefined);
  assert.equal(solveNormalEquations(Float64Array.of(Number.NaN), Float64Array.of(1)), undefined);
  const column = Float64Array.of(1, 2, 3);
  assert.equal(fitColumns([column, column.map((v) => 2 * v)], column, Float64Array.of(1, 1, 1)), undefined);
});

test('weighted least squares of a line recovers it, and leaves out what has no weight', () => {
  const x = Float64Array.of(0, 1, 2, 3, 4);
  const y = x.map((v) => 3 - 2 * v);
  y[2] = 1e6;
  const fit = fitColumns([new Float64Array(5).fill(1), x], y, Float64Array.of(1, 4, 0, 2, 1))!;
  assert.ok(Math.abs(fit.values[0]! - 3) < 1e-12 && Math.abs(fit.values[1]! + 2) < 1e-12);
});

test('any number of columns gives the solution of the normal equations', () => {
  const random = randomFromDigest('14'.repeat(32));
  for (const n of [1, 3, 4, 5, 8, 11]) {
    const columns = Array.from({ length: n }, () => Float64Array.from({ length: 50 }, () => random.normal()));
    const truth = columns.map(() => random.normal());
    const data = Float64Array.from({ length: 50 }, (_, i) =>
      columns.reduce((total, c, k) => total + truth[k]! * c[i]!, 0),
    );
    const fit = fitColumns(
      columns,
      data,
      Float64Array.from({ length: 50 }, () => 0.5 + random.uniform()),
    )!;
    fit.values.forEach((value, k) => assert.ok(Math.abs(value - truth[k]!) < 1e-10, `${n} columns`));
  }
});

test('errors from the covariance are the scatter of repeated fits', () => {
  const random = randomFromDigest('13'.repeat(32));
  const x = Float64Array.from({ length: 30 }, (_, i) => i / 30);
  const columns = [new Float64Array(30).fill(1), x];
  const weights = new Float64Array(30).fill(1 / 0.5 ** 2);
  const slopes: number[] = [];
  let predicted = 0;
  for (let round = 0; round < 800; round++) {
    const fit = fitColumns(
      columns,
      x.map((v) => 1 + v + 0.5 * random.normal()),
      weights,
    )!;
    slopes.push(fit.values[1]!);
    predicted = Math.sqrt(fit.covariance[3]!);
  }
  // The standard deviation of 800 values is known to 2.5 %.
  assert.ok(Math.abs(standardDeviation(slopes) / predicted - 1) < 0.09);
});
