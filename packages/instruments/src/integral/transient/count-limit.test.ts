// Tests of limits and fluences from counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFromDigest } from '@stemma/data/statistics';
import { countLimit, fluenceOfCounts, netCountsOf } from './count-limit.ts';
import { detectors } from './detectors.ts';
import { directionResponse } from './direction-response.ts';
import { hardSpectrum, softSpectrum } from './spectral-model.ts';

test('the limits of GCN 34316 come out within 20 %: 1.8e-7 hard in 1 s, 1.5e-7 soft in 1 s, 4.2e-8 erg/cm2/s in 8 s', () => {
  const limit = (spectrum: typeof hardSpectrum, timescaleS: number) => {
    const { ergPerCm2PerCount } = directionResponse(
      detectors.ACS,
      spectrum,
      { thetaDeg: 75, phiDeg: 90 },
      { minKeV: 75, maxKeV: 2000 },
    );
    return countLimit(3, 85_000, 1.2, timescaleS) * ergPerCm2PerCount;
  };
  const pairs = [
    [limit(hardSpectrum, 1), 1.8e-7],
    [limit(softSpectrum, 1), 1.5e-7],
    [limit(softSpectrum, 8) / 8, 4.2e-8],
  ] as const;
  for (const [own, published] of pairs) assert.ok(Math.abs(own / published - 1) < 0.2, `${own} for ${published}`);
});

test('limits grow with level and scatter, and as the root of background and time', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      (background, time) => {
        const one = countLimit(1, background, 1, time);
        assert.ok(Math.abs(countLimit(3, background, 1.5, time) / one - 4.5) < 1e-9);
        assert.ok(Math.abs(countLimit(1, 4 * background, 1, 4 * time) / one - 4) < 1e-9);
      },
    ),
  );
});

test('net counts have the error of Poisson noise, of the scatter beyond it, and of the level', () => {
  const burst = { grossCounts: 10_000, backgroundCps: 4500, backgroundErrorCps: 0, excessVariance: 1, durationS: 2 };
  assert.deepEqual(netCountsOf(burst), { value: 1000, error: 100 });
  assert.ok(Math.abs(netCountsOf({ ...burst, excessVariance: 2 }).error - Math.sqrt(10_000 + 27_000)) < 1e-9);
  assert.ok(Math.abs(netCountsOf({ ...burst, backgroundErrorCps: 50 }).error - Math.hypot(100, 100)) < 1e-9);
});

test('pulls of simulated net counts have the width that their errors say', () => {
  const random = randomFromDigest('a7'.repeat(32));
  const [count, truth] = [4000, 500];
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    const grossCounts = random.poisson(8500 + truth);
    const net = netCountsOf({
      grossCounts,
      backgroundCps: 8500,
      backgroundErrorCps: 0,
      excessVariance: 1,
      durationS: 1,
    });
    const pull = (net.value - truth) / net.error;
    sum += pull;
    squares += pull * pull;
  }
  // Five standard errors of a mean and of a variance of 4000 standard normal numbers.
  assert.ok(Math.abs(sum / count) < 5 / Math.sqrt(count));
  assert.ok(Math.abs(squares / count - 1) < 5 * Math.sqrt(2 / count), `${squares / count}`);
});

test('the error of a fluence holds the counts and, in square, the model', () => {
  const net = { value: 1000, error: 30 };
  const { value, error } = fluenceOfCounts(net, 1e-10);
  assert.ok(Math.abs(value - 1e-7) < 1e-18 && Math.abs(error - 3e-9) < 1e-18);
  assert.ok(Math.abs(fluenceOfCounts(net, 1e-10, 0.04).error - 5e-9) < 1e-18);
});
