/** Tests of burst finding, durations and measures on simulated bursts of known truth. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { burstDuration } from './burst-duration.ts';
import { findBurst, padInterval } from './burst-interval.ts';
import { burstOnset, burstPeak, fluence, netCounts } from './burst-measures.ts';
import { type Pulse, pulseCounts, simulateLightCurve } from './simulate-light-curve.ts';

const base = {
  reference: instantFromTtNs(0n),
  startS: 0,
  binS: 0.1,
  bins: 1200,
  backgroundCps: 91_000,
  excessVariance: 1.1,
};
const seed = 'd4'.repeat(32);
/** T90 of a Gaussian pulse in units of its sigma: twice the normal quantile of 0.95. */
const gaussT90 = 2 * 1.644_853_626_951_472_2;

/** Simulates a pulse `runs` times and counts how often truth lies within the stated errors. */
function coverage(pulse: Pulse, t90S: number, runs: number) {
  const random = randomFromDigest(seed);
  const tally = { found: 0, t90: 0, t90Within: 0, netWithin: 0, onsets: 0 };
  for (let k = 0; k < runs; k++) {
    const lc = simulateLightCurve(random, { ...base, pulses: [pulse] });
    const { background, burst } = findBurst(lc);
    if (burst === undefined) continue;
    const duration = burstDuration(lc, background, burst.window, random, 80);
    const net = netCounts(lc, background, burst.window);
    tally.found++;
    tally.t90 += duration.t90S.value;
    tally.t90Within += Math.abs(duration.t90S.value - t90S) < duration.t90S.error ? 1 : 0;
    tally.netWithin += Math.abs(net.value - pulse.counts) < net.error ? 1 : 0;
    tally.onsets += burstOnset(lc, background, burst.first, burst.blocks[0]!.rateCps).startS;
  }
  return { ...tally, meanT90S: tally.t90 / tally.found, meanOnsetS: tally.onsets / tally.found };
}

test('a bright pulse has an unbiased T90 whose error covers the truth two times in three', () => {
  const { found, meanT90S, t90Within, netWithin } = coverage(
    { shape: 'gauss', timeS: 60, widthS: 2, counts: 60_000 },
    2 * gaussT90,
    40,
  );
  assert.equal(found, 40);
  assert.ok(Math.abs(meanT90S - 2 * gaussT90) < 0.25, `${meanT90S}`);
  assert.ok(t90Within >= 20 && t90Within <= 38, `${t90Within} of 40`);
  assert.ok(netWithin >= 20 && netWithin <= 36, `${netWithin} of 40`);
});

test('a faint pulse of 11 sigma is found and its duration is right to a third', () => {
  const { found, meanT90S, t90Within } = coverage(
    { shape: 'gauss', timeS: 60, widthS: 2, counts: 9000 },
    2 * gaussT90,
    40,
  );
  assert.equal(found, 40);
  assert.ok(Math.abs(meanT90S / (2 * gaussT90) - 1) < 0.33, `${meanT90S}`);
  assert.ok(t90Within >= 14, `${t90Within} of 40`);
});

test('a short burst of 0.4 s and a burst with a long tail are measured alike', () => {
  const short = coverage({ shape: 'box', timeS: 60, widthS: 0.4, counts: 4000 }, 0.36, 30);
  assert.equal(short.found, 30);
  assert.ok(Math.abs(short.meanT90S - 0.36) < 0.1, `${short.meanT90S}`);
  assert.ok(Math.abs(short.meanOnsetS - 60) < 0.05);
  // 5 and 95 per cent of x exp(-x) arrive at x = 0.35536 and 4.74386 (quantiles of the gamma distribution of shape 2).
  const truth = 2 * (4.743_865 - 0.355_361);
  const tail = coverage({ shape: 'fred', timeS: 50, widthS: 2, counts: 200_000 }, truth, 30);
  assert.ok(Math.abs(tail.meanT90S / truth - 1) < 0.05, `${tail.meanT90S}`);
  assert.ok(tail.t90Within >= 14 && tail.netWithin >= 14);
});

