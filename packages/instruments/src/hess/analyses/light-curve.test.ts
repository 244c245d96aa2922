// Tests of the light curve: order in time, rates, constancy, dropped runs, the file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFits } from '@stemma/data/fits';
import { chiSquareSf } from '@stemma/data/statistics';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { LightCurve } from './light-curve.ts';

const target = { target: 'made up', raDeg: 0, decDeg: 0 };
const counted = (obsId: number, on: number, off: number, startMjdTt: number) => ({
  ok: true,
  value: {
    counts: {
      obsId,
      on,
      off,
      regions: 10,
      alpha: 0.1,
      livetimeS: 600,
      startMjdTt,
      stopMjdTt: startMjdTt + 0.01,
      zenithDeg: 20,
    },
  },
});
const failed = { ok: false, reason: 'no_off_region', message: 'no room', detail: {} };
const selection = (count: number) => ({ runs: Array.from({ length: count }, (_, i) => ({ obsId: i + 1 })) });

test('points are in order of time and have rates by minute of livetime', async () => {
  const { points, dropped } = await runDirectly(LightCurve, {
    target,
    selection: selection(3),
    counts: [counted(1, 30, 100, 53_001), failed, counted(3, 120, 200, 53_000)],
  });
  assert.deepEqual([...points.obsId], [3, 1]);
  assert.deepEqual([...points.excess], [100, 20]);
  assert.deepEqual([...points.ratePerMin], [10, 2]);
  assert.ok(Math.abs(points.errorPerMin[1]! - Math.sqrt(31) / 10) < 1e-12);
  assert.deepEqual(
    dropped.map(({ obsId }) => obsId),
    [2],
  );
});

test('equal rates are constant, unequal ones are not', async () => {
  const at = async (...on: number[]) =>
    (
      await runDirectly(LightCurve, {
        target,
        selection: selection(on.length),
        counts: on.map((n, i) => counted(i + 1, n, 0, 53_000 + i)),
      })
    ).constancy;
  assert.deepEqual(await at(60, 60), { meanPerMin: 6, chiSquare: 0, degreesOfFreedom: 1, probability: 1 });
  const varying = await at(100, 400);
  // Rates of 10 and 40 with errors of 1 and 2, both 15 from their mean.
  assert.equal(varying.meanPerMin, 25);
  assert.ok(Math.abs(varying.chiSquare - 281.25) < 1e-9);
  assert.equal(varying.probability, chiSquareSf(varying.chiSquare, 1));
});

test('a single run and a run without any counts are no reason to fail', async () => {
  const { constancy, points } = await runDirectly(LightCurve, {
    target,
    selection: selection(1),
    counts: [counted(1, 0, 0, 53_000)],
  });
  assert.deepEqual(constancy, { meanPerMin: 0, chiSquare: 0, degreesOfFreedom: 0, probability: 1 });
  assert.deepEqual([...points.ratePerMin], [0]);
});

test('the file holds the points, its derivation and the terms of use', async () => {
  const { fits, points } = await runDirectly(LightCurve, {
    target,
    selection: selection(1),
    counts: [counted(1, 60, 100, 53_000)],
  });
  const table = readFits(fits.bytes()).table('LIGHTCURVE');
  assert.deepEqual([...table.column('RATE').physical()], [...points.ratePerMin]);
  assert.equal(table.column('TIME_MIN').unit, 'd');
  assert.match(table.header.string('DERIV_ID'), /^[0-9a-f]{64}$/);
  assert.match(table.header.commentary('COMMENT').join(''), /terms of use must be included/);
});
