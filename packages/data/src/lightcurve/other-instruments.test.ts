/** The same algorithms on light curves unlike SPI-ACS: rates with their own errors, coarse bins, few counts, odd shapes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { estimateBackground } from './background.ts';
import { burstDuration } from './burst-duration.ts';
import { findBurst, rateBlocks } from './burst-interval.ts';
import { burstPeak, netCounts } from './burst-measures.ts';
import { searchExcesses } from './excess-search.ts';
import { type LightCurve, lightCurveFromCounts, lightCurveFromRates, ratesCps } from './light-curve.ts';
import { pulseCounts, simulateLightCurve } from './simulate-light-curve.ts';

const reference = instantFromTtNs(0n);
const seed = '2b'.repeat(32);

/** A light curve whose counts come ten at a time, so that its errors are sqrt(10) larger than Poisson's. */
function bunched(): LightCurve {
  const random = randomFromDigest(seed);
  const pulse = { shape: 'gauss', timeS: 300, widthS: 10, counts: 4000 } as const;
  const centreS = Float64Array.from({ length: 600 }, (_, i) => i + 0.5);
  const rateCps = centreS.map((t) => 10 * random.poisson(100 + pulseCounts(pulse, t - 0.5, t + 0.5)));
  return lightCurveFromRates({
    reference,
    centreS,
    rateCps,
    errorCps: rateCps.map((rate) => Math.sqrt(10 * rate)),
    widthS: 1,
  });
}

test('errors that are not Poisson enter excess variance and significance', () => {
  const lc = bunched();
  const background = estimateBackground(lc, { exclude: [{ startS: 260, stopS: 340 }] });
  assert.ok(Math.abs(background.excessVariance - 1) < 0.1, `${background.excessVariance}`);
  const net = netCounts(lc, background, { startS: 260, stopS: 340 });
  assert.ok(Math.abs(net.value - 40_000) < 4 * net.error);
  // sqrt(10) times the Poisson error of the 120,000 counts, and the background below them.
  assert.ok(net.error > Math.sqrt(10 * 115_000) && net.error < 1.2 * Math.sqrt(10 * 125_000), `${net.error}`);
  const { scales } = searchExcesses(lc, { scalesS: [20], exclude: [{ startS: 260, stopS: 340 }] });
  assert.ok(scales[0]!.maxSnr > 34 && scales[0]!.maxSnr < 44);
});

test('noise that is not Poisson makes no burst, the pulse in it does', () => {
  const lc = bunched();
  const { burst } = findBurst(lc);
  assert.ok(burst !== undefined && burst.startS > 265 && burst.stopS < 335 && burst.blocks.length < 10);
  const quiet = { ...lc, counts: lc.counts.subarray(0, 250), variance: lc.variance.subarray(0, 250) };
  const part = { ...quiet, startS: lc.startS.subarray(0, 250), widthS: lc.widthS.subarray(0, 250) };
  assert.equal(findBurst(part).blocks.length, 1);
  // Read as counted photons, the same rates look three times noisier than Poisson.
  assert.ok(findBurst({ ...part, variance: part.counts }).background.excessVariance > 2.5);
});

test('the error of the peak is that of its column', () => {
  const lc = bunched();
  const peak = burstPeak(lc, estimateBackground(lc), { startS: 200, stopS: 400 });
  assert.ok(Math.abs(peak.grossRateCps.error - Math.sqrt(10 * peak.grossRateCps.value)) < 1e-9);
  assert.ok(Math.abs(peak.timeS - 300) < 20);
});

test('bins of 8 s, as in the IBIS veto, find a long burst and its duration', () => {
  const pulses = [{ shape: 'gauss', timeS: 1000, widthS: 40, counts: 200_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), {
    reference,
    startS: 0,
    binS: 8,
    bins: 300,
    backgroundCps: 5000,
    pulses,
  });
  const { burst, background } = findBurst(lc);
  assert.ok(burst !== undefined && burst.startS > 850 && burst.stopS < 1150);
  const { t90S } = burstDuration(lc, background, burst.window, randomFromDigest(seed));
  assert.ok(Math.abs(t90S.value - 80 * 1.644854) < 4 * t90S.error, `${t90S.value} ${t90S.error}`);
});

test('bins that alternate between two widths show no structure of their own', () => {
  const random = randomFromDigest(seed);
  const widthS = Float64Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 0.05 : 0.15));
  const startS = widthS.map((_, i) => 0.2 * Math.floor(i / 2) + (i % 2 === 0 ? 0 : 0.05));
  const lc = lightCurveFromCounts({
    reference,
    startS,
    widthS,
    counts: widthS.map((width) => random.poisson(91_000 * width)),
  });
  const { background, burst, blocks } = findBurst(lc);
  assert.equal(burst, undefined);
  assert.equal(blocks.length, 1);
  assert.ok(Math.abs(background.excessVariance - 1) < 0.1);
  const { maxExcessVariance } = searchExcesses(lc, { scalesS: [0.1, 0.2, 1] });
  assert.ok(maxExcessVariance < 1.2, `${maxExcessVariance}`);
  assert.ok(ratesCps(lc).every((rate) => Math.abs(rate / 91_000 - 1) < 0.1));
});

test('blocks tile the data and carry the excess of their stretch', () => {
  const pulses = [{ shape: 'box', timeS: 20, widthS: 5, counts: 50_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), {
    reference,
    startS: 0,
    binS: 0.1,
    bins: 500,
    backgroundCps: 91_000,
    pulses,
  });
  const level = { rateCps: new Float64Array(500).fill(91_000), excessVariance: 1 };
  const blocks = rateBlocks(lc, level);
  assert.equal(blocks.length, 3);
  assert.deepEqual([blocks[0]!.first, blocks.at(-1)!.end], [0, 500]);
  assert.ok(Math.abs(blocks[1]!.rateCps - 10_000) < 500);
  assert.ok(Math.abs(blocks[1]!.snr - 50_000 / Math.sqrt(455_000)) < 5);
  // Twice the excess variance halves the significance.
  const wild = rateBlocks(lc, { ...level, excessVariance: 2 });
  assert.ok(Math.abs(wild[1]!.snr / blocks[1]!.snr - 0.5) < 0.05);
});

test('a part of the bins has its own blocks, numbered as in the whole', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), {
    reference,
    startS: 0,
    binS: 0.1,
    bins: 500,
    backgroundCps: 91_000,
  });
  const level = { rateCps: new Float64Array(500).fill(91_000), excessVariance: 1 };
  const [block] = rateBlocks(lc, level, 0.01, [100, 300]);
  assert.deepEqual([block!.first, block!.end], [100, 300]);
  assert.ok(Math.abs(block!.startS - 10) < 1e-9 && Math.abs(block!.stopS - 30) < 1e-9);
});
