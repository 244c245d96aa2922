/** Tests of the search over time scales on simulated noise, spikes, bursts and gaps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { normalSf } from '../statistics/normal.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { clusterExcesses, rankExcesses } from './excess-clusters.ts';
import { geometricScales, searchExcesses } from './excess-search.ts';
import { lightCurveFromCounts } from './light-curve.ts';
import { simulateLightCurve } from './simulate-light-curve.ts';

const base = { reference: instantFromTtNs(0n), startS: 0, binS: 0.1, bins: 3000, backgroundCps: 91_000 };
const seed = 'b2'.repeat(32);

test('scales go up in even steps of the logarithm', () => {
  assert.deepEqual(
    geometricScales(0.1, 1, 2).map((s) => s.toFixed(4)),
    ['0.1000', '0.3162', '1.0000'],
  );
});

test('pure Poisson noise exceeds three sigma as often as the normal distribution says', () => {
  const random = randomFromDigest(seed);
  let seen = 0;
  let cells = 0;
  for (let k = 0; k < 60; k++) {
    const lc = simulateLightCurve(random, { ...base, bins: 2000 });
    const search = searchExcesses(lc, { scalesS: [0.1, 0.5], phases: 1, threshold: 3 });
    seen += search.excesses.length;
    cells += search.scales.reduce((total, scale) => total + scale.cells, 0);
  }
  const expected = cells * normalSf(3);
  assert.equal(cells, 60 * 2400);
  assert.ok(Math.abs(seen - expected) < 4 * Math.sqrt(expected), `${seen} instead of ${expected}`);
});

test('an unstable background is divided out by its excess variance', () => {
  const random = randomFromDigest(seed);
  let seen = 0;
  for (let k = 0; k < 30; k++) {
    const lc = simulateLightCurve(random, { ...base, bins: 2000, excessVariance: 2 });
    const { excesses, scales } = searchExcesses(lc, { scalesS: [0.1], phases: 1, threshold: 3 });
    assert.ok(Math.abs(scales[0]!.excessVariance - 2) < 0.15);
    seen += excesses.length;
  }
  const expected = 60_000 * normalSf(3);
  assert.ok(Math.abs(seen - expected) < 5 * Math.sqrt(expected), `${seen} instead of ${expected}`);
});

test('a burst is most significant on the scale of its length, at its place', () => {
  const pulses = [{ shape: 'box', timeS: 100, widthS: 4, counts: 20_000 }] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const exclude = [{ startS: 95, stopS: 110 }];
  const { scales, excesses } = searchExcesses(lc, { scalesS: [0.1, 1, 2, 4, 8, 16], phases: 8, exclude });
  const best = scales.reduce((top, scale) => (scale.maxSnr > top.maxSnr ? scale : top));
  assert.equal(best.scaleS, 4);
  assert.ok(Math.abs(best.maxStartS - 100) < 0.06 && Math.abs(best.maxStopS - 104) < 0.06);
  assert.ok(Math.abs(best.maxSnr - 20_000 / Math.sqrt(384_000)) < 4);
  const found = excesses.find((excess) => excess.snr === best.maxSnr)!;
  assert.ok(Math.abs(found.counts - 20_000) < 3000);
  assert.ok(Math.abs(found.rateCps / found.errorCps - found.snr) < 1e-9);
});

test('a single-bin spike is seen on the shortest scale', () => {
  const pulses = [{ shape: 'box', timeS: 60.4, widthS: 0.1, counts: 2000 }] as const;
  const { scales } = searchExcesses(simulateLightCurve(randomFromDigest(seed), { ...base, pulses }), {
    scalesS: [0.1, 1, 10],
  });
  assert.ok(scales[0]!.maxSnr > 15 && Math.abs(scales[0]!.maxStartS - 60.4) < 1e-6);
  assert.ok(scales[2]!.maxSnr < 6);
});

test('a background model takes away a slope that would fake excesses', () => {
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, slopeCps2: 20 });
  const expectedCounts = lc.startS.map((start) => (91_000 + 20 * (start + 0.05)) * 0.1);
  const scalesS = [10, 20];
  assert.ok(searchExcesses(lc, { scalesS }).maxExcessVariance > 3);
  const { maxExcessVariance, excesses } = searchExcesses(lc, { scalesS, expectedCounts, threshold: 4 });
  assert.ok(maxExcessVariance < 1.6);
  assert.equal(excesses.length, 0);
});

test('cells never reach over a gap and odd bins are summed by their true width', () => {
  const lc = lightCurveFromCounts({
    reference: base.reference,
    startS: [0, 0.1, 0.25, 0.35, 0.4, 5, 5.1, 5.2, 5.3],
    widthS: [0.1, 0.15, 0.1, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1],
    counts: [100, 150, 100, 50, 100, 100, 100, 100, 100],
  });
  const { scales } = searchExcesses(lc, { scalesS: [0.2, 0.5, 1], phases: 1, threshold: 99 });
  assert.deepEqual(
    scales.map((scale) => [scale.scaleS, scale.cells]),
    [
      [0.2, 4],
      [0.5, 2],
    ],
  );
  for (const scale of scales) assert.ok(Math.abs(scale.meanCps - 1000) < 1e-9);
});

test('cells without counts and data shorter than every scale do no harm', () => {
  const empty = lightCurveFromCounts({
    reference: base.reference,
    startS: [0, 1, 2, 3],
    widthS: [1, 1, 1, 1],
    counts: [0, 0, 0, 0],
  });
  const { scales, excesses } = searchExcesses(empty, { scalesS: [1, 2, 100] });
  assert.equal(excesses.length, 0);
  assert.deepEqual(
    scales.map((scale) => scale.maxSnr),
    [0, 0],
  );
});

test('two bursts make two clusters, ordered by false-alarm probability', () => {
  const pulses = [
    { shape: 'box', timeS: 50, widthS: 1, counts: 6000 },
    { shape: 'box', timeS: 200, widthS: 2, counts: 6000 },
  ] as const;
  const lc = simulateLightCurve(randomFromDigest(seed), { ...base, pulses });
  const exclude = [
    { startS: 49, stopS: 52 },
    { startS: 199, stopS: 203 },
  ];
  const { excesses } = searchExcesses(lc, { scalesS: geometricScales(0.1, 4, 6), threshold: 5, exclude });
  const clusters = clusterExcesses(rankExcesses(excesses, 60));
  assert.equal(clusters.length, 2);
  // The one at 50 s is nearer to the time of interest.
  assert.ok(clusters[0]!.startS < 51 && clusters[0]!.stopS > 50 && clusters[0]!.leading.offsetS < 0);
  assert.ok(clusters[1]!.startS < 201 && clusters[1]!.leading.probability > clusters[0]!.leading.probability);
  assert.equal(clusters[0]!.members + clusters[1]!.members, excesses.length);
});
