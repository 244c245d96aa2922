// Tests of the grid of maps: around the target that the whole analysis is about, odd, and never larger than asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { SkyGrid } from './sky-grid.ts';
import { Target } from './target.ts';

test('without a word the grid is 4 degrees of hundredths of two around the Crab pulsar', async () => {
  const target = await runDirectly(Target);
  const { grid } = await runDirectly(SkyGrid, { target });
  assert.deepEqual(target, { target: 'Crab', raDeg: 83.633083, decDeg: 22.0145 });
  assert.deepEqual(grid, { raDeg: 83.633083, decDeg: 22.0145, size: 201, pixelDeg: 0.02 });
});

test('sizes are odd, and cover the width to within a pixel on each side', async () => {
  const widths = fc.double({ min: 0.5, max: 10, noNaN: true });
  const pixels = fc.double({ min: 0.005, max: 0.5, noNaN: true });
  await fc.assert(
    fc.asyncProperty(widths, pixels, async (widthDeg, pixelDeg) => {
      const { grid } = await runDirectly(SkyGrid, { target: { target: 'x', raDeg: 1, decDeg: 2 }, widthDeg, pixelDeg });
      assert.equal(grid.size % 2, 1);
      assert.ok(Math.abs(grid.size * pixelDeg - widthDeg) <= pixelDeg * (1 + 1e-9), `${grid.size}`);
    }),
  );
});

test('pixels in another unit are converted, and what makes no map is refused', async () => {
  const target = { target: 'x', raDeg: 1, decDeg: 2 };
  const { grid } = await runDirectly(SkyGrid, { target, pixelDeg: '3 arcmin', widthDeg: 1 });
  assert.ok(Math.abs(grid.pixelDeg - 0.05) < 1e-12);
  assert.equal(grid.size, 21);
  await assert.rejects(runDirectly(SkyGrid, { target, pixelDeg: 0 }), { code: 'invalid_request' });
  await assert.rejects(runDirectly(SkyGrid, { target, widthDeg: 400 }), { code: 'invalid_request' });
});
