// Tests of where the burst is, on simulations with known truth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedFailure } from '@stemma/core';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BurstInterval } from './burst-interval.ts';

test('a box burst is found at its edges, with a window around it', async () => {
  const { lightCurve } = simulated([box]);
  const interval = await runDirectly(BurstInterval, { lightCurve });
  assert.ok(
    Math.abs(interval.startS) < 0.15 && Math.abs(interval.stopS - 10) < 0.25,
    `${interval.startS} ${interval.stopS}`,
  );
  assert.ok(interval.windowStartS < interval.startS - 5 && interval.windowStopS > interval.stopS + 5);
  assert.equal(lightCurve.bins.startS[interval.firstBin], interval.startS);
  assert.ok(Math.abs(interval.firstBlockCps - 20_000) < 1000, `${interval.firstBlockCps}`);
  assert.equal(interval.blocks.snr.length, interval.blocks.startS.length);
  assert.equal(Math.max(...interval.blocks.snr), interval.snr);
});

test('without a burst the failure is expected, has a reason, and tells the background', async () => {
  const { lightCurve } = simulated([], 1.2);
  await assert.rejects(runDirectly(BurstInterval, { lightCurve }), (failure: ExpectedFailure) => {
    assert.ok(failure instanceof ExpectedFailure);
    assert.equal(failure.reason, 'no_burst');
    assert.ok(failure.reason in BurstInterval.definition.failures);
    const { meanCps, excessVariance } = failure.detail as { meanCps: number; excessVariance: number };
    assert.ok(Math.abs(meanCps - 90_000) < 200 && Math.abs(excessVariance - 1.2) < 0.06);
    return true;
  });
});

test('the threshold decides what a burst is', async () => {
  // 300 counts/s for 10 s over 90,000: about 3 sigma.
  const { lightCurve } = simulated([{ ...box, counts: 8000 }]);
  const { snr } = await runDirectly(BurstInterval, { lightCurve, thresholdSigma: 3, falsePositive: 0.1 });
  assert.ok(snr > 5 && snr < 13, `${snr}`);
  await assert.rejects(runDirectly(BurstInterval, { lightCurve, thresholdSigma: 20 }), {
    reason: 'no_burst',
    message: /20 sigma/,
  });
});
