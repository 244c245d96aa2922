/** Which sources are fitted together, how one is picked, and how rates of windows are added. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointingOf } from '../coded-mask/pointing.ts';
import { extractionSources, RateSum, sourceAt } from './extraction.ts';

const axes = pointingOf({ raDeg: 83, decDeg: 22 }, { raDeg: 83, decDeg: -68 });
const crab = { name: 'Crab', raDeg: 83.6331, decDeg: 22.0145 };
const fitted = {
  name: ['Crab', 'NEW J05400+2400'],
  raDeg: Float64Array.of(83.64, 85),
  decDeg: Float64Array.of(22.01, 24),
};

test('catalogued sources keep their known place, new ones get the place of the image, and none comes twice', () => {
  const { sources, shifts } = extractionSources(axes, [crab], fitted);
  assert.deepEqual(
    sources.map(({ name, raDeg }) => [name, raDeg]),
    [
      ['Crab', 83.6331],
      ['NEW J05400+2400', 85],
    ],
  );
  assert.equal(shifts.length, 2);
  assert.equal(sources[0]!.coding, 1);
});

test('a catalogued source that the image did not find is fitted all the same, one behind the telescope is not', () => {
  const weak = { name: 'weak', raDeg: 80, decDeg: 20 };
  const behind = { name: 'behind', raDeg: 263, decDeg: -22 };
  const { sources } = extractionSources(axes, [weak, behind], {
    name: [],
    raDeg: new Float64Array(),
    decDeg: new Float64Array(),
  });
  assert.deepEqual(
    sources.map(({ name }) => name),
    ['weak'],
  );
});

test('the nearest source within the radius is picked, or none', () => {
  const sources = [
    { raDeg: 10, decDeg: 0 },
    { raDeg: 10.1, decDeg: 0 },
  ];
  assert.equal(sourceAt(sources, { raDeg: 10.08, decDeg: 0 }, 0.2), 1);
  assert.equal(sourceAt(sources, { raDeg: 11, decDeg: 0 }, 0.2), -1);
});

test('rates are averaged by inverse variance; bins that nobody measured stay empty', () => {
  const sum = new RateSum(3);
  sum.add([10, 4, Number.NaN], [1, 2, Number.NaN]);
  sum.add([20, 8, 5], [2, 2, 0]);
  const { rateCps, errorCps } = sum.mean();
  assert.deepEqual([...rateCps], [12, 6, Number.NaN]);
  assert.ok(Math.abs(errorCps[0]! - Math.sqrt(0.8)) < 1e-12 && Number.isNaN(errorCps[2]));
});
