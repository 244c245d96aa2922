/** Tests of the simulator: the judge of the other algorithms must itself be right. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, variance } from '../statistics/descriptive.ts';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { type Pulse, pulseCounts, simulateLightCurve } from './simulate-light-curve.ts';

const base = { reference: instantFromTtNs(0n), startS: -10, binS: 0.1, bins: 20_000, backgroundCps: 91_000 };
const seed = '3c'.repeat(32);

test('counts have the mean and the excess variance asked for', () => {
  for (const excessVariance of [1, 1.2, 2]) {
    const { counts } = simulateLightCurve(randomFromDigest(seed), { ...base, excessVariance });
    assert.ok(Math.abs(mean(counts) - 9100) < 4 * excessVariance * Math.sqrt(9100 / 20_000));
    assert.ok(Math.abs(Math.sqrt(variance(counts) / 9100) / excessVariance - 1) < 0.025);
  }
});

test('a slope is followed and never goes below zero', () => {
  const { counts } = simulateLightCurve(randomFromDigest(seed), {
    ...base,
    bins: 2000,
    backgroundCps: 1000,
    slopeCps2: -10,
  });
  assert.ok(Math.abs(mean(counts.subarray(0, 100)) - 95) < 5);
  assert.ok(counts.subarray(1010).every((count) => count === 0));
});

test('pulses add their counts to the background', () => {
  const pulses: Pulse[] = [
    { shape: 'fred', timeS: 10, widthS: 1, counts: 50_000 },
    { shape: 'gauss', timeS: 50, widthS: 1, counts: 30_000 },
  ];
  const quiet = simulateLightCurve(randomFromDigest(seed), { ...base, bins: 1000 });
  const { counts } = simulateLightCurve(randomFromDigest(seed), { ...base, bins: 1000, pulses });
  const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(total(counts) - total(quiet.counts) - 80_000) < 6 * Math.sqrt(2 * 9_180_000));
});

test('pulse shapes peak where they should', () => {
  const peak = (pulse: Pulse): number => {
    const values = Array.from({ length: 200 }, (_, i) => pulseCounts(pulse, i * 0.1, i * 0.1 + 0.1));
    return values.indexOf(Math.max(...values)) * 0.1 + 0.05;
  };
  // x exp(-x) is highest at x = 1.
  assert.ok(Math.abs(peak({ shape: 'fred', timeS: 5, widthS: 3, counts: 1 }) - 8) < 0.1);
  assert.ok(Math.abs(peak({ shape: 'gauss', timeS: 7.05, widthS: 1, counts: 1 }) - 7.05) < 0.01);
});

test('a pulse cut by bin edges loses nothing', () => {
  const pulse: Pulse = { shape: 'box', timeS: 1.03, widthS: 0.5, counts: 10 };
  let total = 0;
  for (let i = 0; i < 30; i++) total += pulseCounts(pulse, i * 0.1, (i + 1) * 0.1);
  assert.ok(Math.abs(total - 10) < 1e-12);
  assert.ok(Math.abs(pulseCounts(pulse, 1, 1.1) - 1.4) < 1e-12);
});

test('the same seed simulates the same light curve', () => {
  const simulate = () => simulateLightCurve(randomFromDigest(seed), { ...base, bins: 100, excessVariance: 1.3 });
  assert.deepEqual(simulate(), simulate());
});
