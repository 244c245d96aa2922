// Averaged pixels: means of blocks, gaps left out, and quantiles of what is finite.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { averagedPixels, quantiles } from './image-pixels.ts';

test('with whole blocks the mean of the answer is the mean of the cut-out', () => {
  const sizes = fc.record({ step: fc.integer({ min: 1, max: 5 }), wide: fc.integer({ min: 1, max: 6 }) });
  fc.assert(
    fc.property(sizes, fc.nat(7), ({ step, wide }, x) => {
      const side = step * wide;
      const width = side + x;
      const plane = { width, height: side, valueAt: (pixel: number) => (pixel % width) + Math.floor(pixel / width) };
      const averaged = averagedPixels(plane, { x, y: 0, size: wide });
      assert.deepEqual([averaged.width, averaged.height, averaged.step], [wide, wide, step]);
      const mean = averaged.values.reduce((sum, one) => sum + one, 0) / averaged.values.length;
      assert.ok(Math.abs(mean - (x + side - 1)) < 1e-3);
    }),
  );
});

test('pixels without a value are left out; a block of them has none', () => {
  const pixels = [1, Number.NaN, Number.NaN, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN];
  const { values } = averagedPixels({ width: 4, height: 2, valueAt: (i) => pixels[i]! }, { x: 0, y: 0, size: 2 });
  assert.deepEqual([...values], [2, Number.NaN]);
});

test('a cut-out is cut off at the edge, and cannot begin outside', () => {
  const plane = { width: 4, height: 3, valueAt: () => 1 };
  const { width, height } = averagedPixels(plane, { x: 2, y: 2, width: 100, height: 100, size: 100 });
  assert.deepEqual([width, height], [2, 1]);
  assert.throws(() => averagedPixels(plane, { x: 0, y: 3, size: 9 }), { code: 'invalid_request' });
});

test('quantiles pass over what is not finite', () => {
  assert.deepEqual(quantiles(Float32Array.of(Number.NaN, 3, 1, Infinity, 2), [0, 1]), [1, 3]);
  assert.deepEqual(quantiles(Float32Array.of(Number.NaN), [0, 1]), [0, 1]);
});
