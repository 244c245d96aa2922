// Decimated curves: extremes are exact, the order is that of x, and there are few points.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimateCurve } from './decimate-curve.ts';

const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(Number.NaN));
const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), value), { minLength: 1, maxLength: 400 });

test('every point is a row; lowest, highest, first and last are kept; x goes up; points are at most four a bin', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 20 }), (given, bins) => {
      const [x, y] = [given.map(([a]) => a), given.map(([, b]) => b)];
      const { xs, ys, rows: count, exact } = decimateCurve(x, y, { bins });
      assert.equal(count, given.length);
      assert.ok(exact ? xs.length === given.length : xs.length <= 4 * bins);
      const there = new Set(given.map(([a, b]) => `${a} ${Number.isNaN(b) ? null : b}`));
      xs.forEach((a, i) => assert.ok(there.has(`${a} ${ys[i]}`)));
      assert.deepEqual(
        xs,
        (xs as number[]).toSorted((a, b) => a - b),
      );
      const [finite, shown] = [y.filter((b) => !Number.isNaN(b)), ys.filter((b) => b !== null)];
      assert.equal(Math.max(...shown), Math.max(...finite));
      assert.equal(Math.min(...shown), Math.min(...finite));
      assert.deepEqual([xs[0], xs.at(-1)], [Math.min(...x), Math.max(...x)]);
    }),
  );
});

test('only rows between the ends count, and rows without x never do', () => {
  const found = decimateCurve([1, Number.NaN, 2, 3, 4], [10, 99, 20, 30, 40], { bins: 5, from: 2, to: 3 });
  assert.deepEqual(found, { rows: 2, exact: true, xs: [2, 3], ys: [20, 30] });
});