test('no burst is found in a hundred quiet light curves', () => {
  const random = randomFromDigest(seed);
  for (let k = 0; k < 100; k++) {
    const { burst, background } = findBurst(simulateLightCurve(random, { ...base, bins: 500 }));
    assert.equal(burst, undefined);
    assert.ok(Math.abs(background.meanCps - 91_000) < 5 * 1.1 * Math.sqrt(91_000 / 50));
  }
});

test('a sloping background is followed under the burst', () => {
  const pulses = [{ shape: 'gauss', timeS: 60, widthS: 2, counts: 60_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, slopeCps2: 60, pulses });
  const { background, burst } = findBurst(lc, { degree: 3, raiseBelow: 0.001 });
  assert.equal(background.degree, 1);
  assert.ok(burst !== undefined && burst.startS > 50 && burst.stopS < 70);
  const net = netCounts(lc, background, burst.window);
  assert.ok(Math.abs(net.value - 60_000) < 4 * net.error, `${net.value} ${net.error}`);
});

test('two peaks near each other are one burst, a spike far away is not part of it', () => {
  const pulses: Pulse[] = [
    { shape: 'gauss', timeS: 50, widthS: 0.5, counts: 40_000 },
    { shape: 'gauss', timeS: 58, widthS: 0.5, counts: 30_000 },
    { shape: 'box', timeS: 100, widthS: 0.1, counts: 3000 },
  ];
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const { burst } = findBurst(lc);
  assert.ok(burst !== undefined && burst.startS < 50 && burst.stopS > 58 && burst.stopS < 61);
  const split = findBurst(lc, { mergeGapS: 1 });
  assert.ok(split.burst !== undefined && split.burst.stopS < 53);
});

test('the peak is the brightest bin, above the background by the counts put there', () => {
  const pulses = [{ shape: 'box', timeS: 60, widthS: 0.1, counts: 20_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const { background, burst } = findBurst(lc);
  const peak = burstPeak(lc, background, burst!);
  assert.ok(Math.abs(peak.timeS - 60.05) < 1e-6);
  assert.ok(Math.abs(peak.netRateCps.value - 200_000) < 4 * peak.netRateCps.error);
  assert.ok(Math.abs(peak.grossRateCps.value - peak.netRateCps.value - background.meanCps) < 1e-6);
  assert.throws(() => burstPeak(lc, background, { startS: 999, stopS: 1000 }), /no bin/);
});

test('the onset error is half a bin for a sharp rise and more for a faint one', () => {
  const onsetError = (counts: number): number => {
    const pulses = [{ shape: 'box', timeS: 60, widthS: 10, counts }] as const;
    const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
    const { background, burst } = findBurst(lc);
    const onset = burstOnset(lc, background, burst!.first, burst!.blocks[0]!.rateCps);
    assert.ok(Math.abs(onset.startS - 60) < 4 * onset.errorS, `${onset.startS} ${onset.errorS}`);
    return onset.errorS;
  };
  assert.equal(onsetError(1e6), 0.05);
  assert.ok(onsetError(14_000) > 0.1);
});

test('fluence adds the errors of counts and response in quadrature', () => {
  const { value, error } = fluence({ value: 1000, error: 30 }, { value: 1e-10, error: 4e-12 });
  assert.ok(Math.abs(value - 1e-7) < 1e-20 && Math.abs(error - 5e-9) < 1e-20);
});

test('a duration without net counts is refused', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), base);
  const { background } = findBurst(lc);
  const dark = { ...background, rateCps: background.rateCps.map((rate) => 2 * rate) };
  assert.throws(() => burstDuration(lc, dark, { startS: 10, stopS: 20 }, randomFromDigest(seed)), /more counts/);
});

test('margins leave data for the background', () => {
  const limits = { startS: 0, stopS: 100 };
  assert.deepEqual(padInterval({ startS: 40, stopS: 50 }, limits, 0.5), { startS: 35, stopS: 55 });
  assert.deepEqual(padInterval({ startS: 20, stopS: 80 }, limits, 1), { startS: 20 - 40 / 3, stopS: 80 + 40 / 3 });
  assert.deepEqual(padInterval({ startS: 1, stopS: 11 }, limits, 1), { startS: 0, stopS: 21 });
});

