/** Tests of rebinning. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { prefixSums, rebinByFactor, rebinToEdges } from './rebin.ts';

test('differences of running sums are the sums of ranges', () => {
  assert.deepEqual([...prefixSums([3, 1, 4, 1, 5])], [0, 3, 4, 8, 9, 14]);
  assert.deepEqual([...prefixSums([])], [0]);
});

test('groups of three are summed from an offset and the rest is dropped', () => {
  assert.deepEqual([...rebinByFactor([1, 2, 3, 4, 5, 6, 7, 8], 3)], [6, 15]);
  assert.deepEqual([...rebinByFactor([1, 2, 3, 4, 5, 6, 7, 8], 3, 2)], [12, 21]);
  assert.deepEqual([...rebinByFactor([1, 2], 3)], []);
  assert.throws(() => rebinByFactor([1], 0), /whole number/);
});

test('counts are split between new bins in proportion to the overlap', () => {
  assert.deepEqual([...rebinToEdges([0, 1, 2], [10, 20], [0, 0.5, 2])], [5, 25]);
  assert.deepEqual([...rebinToEdges([0, 1, 2], [10, 20], [-5, -1, 3, 4])], [0, 30, 0]);
  assert.throws(() => rebinToEdges([0, 1], [1, 2], [0, 1]), /3 edges/);
});

test('any new bins over the same range conserve the counts', () => {
  const cuts = fc.array(fc.double({ min: 0.01, max: 9.99, noNaN: true }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 }), cuts, (counts, inner) => {
      const edges = Array.from({ length: 11 }, (_, i) => i);
      const rebinned = rebinToEdges(edges, counts, [0, ...inner.sort((a, b) => a - b), 10]);
      const total = counts.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(rebinned.reduce((a, b) => a + b, 0) - total) < 1e-9 * (total + 1));
    }),
  );
});
