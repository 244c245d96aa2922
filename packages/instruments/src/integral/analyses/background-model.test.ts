// Tests of the background model with and without a burst.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BackgroundModel, backgroundOf } from './background-model.ts';

const noBurst = { ok: false, reason: 'no_burst', message: 'no burst', detail: {} };
const windowOf = (windowStartS: number, windowStopS: number) => ({ ok: true, value: { windowStartS, windowStopS } });

test('the burst is left out, and without one all bins count', async () => {
  const { lightCurve } = simulated([box]);
  const outside = await runDirectly(BackgroundModel, { lightCurve, interval: windowOf(-10, 20) });
  assert.ok(Math.abs(outside.meanCps - 90_000) < 100, `${outside.meanCps}`);
  assert.equal(outside.binsUsed, 2700);
  const all = await runDirectly(BackgroundModel, { lightCurve, interval: noBurst });
  assert.ok(Math.abs(all.meanCps - 90_000 - 200_000 / 300) < 100, `${all.meanCps}`);
  assert.equal(all.binsUsed, 3000);
});

test('scatter is measured in units of Poisson noise', async () => {
  for (const truth of [1, 1.5]) {
    const { excessVariance } = await runDirectly(BackgroundModel, { ...simulated([], truth), interval: noBurst });
    assert.ok(Math.abs(excessVariance - truth) < 0.06, `${excessVariance}`);
  }
});

test('the model of a result is the one that the algorithms made', async () => {
  const { lightCurve, found } = simulated([box]);
  const { startS, stopS } = found.burst!.window;
  const values = await runDirectly(BackgroundModel, { lightCurve, interval: windowOf(startS, stopS) });
  assert.deepEqual(backgroundOf(values), found.background);
});

test('the degree is a parameter from 0 to 5', async () => {
  const { lightCurve } = simulated();
  const { fit, modelCps } = await runDirectly(BackgroundModel, { lightCurve, interval: noBurst, degree: '2' });
  assert.equal(fit.alpha.length, 3);
  assert.equal(modelCps.length, 3000);
  await assert.rejects(
    runDirectly(BackgroundModel, { lightCurve, interval: noBurst, degree: 6 }),
    /degree must be a whole number from 0 to 5/,
  );
});
