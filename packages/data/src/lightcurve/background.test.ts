/** Tests of the background model on simulated light curves. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { standardDeviation } from '../statistics/descriptive.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { backgroundCounts, estimateBackground, excessVariance } from './background.ts';
import { simulateLightCurve } from './simulate-light-curve.ts';

const base = { reference: instantFromTtNs(0n), startS: -50, binS: 0.1, bins: 1000, backgroundCps: 91_000 };
const seed = 'a1'.repeat(32);

test('level and excess variance of a wild background are found', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, excessVariance: 1.3 });
  const background = estimateBackground(lc);
  assert.ok(Math.abs(background.meanCps - 91_000) < 4 * 1.3 * Math.sqrt(91_000 / 100));
  assert.ok(Math.abs(background.excessVariance - 1.3) < 0.12);
  assert.equal(background.binsUsed, 1000);
});

test('pure counting noise has the excess variance 1', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, bins: 20_000 });
  assert.ok(Math.abs(estimateBackground(lc).excessVariance - 1) < 0.02);
  assert.equal(excessVariance([1, 2], [1, 1]), 1);
  assert.equal(excessVariance([1, 1, 1], [0, 0, 0]), 1);
});

test('an excluded burst leaves no trace in the background', () => {
  const pulses = [{ shape: 'box', timeS: -5, widthS: 10, counts: 1e6 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const clean = estimateBackground(lc, { degree: 1, exclude: [{ startS: -6, stopS: 6 }] });
  assert.ok(Math.abs(clean.meanCps - 91_000) < 150);
  assert.equal(clean.rateCps.length, 1000);
  assert.equal(clean.binsUsed, 880);
  assert.ok(estimateBackground(lc).meanCps > 100_000);
});

test('the degree rises for a slope and stays for a constant', () => {
  const options = { degree: 3, raiseBelow: 0.001 };
  const flat = simulateLightCurve(randomFromDigest(seed), base);
  const sloping = simulateLightCurve(randomFromDigest(seed), { ...base, slopeCps2: 30 });
  assert.equal(estimateBackground(flat, options).degree, 0);
  assert.equal(estimateBackground(sloping, options).degree, 1);
});

test('low counts do not pull the level down', () => {
  const random = randomFromDigest(seed);
  let total = 0;
  for (let k = 0; k < 100; k++)
    total += estimateBackground(simulateLightCurve(random, { ...base, backgroundCps: 30 })).meanCps;
  assert.ok(Math.abs(total / 100 - 30) < 4 * Math.sqrt(30 / 10_000), `${total / 100}`);
});

test('the stated error of background counts in a gap is the scatter of 200 simulations', () => {
  const random = randomFromDigest(seed);
  let stated = 0;
  const values = Float64Array.from({ length: 200 }, () => {
    const lc = simulateLightCurve(random, { ...base, bins: 300, excessVariance: 1.5 });
    const background = estimateBackground(lc, { degree: 1, exclude: [{ startS: -40, stopS: -30 }] });
    const { value, error } = backgroundCounts(lc, background, 100, 200);
    stated += error / 200;
    return value;
  });
  assert.ok(Math.abs(standardDeviation(values) / stated - 1) < 0.2, `${standardDeviation(values)} ${stated}`);
});

test('too little data for the degree is refused', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, bins: 10 });
  assert.throws(() => estimateBackground(lc, { exclude: [{ startS: -100, stopS: 100 }] }), /needs 1 points, not 0/);
});
