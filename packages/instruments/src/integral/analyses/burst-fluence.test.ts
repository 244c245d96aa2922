// Tests of peak, counts and fluence on a burst of known counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstFluence, SpiAcsResponse } from './burst-fluence.ts';
import { BurstInterval } from './burst-interval.ts';

async function fluenceOf(response: Readonly<Record<string, unknown>> = {}, counts = 200_000) {
  const { lightCurve } = simulated([{ ...box, counts }]);
  const interval = await runDirectly(BurstInterval, { lightCurve });
  const background = await runDirectly(BackgroundModel, { lightCurve, interval: { ok: true, value: interval } });
  return runDirectly(BurstFluence, {
    lightCurve,
    interval,
    background,
    response: await runDirectly(SpiAcsResponse, response),
  });
}

test('net counts are those of the burst within their error', async () => {
  for (const counts of [50_000, 200_000, 2e6]) {
    const { netCounts } = await fluenceOf({}, counts);
    assert.ok(Math.abs(netCounts.value - counts) < 4 * netCounts.error, `${netCounts.value} ${netCounts.error}`);
    assert.ok(netCounts.error < 4000);
  }
});

test('fluence is counts times the response, whose own error adds in square', async () => {
  const plain = await fluenceOf();
  assert.ok(Math.abs(plain.fluence.value / (plain.netCounts.value * 1e-10) - 1) < 1e-12);
  assert.ok(Math.abs(plain.fluence.error / (plain.netCounts.error * 1e-10) - 1) < 1e-12);
  const systematic = await fluenceOf({ relativeError: 0.5 });
  assert.ok(systematic.fluence.error > 0.5 * systematic.fluence.value);
  assert.equal(plain.band, '75–2000 keV');
  const inJoule = await fluenceOf({ ergPerCm2PerCount: '1e-13 J/m2' });
  assert.ok(Math.abs(inJoule.fluence.value / plain.fluence.value - 1) < 1e-9);
});

test('the peak lies in the burst, and gross and net rates differ by the background', async () => {
  const { peakGrossCps, peakNetCps, peakS, peakUtc, peakWidthS } = await fluenceOf();
  assert.ok(peakS > 0 && peakS < 10);
  assert.equal(peakWidthS, 0.1);
  assert.ok(Math.abs(peakGrossCps.value - peakNetCps.value - 90_000) < 100);
  // The highest of 100 bins of 11,000 counts lies some 2.5 sigma up.
  assert.ok(peakNetCps.value > 20_000 && peakNetCps.value < 20_000 + 5 * peakNetCps.error);
  assert.match(peakUtc, /^2023-03-07T15:44:(0[7-9]|1[0-7])\.\d\d$/);
});