test('pulses hold the counts that they promise', () => {
  for (const shape of ['gauss', 'box', 'fred'] as const) {
    assert.ok(Math.abs(pulseCounts({ shape, timeS: 5, widthS: 2, counts: 100 }, -50, 90) - 100) < 1e-9, shape);
  }
  assert.equal(pulseCounts({ shape: 'fred', timeS: 5, widthS: 2, counts: 100 }, 0, 5), 0);
});

test('a day of data in 50,000 bins is searched in groups, and the burst still found to the bin', () => {
  const pulses = [{ shape: 'box', timeS: 3000.3, widthS: 4, counts: 60_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, bins: 50_000, pulses });
  const { burst, blocks, background } = findBurst(lc);
  assert.ok(burst !== undefined);
  assert.ok(
    Math.abs(burst.startS - 3000.3) < 0.11 && Math.abs(burst.stopS - 3004.3) < 0.11,
    `${burst.startS} ${burst.stopS}`,
  );
  assert.ok(blocks.length >= 3 && blocks.length < 12);
  assert.ok(blocks.every((block, k) => k === 0 || block.first === blocks[k - 1]!.end));
  const net = netCounts(lc, background, burst.window);
  assert.ok(Math.abs(net.value - 60_000) < 4 * net.error);
});

test('a burst in data with gaps is found, and the gaps count for nothing', () => {
  const pulses = [{ shape: 'gauss', timeS: 60, widthS: 1, counts: 50_000 }] as const;
  const whole = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const keep = whole.startS.map((start) => ((start > 20 && start < 35) || (start > 80 && start < 80.5) ? 0 : 1));
  const part = (column: Float64Array): Float64Array => column.filter((_, i) => keep[i] === 1);
  const lc = {
    ...whole,
    startS: part(whole.startS),
    widthS: part(whole.widthS),
    counts: part(whole.counts),
    variance: part(whole.counts),
  };
  const { burst, background } = findBurst(lc);
  assert.ok(burst !== undefined && burst.startS > 55 && burst.stopS < 65);
  assert.ok(Math.abs(background.meanCps - 91_000) < 300);
  const net = netCounts(lc, background, burst.window);
  assert.ok(Math.abs(net.value - 50_000) < 4 * net.error);
});

test('few counts per bin: a burst of forty counts over a background of two per second', () => {
  const options = { ...base, binS: 1, bins: 600, backgroundCps: 2, excessVariance: 1 };
  const pulses = [{ shape: 'box', timeS: 300, widthS: 4, counts: 40 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...options, pulses });
  const { burst, background } = findBurst(lc);
  assert.ok(burst !== undefined && burst.startS >= 299 && burst.stopS <= 306);
  const net = netCounts(lc, background, burst.window);
  assert.ok(Math.abs(net.value - 40) < 4 * net.error && net.error > Math.sqrt(40));
  const duration = burstDuration(lc, background, burst.window, randomFromDigest(seed));
  assert.ok(duration.t90S.value > 2 && duration.t90S.value < 8 && duration.t50S.value < duration.t90S.value);
});

test('one constant level, a dip and empty data are no bursts', () => {
  const dip = simulateLightCurve(randomFromDigest(seed), base);
  dip.counts.fill(4000, 600, 700);
  assert.equal(findBurst(dip).burst, undefined);
  const empty = { ...dip, counts: new Float64Array(1200), variance: new Float64Array(1200) };
  const search = findBurst(empty);
  assert.equal(search.burst, undefined);
  assert.equal(search.background.meanCps, 0);
});

test('the same seed gives the same durations, another seed other errors of the same size', () => {
  const pulses = [{ shape: 'gauss', timeS: 60, widthS: 2, counts: 60_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const { background, burst } = findBurst(lc);
  const measure = (digest: string) => burstDuration(lc, background, burst!.window, randomFromDigest(digest));
  assert.deepEqual(measure(seed), measure(seed));
  const [a, b] = [measure(seed), measure('77'.repeat(32))];
  assert.equal(a.t90S.value, b.t90S.value);
  assert.notEqual(a.t90S.error, b.t90S.error);
  assert.ok(Math.abs(a.t90S.error / b.t90S.error - 1) < 0.4);
  assert.ok(a.t05S.value < a.t25S.value && a.t25S.value < a.t75S.value && a.t75S.value < a.t95S.value);
});
