/** Tests of named formats, with the mission's test vectors and astropy as judges. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ijdFromInstant, instantFromIjd, instantFromMjdTt, mjdTtFromInstant, ttDayAndNs } from './day-count.ts';
import { addSeconds, instantFromTtNs } from './instant.ts';
import { formatIso, parseIso } from './iso-8601.ts';
import { judge, withoutAstropy } from './python-judge.test.ts';
import { type TimeFormat, formatTime, isTimeFormat, parseTime, timeFormats } from './time-format.ts';

/** UTC and IJD made with astropy, agreeing with outputs of the INTEGRAL archive's converttime. */
const vectors = [
  ['1999-12-31T23:58:55.816', '0.0'],
  ['2005-06-22T23:58:55.816', '2000.0'],
  ['2005-12-31T23:59:59', '2192.000731296296'],
  ['2005-12-31T23:59:60', '2192.0007428703702'],
  ['2006-01-01T00:00:00', '2192.0007544444443'],
  ['2008-03-19T05:35:00.0369337824', '3000.2333937608078'],
  ['2009-01-01T00:00:00', '3288.0007660185183'],
  ['2017-08-17T12:41:06.47', '6438.529347847222'],
  ['2023-06-27T01:53:37.000', '8578.079701203704'],
  ['2023-06-27T22:55:34', '8578.95605537037'],
] as const;

const first = parseIso('1972-01-01').ttNs;
const last = parseIso('2040-01-01').ttNs;

test('the IJD test vectors of the mission are reproduced to the last digit of a double, both ways', () => {
  for (const [utc, ijd] of vectors) {
    const t = parseTime(utc, 'utc');
    assert.equal(ijdFromInstant(t), Number(ijd), utc);
    const back = parseTime(ijd, 'ijd');
    assert.equal(formatIso(back, 'utc', 6), formatIso(t, 'utc', 6));
  }
});

test('the IJD 3000.2333937608077576 of the legacy tool is right to the 20 ns that its double resolves', () => {
  assert.equal(formatTime(parseTime('3000.2333937608077576', 'ijd'), 'utc', 7), '2008-03-19T05:35:00.0369338');
});

test('every format gives the same nanosecond back from 1972 to 2040', () => {
  fc.assert(
    fc.property(fc.bigInt(first, last), fc.constantFrom(...timeFormats), (ns, format) => {
      const t = instantFromTtNs(ns);
      assert.deepEqual(parseTime(formatTime(t, format), format), t);
    }),
    { numRuns: 2000 },
  );
});

test('the nanoseconds around each boundary of a leap second survive every format', () => {
  for (const start of ['2005-12-31T23:59:59', '2016-12-31T23:59:60', '2017-01-01T00:00:00']) {
    for (const step of [-1n, 0n, 1n, 499_999_999n, 999_999_999n]) {
      const t = instantFromTtNs(parseIso(start).ttNs + step);
      for (const format of timeFormats) assert.deepEqual(parseTime(formatTime(t, format), format), t, format);
    }
  }
});

test('a double IJD comes back as the same double', () => {
  fc.assert(
    fc.property(fc.double({ min: -10_000, max: 20_000, noNaN: true }), (ijd) => {
      const back = ijdFromInstant(instantFromIjd(ijd));
      assert.ok(Math.abs(back - ijd) <= Math.max(6e-15, Math.abs(ijd) * 2.3e-16), `${ijd} ${back}`);
    }),
  );
});

test('the zero points of IJD, MJD and JD are 2000-01-01 TT, 1858-11-17 and noon of -4712-01-01', () => {
  const t = instantFromTtNs(0n);
  assert.equal(formatTime(t, 'tt', 0), '2000-01-01T00:00:00');
  assert.equal(formatTime(t, 'ijd', 1), '0.0');
  assert.equal(formatTime(t, 'mjd', 1), '51544.0');
  assert.equal(formatTime(t, 'jd', 1), '2451544.5');
  assert.equal(formatTime(parseTime('-0.25', 'ijd'), 'tt', 0), '1999-12-31T18:00:00');
  assert.equal(formatTime(parseTime('-0.25', 'ijd'), 'ijd', 2), '-0.25');
});

