// Tests of adding runs: totals, unequal alphas, dropped runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
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

const run = fc.record({ on: fc.nat(500), off: fc.nat(500), regions: fc.integer({ min: 1, max: 60 }) });

test('the total of any runs is the sum of theirs, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (list) => {
      const totalOf = async (runs: typeof list) => {
        const counts = runs.map(({ on, off, regions }, i) => counted(i + 1, on, off, regions));
        const out = await runDirectly(Significance, {
          selection: { runs: runs.map((_, i) => ({ obsId: i })) },
          counts,
        });
        return { total: out.total, sum: out.runs.excess.reduce((a, b) => a + b, 0) };
      };
      const [{ total, sum }, { total: reversed }] = await Promise.all([totalOf(list), totalOf(list.toReversed())]);
      // Sums of at most six numbers below 1000: rounding stays below 1e-9.
      assert.ok(Math.abs(total.excess - sum) < 1e-9);
      assert.ok(
        Math.abs(total.excess - reversed.excess) < 1e-9 && Math.abs(total.background - reversed.background) < 1e-9,
      );
      assert.deepEqual([total.on, total.off], [reversed.on, reversed.off]);
      assert.ok(Math.abs(total.on - total.background - total.excess) < 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('a deficit is negative, and as many ON counts as background are no excess at all', async () => {
  const of = async (on: number) =>
    (await runDirectly(Significance, { selection, counts: [counted(1, on, 100, 10)] })).total;
  assert.ok((await of(2)).sigma < -2 && (await of(2)).excess === -8);
  const none = await of(10);
  assert.deepEqual([none.excess, Math.abs(none.sigma) < 1e-6], [0, true]);
});

test('when every run has failed there is no significance, and the first reason is told', async () => {
  const failed = { ok: false, reason: 'no_data', message: 'run 1 has no events', detail: {} };
  await assert.rejects(runDirectly(Significance, { selection, counts: [failed, failed, failed] }), {
    reason: 'no_usable_run',
    message: /none of 3 runs can be used: run 1 has no events/,
  });
});
