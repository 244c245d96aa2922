/** Tests of peak, counts, fluence and onset: numbers by hand where they can be had, errors by simulation. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, standardDeviation } from '../statistics/descriptive.ts';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { estimateBackground } from './background.ts';
import { burstOnset, burstPeak, netCounts } from './burst-measures.ts';
import { lightCurveFromCounts } from './light-curve.ts';
import { simulateLightCurve } from './simulate-light-curve.ts';

const reference = instantFromTtNs(0n);

/** Ten seconds of 100 counts with 50 more in seconds 4 and 5. */
const plain = lightCurveFromCounts({
  reference,
  startS: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  widthS: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  counts: [100, 100, 100, 100, 150, 150, 100, 100, 100, 100],
});
const flat = estimateBackground(plain, { exclude: [{ startS: 4, stopS: 6 }] });

test('net counts and their error are those of a sum on paper', () => {
  const net = netCounts(plain, flat, { startS: 4, stopS: 6 });
  assert.ok(Math.abs(net.value - 100) < 1e-9);
  // 300 counts seen; the background of 2 s from 8 s of 100 counts: 200 * 1 / sqrt(800) = sqrt(50).
  assert.ok(Math.abs(net.error - Math.sqrt(350)) < 1e-9, `${net.error}`);
  assert.deepEqual(netCounts(plain, flat, { startS: 20, stopS: 30 }), { value: 0, error: 0 });
});

test('the excess variance of the background widens the error', () => {
  const wild = { ...flat, excessVariance: 2 };
  const net = netCounts(plain, wild, { startS: 4, stopS: 6 });
  // 300 + (4 - 1) * 200 + (2 * sqrt(50))^2.
  assert.ok(Math.abs(net.error - Math.sqrt(300 + 600 + 200)) < 1e-9);
});

test('the peak of unequal bins is the highest rate, not the most counts', () => {
  const lc = lightCurveFromCounts({
    reference,
    startS: [0, 1, 1.5, 2],
    widthS: [1, 0.5, 0.5, 2],
    counts: [100, 90, 50, 240],
  });
  const background = estimateBackground(lc, { exclude: [{ startS: 1, stopS: 4 }] });
  const peak = burstPeak(lc, background, { startS: 0, stopS: 4 });
  assert.equal(peak.bin, 1);
  assert.equal(peak.timeS, 1.25);
  assert.equal(peak.grossRateCps.value, 180);
  assert.ok(Math.abs(peak.grossRateCps.error - Math.sqrt(90) / 0.5) < 1e-12);
  assert.ok(Math.abs(peak.netRateCps.value - 80) < 1e-9);
  assert.ok(peak.netRateCps.error > peak.grossRateCps.error);
});

test('the stated error of net counts is their scatter over 250 simulations', () => {
  const random = randomFromDigest('4b'.repeat(32));
  const interval = { startS: 20, stopS: 30 };
  const pulses = [{ shape: 'box', timeS: 22, widthS: 5, counts: 30_000 }] as const;
  let stated = 0;
  const values = Float64Array.from({ length: 250 }, () => {
    const options = { reference, startS: 0, binS: 0.1, bins: 500, backgroundCps: 91_000, excessVariance: 1.2, pulses };
    const lc = simulateLightCurve(random, options);
    const net = netCounts(lc, estimateBackground(lc, { degree: 1, exclude: [interval] }), interval);
    stated += net.error / 250;
    return net.value;
  });
  assert.ok(Math.abs(standardDeviation(values) / stated - 1) < 0.18, `${standardDeviation(values)} ${stated}`);
  assert.ok(Math.abs(mean(values) - 30_000) < (4 * stated) / Math.sqrt(250));
});

test('the onset of a clear step is its bin, with half the bin as error', () => {
  const lc = lightCurveFromCounts({ ...plain, counts: plain.counts.map((_, i) => (i < 6 ? 10_000 : 13_000)) });
  const background = estimateBackground(lc, { exclude: [{ startS: 6, stopS: 10 }] });
  assert.deepEqual(burstOnset(lc, background, 6, 3000), { bin: 6, startS: 6, centreS: 6.5, stopS: 7, errorS: 0.5 });
});

test('the onset error of a faint step covers the truth in two cases of three or more', () => {
  const random = randomFromDigest('5c'.repeat(32));
  const pulses = [{ shape: 'box', timeS: 25, widthS: 100, counts: 100_000 }] as const;
  let within = 0;
  const runs = 120;
  for (let k = 0; k < runs; k++) {
    const lc = simulateLightCurve(random, {
      reference,
      startS: 0,
      binS: 0.1,
      bins: 500,
      backgroundCps: 91_000,
      pulses,
    });
    const background = estimateBackground(lc, { exclude: [{ startS: 22, stopS: 50 }] });
    // The best change point for a step of 1000 counts per second, found by brute force.
    let best = 0;
    let bestSum = -Infinity;
    let sum = 0;
    for (let i = 499; i >= 0; i--) {
      sum += lc.counts[i]! * Math.log1p(1000 / background.rateCps[i]!) - 100;
      if (sum > bestSum) [best, bestSum] = [i, sum];
    }
    const onset = burstOnset(lc, background, best, 1000);
    if (Math.abs(onset.startS - 25) <= onset.errorS) within++;
    assert.ok(onset.errorS >= 0.05);
  }
  assert.ok(within > 0.6 * runs, `${within} of ${runs}`);
});