test('noon of a leap second day lies half of 86401 s after 0 h in mjd-utc', () => {
  assert.equal(formatTime(parseTime('57753.5', 'mjd-utc'), 'utc', 1), '2016-12-31T12:00:00.5');
  assert.equal(formatTime(parseTime('2457754.0', 'jd-utc'), 'utc', 1), '2016-12-31T12:00:00.5');
  assert.equal(formatTime(parseTime('57754.5', 'mjd-utc'), 'utc', 1), '2017-01-01T12:00:00.0');
});

test('MJDREF plus TIMEZERO of a real SPI-ACS file gives its UTC to the nanosecond', () => {
  // Cards of the light curve of GRB 230307A; 15:46:45.979 is TIMEZERO less 69.184 s.
  const t = instantFromMjdTt(51_544, 731_519_205.162_780_2);
  assert.deepEqual(t, addSeconds(instantFromTtNs(0n), 731_519_205.162_780_2));
  assert.equal(formatTime(t, 'tt', 3), '2023-03-07T15:46:45.163');
  assert.deepEqual(ttDayAndNs(t), { day: 8466, ns: 56_805_162_780_166n });
  assert.ok(Math.abs(mjdTtFromInstant(t) - 60_010.657_467_161_8) < 1e-9);
});

test('a number and its text name the same instant', () => {
  for (const ijd of [8578.0797012, 3006.12412246426, 0.1]) {
    assert.deepEqual(parseTime(ijd, 'ijd'), parseTime(String(ijd), 'ijd'));
  }
  assert.deepEqual(parseTime('8.5e3', 'ijd'), parseTime('8500', 'ijd'));
});

test('values of the wrong kind are refused with the reason', () => {
  assert.throws(() => parseTime('2023-03-07', 'mjd'), /looks like an ISO 8601 text/);
  assert.throws(() => parseTime('8578,5', 'ijd'), /did you mean '8578.5'/);
  assert.throws(() => parseTime('', 'ijd'), /not a decimal number/);
  assert.throws(() => parseTime('.', 'ijd'), /not a decimal number/);
  assert.throws(() => parseTime(Number.NaN, 'mjd'), /not a decimal number/);
  assert.throws(() => instantFromIjd(Infinity), /finite/);
  assert.throws(() => parseTime('41316.9', 'mjd-utc'), /begins at 1972-01-01/);
});

test('format names are recognised', () => {
  assert.deepEqual(['utc', 'IJD', 'mjd-utc', 'scwid'].map(isTimeFormat), [true, false, true, false]);
});

test('astropy agrees to the nanosecond on 400 instants in all formats', { skip: withoutAstropy }, () => {
  const script = `
import json, sys
from astropy.time import Time
out = []
for utc in json.load(sys.stdin):
    t = Time(utc, scale='utc', precision=9)
    day = int(t.tt.jd1 - 2451544.5 + t.tt.jd2 // 1)
    out.append([t.tt.isot, t.tai.isot, t.tt.to_value('mjd', 'decimal').__format__('.14f'), t.to_value('mjd', 'decimal').__format__('.14f')])
print(json.dumps(out))`;
  const texts = fc
    .sample(fc.bigInt(first, last), { numRuns: 390, seed: 7 })
    .map((ns) => formatIso({ ttNs: ns }, 'utc', 9));
  for (const [utc] of vectors) texts.push(formatIso(parseIso(utc), 'utc', 9));
  const answers = judge<string[][]>(script, texts);
  // astropy prints two doubles summed: allow it one unit of 1e-14 d.
  const closeDays = (a: string, b: string): boolean => {
    const [x, y] = [a, b].map((s) => BigInt(s.replace('.', ''))) as [bigint, bigint];
    return x - y <= 1n && y - x <= 1n;
  };
  texts.forEach((utc, i) => {
    const t = parseTime(utc, 'utc');
    const [tt, tai, mjd, mjdUtc] = answers[i] as [string, string, string, string];
    const same: Record<string, TimeFormat> = { [tt]: 'tt', [tai]: 'tai' };
    for (const [text, format] of Object.entries(same)) assert.equal(formatTime(t, format), text);
    assert.ok(closeDays(formatTime(t, 'mjd'), mjd), `${utc} ${mjd}`);
    assert.ok(closeDays(formatTime(t, 'mjd-utc'), mjdUtc), `${utc} ${mjdUtc}`);
  });
});
