// Tests of adding runs: totals, unequal alphas, dropped runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liMaSignificance } from '@stemma/data/statistics';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { Significance } from './significance.ts';

const counted = (obsId: number, on: number, off: number, regions: number) => ({
  ok: true,
  value: { counts: { obsId, on, off, regions, alpha: 1 / regions, livetimeS: 1000, offsetDeg: 0.5 } },
});
const selection = { runs: [{ obsId: 1 }, { obsId: 2 }, { obsId: 3 }] };

test('counts add up; unequal alphas combine so that the background adds up too', async () => {
  const failed = { ok: false, reason: 'no_off_region', message: 'no room', detail: {} };
  const { total, runs, dropped } = await runDirectly(Significance, {
    selection,
    counts: [counted(1, 50, 100, 10), failed, counted(3, 40, 400, 40)],
  });
  assert.deepEqual([total.on, total.off, total.background, total.livetimeS], [90, 500, 20, 2000]);
  assert.ok(Math.abs(total.excess - 70) < 1e-12);
  assert.ok(Math.abs(total.excessError - Math.sqrt(90 + 100 / 100 + 400 / 1600)) < 1e-12);
  assert.equal(total.sigma, liMaSignificance({ on: 90, off: 500, alpha: 0.04 }));
  assert.deepEqual([...runs.obsId], [1, 3]);
  assert.deepEqual([...runs.excess], [40, 30]);
  assert.equal(runs.sigma[0], liMaSignificance({ on: 50, off: 100, alpha: 0.1 }));
  assert.deepEqual(dropped, [{ obsId: 2, reason: 'no_off_region', message: 'no room' }]);
});

test('runs without any OFF counts still have an alpha: that of their exposures', async () => {
  const { total } = await runDirectly(Significance, {
    selection,
    counts: [counted(1, 5, 0, 10), counted(2, 3, 0, 30)],
  });
  assert.equal(total.alpha, 2 / 40);
  assert.equal(total.sigma, liMaSignificance({ on: 8, off: 0, alpha: 0.05 }));
});
