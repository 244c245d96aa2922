/** Tests of the light curve structure. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantFromTtNs } from '../time/instant.ts';
import {
  binCentresS,
  binRange,
  contiguousRuns,
  instantInLightCurve,
  lightCurveFromCounts,
  lightCurveFromRates,
  poissonWidths,
  rateErrorsCps,
  ratesCps,
  sliceLightCurve,
  spanOf,
} from './light-curve.ts';

const reference = instantFromTtNs(5_000_000_000n);
const sample = lightCurveFromCounts({ reference, startS: [0, 1, 3, 10], widthS: [1, 2, 1, 0.5], counts: [4, 8, 9, 1] });

test('bins of unequal width have their own rates and errors', () => {
  assert.deepEqual([...ratesCps(sample)], [4, 4, 9, 2]);
  assert.deepEqual([...rateErrorsCps(sample)], [2, Math.sqrt(8) / 2, 3, 2]);
  assert.deepEqual([...binCentresS(sample)], [0.5, 2, 3.5, 10.25]);
  assert.deepEqual(spanOf(sample), { startS: 0, stopS: 10.5 });
});

test('a gap ends a run of bins, jitter of microseconds does not', () => {
  assert.deepEqual(contiguousRuns(sample), [
    [0, 3],
    [3, 4],
  ]);
  const jitter = lightCurveFromCounts({
    reference,
    startS: [0, 0.100_002, 0.199_999],
    widthS: [0.1, 0.1, 0.1],
    counts: [1, 1, 1],
  });
  assert.deepEqual(contiguousRuns(jitter), [[0, 3]]);
});

test('an interval takes the bins whose centres it holds', () => {
  assert.deepEqual(binRange(sample, { startS: 0.5, stopS: 3.5 }), [0, 2]);
  assert.deepEqual(binRange(sample, { startS: 20, stopS: 30 }), [4, 4]);
  const part = sliceLightCurve(sample, { startS: 1, stopS: 4 });
  assert.deepEqual([...part.counts], [8, 9]);
  assert.equal(part.reference, reference);
});

test('rates with Poisson errors give back counts and widths', () => {
  const widthS = poissonWidths([100, 40, 0, 60], [Math.sqrt(1000), Math.sqrt(800), 0, Math.sqrt(400)], 0.1);
  assert.deepEqual([...widthS], [0.1, 0.05, 0.1, 0.15]);
  const lc = lightCurveFromRates({
    reference,
    centreS: [0.05, 0.125, 0.2, 0.325],
    rateCps: [100, 40, 0, 60],
    errorCps: [Math.sqrt(1000), Math.sqrt(800), 0, 20],
    widthS,
  });
  assert.deepEqual([...lc.counts], [10, 2, 0, 9]);
  assert.deepEqual([...lc.variance], [10, 2, 0, 9]);
});

test('rates with other errors keep their variance', () => {
  const lc = lightCurveFromRates({ reference, centreS: [1, 3], rateCps: [0.5, -0.1], errorCps: [0.1, 0.2], widthS: 2 });
  assert.deepEqual([...lc.counts], [1, -0.2]);
  assert.ok(Math.abs(lc.variance[1]! - 0.16) < 1e-15);
});

test('times in the light curve are instants', () => {
  assert.equal(instantInLightCurve(sample, 1.5).ttNs, 6_500_000_000n);
});

test('columns that make no light curve are refused', () => {
  const make = (startS: number[], widthS: number[], counts: number[]) => () =>
    lightCurveFromCounts({ reference, startS, widthS, counts });
  assert.throws(make([0, 1], [1], [1, 2]), /equal lengths/);
  assert.throws(make([0, 1], [1, 0], [1, 2]), /width 0 s/);
  assert.throws(make([0, 0.5], [1, 1], [1, 2]), /before the one before it ends/);
  assert.throws(() => spanOf(lightCurveFromCounts({ reference, startS: [], widthS: [], counts: [] })), /no bins/);
});
