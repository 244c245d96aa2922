// Tests of the Sun aspect by geometry, by brute force, and by astropy's Sun.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addSeconds, formatTime, parseTime } from '@stemma/data/time';
import { judge, withoutAstropy } from '../../../../data/src/time/python-judge.test.ts';
import { isVisible, sunAngleDeg, visibilityOf } from './sun-visibility.ts';

const start = parseTime('2023-01-01', 'utc');
const yearS = 365.25 * 86_400;
const crab = { raDeg: 83.633, decDeg: 22.0145 };
const pole = { raDeg: 270, decDeg: 66.5607 };
const direction = fc.record({
  raDeg: fc.double({ min: 0, max: 359.99, noNaN: true }),
  decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
});

test('the ecliptic pole is always visible, and a source in the ecliptic for 80 of 180 degrees', () => {
  assert.deepEqual(visibilityOf(pole, start, yearS, 40), { intervals: [{ startS: 0, stopS: yearS }], fraction: 1 });
  const { intervals, fraction } = visibilityOf(crab, start, yearS, 40);
  assert.equal(intervals.length, 2);
  assert.ok(Math.abs(fraction - 80 / 180) < 0.01, `${fraction}`);
});

test('a limit of zero hides everything, one of ninety degrees nothing', () => {
  assert.deepEqual(visibilityOf(crab, start, yearS, 0), { intervals: [], fraction: 0 });
  assert.equal(visibilityOf(crab, start, yearS, 90).fraction, 1);
  assert.ok(isVisible(50.001, 40) && isVisible(129.999, 40));
  assert.ok(!isVisible(50, 40) && !isVisible(130, 40));
});

test('at each edge inside the span the aspect is the limit', () => {
  fc.assert(
    fc.property(direction, fc.double({ min: 5, max: 60, noNaN: true }), (source, limit) => {
      const { intervals } = visibilityOf(source, start, yearS, limit);
      for (const edge of intervals.flatMap(({ startS, stopS }) => [startS, stopS])) {
        if (edge === 0 || edge === yearS) continue;
        assert.ok(Math.abs(Math.abs(sunAngleDeg(source, addSeconds(start, edge)) - 90) - limit) < 2e-5);
      }
    }),
    { numRuns: 40 },
  );
});

test('intervals and fraction are those of a search hour by hour', () => {
  fc.assert(
    fc.property(direction, (source) => {
      const { intervals, fraction } = visibilityOf(source, start, yearS, 40);
      const hours = Math.floor(yearS / 3600);
      let visible = 0;
      for (let hour = 0; hour < hours; hour++) {
        const time = (hour + 0.5) * 3600;
        const isInside = intervals.some(({ startS, stopS }) => startS <= time && time < stopS);
        const aspect = Math.abs(sunAngleDeg(source, addSeconds(start, time)) - 90);
        if (Math.abs(aspect - 40) > 1e-3) assert.equal(isInside, aspect < 40, `hour ${hour}`);
        if (aspect < 40) visible++;
      }
      assert.ok(Math.abs(visible / hours - fraction) < 5e-4);
    }),
    { numRuns: 12 },
  );
});

test('Sun angles are those of astropy to a hundredth of a degree', { skip: withoutAstropy }, () => {
  const script = `
import sys, json
import numpy as np
from astropy.time import Time
from astropy.coordinates import get_sun, SkyCoord
q = json.load(sys.stdin)
sun = get_sun(Time(q['utc'])).cartesian
source = SkyCoord(q['ra'], q['dec'], unit='deg').cartesian
cosine = sun.dot(source) / sun.norm()
json.dump(np.degrees(np.arccos(cosine.value)).tolist(), sys.stdout)
`;
  const times = Array.from({ length: 60 }, (_, i) => addSeconds(start, (i * 25 * yearS) / 60));
  const utc = times.map((time) => formatTime(time, 'utc', 3));
  const theirs = judge<number[]>(script, { utc, ra: crab.raDeg, dec: crab.decDeg });
  times.forEach((time, i) => {
    const ours = sunAngleDeg(crab, time);
    assert.ok(Math.abs(ours - theirs[i]!) < 0.011, `${utc[i]} ${ours} ${theirs[i]}`);
  });
});
