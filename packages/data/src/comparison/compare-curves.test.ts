// Curves on a common grid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareCurves, type CurveData } from './index.ts';

const steps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
const edgesOf = (widths: readonly number[]) => widths.reduce((edges, width) => [...edges, edges.at(-1)! + width], [0]);
const flat = (widths: readonly number[], value: number, error: number): CurveData => ({
  edges: edgesOf(widths),
  values: widths.map(() => value),
  errors: widths.map(() => error),
});

test('a constant stays constant on every common grid, and two constants differ by their difference', () => {
  fc.assert(
    fc.property(steps, steps, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (a, b, x, y) => {
      const { before, difference, edges } = compareCurves(flat(a, x, 1), flat(b, y, 1));
      assert.equal(before.length, Math.max(0, edges.length - 1));
      for (let i = 0; i < before.length; i++) {
        assert.ok(Math.abs(before[i]! - x) < 1e-12);
        assert.ok(Math.abs(difference[i]! - (y - x)) < 1e-12);
      }
    }),
  );
});

test('rebinning keeps the integral over the common grid', () => {
  const value = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 4, maxLength: 24 }), (values) => {
      const fine = { edges: values.map((_, i) => i).concat(values.length), values };
      const coarse = { edges: [0, 2, 4], values: [1, 1] };
      const { before } = compareCurves(fine, coarse);
      assert.deepEqual([...before], [(values[0]! + values[1]!) / 2, (values[2]! + values[3]!) / 2]);
    }),
  );
});

test('a curve is identical to itself: no χ², no distance', () => {
  fc.assert(
    fc.property(steps, (widths) => {
      const curve = flat(widths, 3, 1);
      const { identical, sameGrid, chiSquare, ksDistance } = compareCurves(curve, curve);
      assert.deepEqual([identical, sameGrid, chiSquare!.value, ksDistance], [true, true, 0, 0]);
      assert.equal(chiSquare!.degrees, widths.length);
    }),
  );
});

test('χ² adds up the squares of Δ/σ over bins with errors, and its probability is that of the distribution', () => {
  const before = { edges: [0, 1, 2, 3], values: [1, 2, 3], errors: [3, 3, 0] };
  const after = { edges: [0, 1, 2, 3], values: [6, 2, 9], errors: [4, 4, 0] };
  const { sigma, chiSquare } = compareCurves(before, after);
  assert.deepEqual([...sigma!], [1, 0, NaN]);
  assert.deepEqual([chiSquare!.value, chiSquare!.degrees], [1, 2]);
  assert.ok(Math.abs(chiSquare!.probability - Math.exp(-0.5)) < 1e-12);
});

test('the distance of cumulative curves is the largest one, and blind to their scale', () => {
  const edges = [0, 1, 2, 3];
  assert.equal(compareCurves({ edges, values: [1, 0, 1] }, { edges, values: [4, 4, 0] }).ksDistance, 0.5);
  assert.equal(compareCurves({ edges, values: [1, 2, 3] }, { edges, values: [10, 20, 30] }).ksDistance! < 1e-15, true);
  assert.equal(compareCurves({ edges, values: [1, -1, 3] }, { edges, values: [1, 2, 3] }).ksDistance, undefined);
});

test('undefined bins are compared with nothing, and spoil nothing', () => {
  const edges = [0, 1, 2, 3];
  const { difference, ksDistance, chiSquare } = compareCurves(
    { edges, values: [1, NaN, 1], errors: [1, 1, 1] },
    { edges, values: [1, 5, 1], errors: [1, 1, 1] },
  );
  assert.deepEqual([...difference], [0, NaN, 0]);
  assert.deepEqual([ksDistance, chiSquare!.degrees], [0, 2]);
});

test('curves without a common range have nothing to compare', () => {
  const { edges, before, chiSquare } = compareCurves(flat([1, 1], 2, 1), { edges: [10, 11], values: [1], errors: [1] });
  assert.deepEqual([edges.length, before.length, chiSquare], [0, 0, { value: 0, degrees: 0, probability: 1 }]);
  assert.equal(compareCurves({ edges: [], values: [] }, { edges: [], values: [] }).identical, true);
});
