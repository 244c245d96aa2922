/** Draws have the frequencies of their weights. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFromDigest } from '@stemma/data/statistics';
import { aliasTable, drawIndex } from './alias-table.ts';

test('the table holds every weight exactly: shares of own and aliased columns add up', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 }), (weights) => {
      fc.pre(weights.some((w) => w > 1e-3));
      const { threshold, alias, total } = aliasTable(weights);
      const share = new Float64Array(weights.length);
      threshold.forEach((own, i) => {
        share[i]! += Math.min(own, 1) / weights.length;
        share[alias[i]!]! += (1 - Math.min(own, 1)) / weights.length;
      });
      weights.forEach((weight, i) => assert.ok(Math.abs(share[i]! - weight / total) < 1e-9));
    }),
  );
});

test('a million draws have the frequencies of the weights, and none falls on a weight of zero', () => {
  const weights = [0, 1, 5, 0, 2.5, 0.01];
  const table = aliasTable(weights);
  const random = randomFromDigest('a1'.repeat(32));
  const counts = new Float64Array(weights.length);
  const n = 200_000;
  for (let k = 0; k < n; k++) counts[drawIndex(table, random)]!++;
  weights.forEach((weight, i) => {
    const expected = (n * weight) / table.total;
    assert.ok(Math.abs(counts[i]! - expected) <= 5 * Math.sqrt(expected), `${i}: ${counts[i]} of ${expected}`);
  });
});

test('weights that are negative, not numbers or all zero are refused', () => {
  for (const weights of [[-1, 2], [Number.NaN], [Infinity], [0, 0], []])
    assert.throws(() => aliasTable(weights), RangeError);
});
