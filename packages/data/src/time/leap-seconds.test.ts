/** Tests of the leap second table. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasLeapSecond, leapSeconds, taiMinusUtcS, utcDayLengthS } from './leap-seconds.ts';
import { judge, withoutAstropy } from './python-judge.test.ts';

test('27 leap seconds were inserted after the initial 10 s of 1972', () => {
  assert.deepEqual(leapSeconds[0], { mjd: 41_317, taiMinusUtcS: 10 });
  assert.deepEqual(
    leapSeconds.map((entry) => entry.taiMinusUtcS),
    Array.from({ length: 28 }, (_, i) => 10 + i),
  );
});

test('the steps of the INTEGRAL era fall on the dates that IERS announced', () => {
  // Bulletin C: 1999-01-01 32, 2006-01-01 33, 2009-01-01 34, 2012-07-01 35, 2015-07-01 36, 2017-01-01 37.
  const announced = [
    [51_179, 32],
    [53_736, 33],
    [54_832, 34],
    [56_109, 35],
    [57_204, 36],
    [57_754, 37],
  ] as const;
  for (const [mjd, offset] of announced) {
    assert.equal(taiMinusUtcS(mjd - 1), offset - 1);
    assert.equal(taiMinusUtcS(mjd), offset);
    assert.equal(hasLeapSecond(mjd - 1), true);
    assert.equal(utcDayLengthS(mjd - 1), 86_401);
    assert.equal(utcDayLengthS(mjd), 86_400);
  }
});

test('before 1972 there is no whole-second offset', () => {
  assert.equal(taiMinusUtcS(41_316.9), undefined);
  assert.equal(hasLeapSecond(41_316), false);
});

test('astropy holds the same table', { skip: withoutAstropy }, () => {
  const script = `
import json
from astropy.utils import iers
t = iers.LeapSeconds.from_erfa()
print(json.dumps([[float(x) for x in t['tai_utc']], [int(x) for x in t['year']]]))`;
  const [offsets, years] = judge<[number[], number[]]>(script, null);
  const since1972 = offsets.filter((_, i) => years[i]! >= 1972);
  assert.deepEqual(
    since1972,
    leapSeconds.map((entry) => entry.taiMinusUtcS),
  );
});
