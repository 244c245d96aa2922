/** Tests of ranking and clustering of excesses, by hand-made excesses and on quiet data. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromTtNs } from '../time/instant.ts';
import { clusterExcesses, rankExcesses } from './excess-clusters.ts';
import { type Excess, geometricScales, searchExcesses } from './excess-search.ts';
import { falseAlarm } from './false-alarm.ts';
import { simulateLightCurve } from './simulate-light-curve.ts';

const excess = (startS: number, scaleS: number, snr: number): Excess => ({
  startS,
  stopS: startS + scaleS,
  scaleS,
  snr,
  counts: snr,
  rateCps: snr,
  errorCps: 1,
});

test('ranking measures the distance from the centre of the excess', () => {
  const [ranked] = rankExcesses([excess(10, 2, 6)], 15);
  assert.equal(ranked!.offsetS, -4);
  assert.equal(ranked!.probability, falseAlarm(6, -4, 2).probability);
});

test('overlapping cells of one event become one cluster led by the least probable', () => {
  const cells = [excess(10, 1, 8), excess(10.2, 1, 7), excess(9.5, 2, 9), excess(10.4, 0.2, 5)];
  const clusters = clusterExcesses(rankExcesses(cells, 10));
  assert.equal(clusters.length, 1);
  assert.equal(clusters[0]!.members, 4);
  assert.equal(clusters[0]!.startS, 9.5);
  assert.equal(clusters[0]!.stopS, 11.5);
  assert.equal(clusters[0]!.leading.snr, 9);
});

test('short spikes apart by more than their scale stay apart', () => {
  const clusters = clusterExcesses(rankExcesses([excess(10, 0.1, 8), excess(10.5, 0.1, 9)], 10));
  assert.equal(clusters.length, 2);
});

test('a long chain of overlapping cells stays one cluster', () => {
  const cells = Array.from({ length: 30 }, (_, i) => excess(i * 0.8, 1, 30 - i));
  assert.equal(clusterExcesses(rankExcesses(cells, 0)).length, 1);
});

test('the order of the input does not matter', () => {
  const cells = [excess(10, 1, 8), excess(30, 1, 8), excess(31.5, 3, 6), excess(80, 0.5, 12)];
  const forward = clusterExcesses(rankExcesses(cells, 20));
  assert.deepEqual(clusterExcesses(rankExcesses(cells.toReversed(), 20)), forward);
  assert.deepEqual(clusterExcesses([]), []);
});

test('quiet data rarely gives an excess that the formula calls associated', () => {
  const random = randomFromDigest('6d'.repeat(32));
  const options = { reference: instantFromTtNs(0n), startS: -100, binS: 0.1, bins: 2000, backgroundCps: 91_000 };
  const runs = 60;
  let associated = 0;
  for (let k = 0; k < runs; k++) {
    const lc = simulateLightCurve(random, options);
    const { excesses, maxExcessVariance } = searchExcesses(lc, { scalesS: geometricScales(0.1, 10, 8), phases: 4 });
    assert.ok(maxExcessVariance < 2);
    const [best] = clusterExcesses(rankExcesses(excesses, 0));
    if (best !== undefined && best.leading.probability < 0.05) associated++;
  }
  // The probability is meant for real data with spikes, so Poisson noise alone stays at or below it.
  assert.ok(associated <= 9, `${associated} of ${runs}`);
});
