// Tests of durations on pulses whose durations are known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstDuration } from './burst-duration.ts';
import { BurstInterval } from './burst-interval.ts';

async function durationOf(seed: string, trials = 200, pulse = box) {
  const { lightCurve } = simulated([pulse]);
  const interval = await runDirectly(BurstInterval, { lightCurve });
  const background = await runDirectly(BackgroundModel, { lightCurve, interval: { ok: true, value: interval } });
  return runDirectly(BurstDuration, { lightCurve, interval, background, trials }, { seed });
}

test('a box of ten seconds lasts nine and five, within the stated errors', async () => {
  const { t90, t50, t05, t25, t75, t95 } = await durationOf('a');
  assert.ok(Math.abs(t90.value - 9) < 4 * t90.error && t90.error < 0.3, `${t90.value} ${t90.error}`);
  assert.ok(Math.abs(t50.value - 5) < 4 * t50.error && t50.error < 0.3, `${t50.value} ${t50.error}`);
  assert.ok(t05.value < t25.value && t25.value < t75.value && t75.value < t95.value);
  assert.ok(Math.abs(t95.value - t05.value - t90.value) < 1e-9);
  assert.ok(Math.abs(t75.value - t25.value - t50.value) < 1e-9);
});

test('the value does not depend on the seed, its error hardly', async () => {
  const [a, again, b] = [await durationOf('a'), await durationOf('a'), await durationOf('b')];
  assert.deepEqual(a, again);
  assert.equal(a.t90.value, b.t90.value);
  assert.notEqual(a.t90.error, b.t90.error);
  assert.ok(Math.abs(a.t90.error / b.t90.error - 1) < 0.4);
});

test('a fainter burst has a larger error', async () => {
  const [bright, faint] = [await durationOf('a'), await durationOf('a', 200, { ...box, counts: 40_000 })];
  assert.ok(faint.t90.error > 2 * bright.t90.error, `${faint.t90.error} ${bright.t90.error}`);
});
