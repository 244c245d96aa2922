/** Tests of decimal day counts as exact rationals and as doubles. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  LOSSLESS_DAY_DECIMALS,
  ijdFromInstant,
  instantFromIjd,
  instantFromMjdTt,
  instantFromTtDays,
  instantFromUtcDays,
  mjdTtFromInstant,
  ttDayAndNs,
  ttDaysText,
  utcDaysText,
} from './day-count.ts';
import { NS_PER_DAY, instantFromTtNs } from './instant.ts';
import { formatIso, parseIso } from './iso-8601.ts';

test('fourteen decimals tell neighbouring nanoseconds apart, thirteen do not', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 18n), (ns) => {
      const [a, b] = [instantFromTtNs(ns), instantFromTtNs(ns + 1n)];
      assert.notEqual(ttDaysText(a, 0, LOSSLESS_DAY_DECIMALS), ttDaysText(b, 0, LOSSLESS_DAY_DECIMALS));
    }),
  );
  assert.equal(ttDaysText(instantFromTtNs(0n), 0, 13), ttDaysText(instantFromTtNs(1n), 0, 13).replace(/.$/, '0'));
});

test('texts of any length are read exactly, not through a double', () => {
  // 1e-14 d is 0.864 ns: the digits after it still decide the rounding.
  assert.equal(instantFromTtDays('0.000000000000005787037037038', 0).ttNs, 1n);
  assert.equal(instantFromTtDays('0.000000000000005787037037037', 0).ttNs, 0n);
  // Computed with Python's fractions.
  assert.equal(instantFromTtDays('8578.12345678901234567890', 0).ttNs, 741149866666570667n);
});

test('blanks, signs, exponents and missing parts of a number are read', () => {
  for (const text of [' 12.5 ', '+12.5', '1.25e1', '125E-1', '12.50000', '1.25d1']) {
    assert.equal(instantFromTtDays(text, 0).ttNs, (25n * NS_PER_DAY) / 2n, text);
  }
  assert.equal(instantFromTtDays('.5', 0).ttNs, NS_PER_DAY / 2n);
  assert.equal(instantFromTtDays('-3.', 0).ttNs, -3n * NS_PER_DAY);
  for (const bad of ['1.2.3', '1e', 'twelve', '--1', '0x10'])
    assert.throws(() => instantFromTtDays(bad, 0), /not a decimal number/, bad);
});

test('a double keeps the nearest nanosecond that it can tell', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 17n), 8n * 10n ** 17n), (ns) => {
      const back = instantFromIjd(ijdFromInstant(instantFromTtNs(ns))).ttNs;
      const error = Number(back > ns ? back - ns : ns - back);
      // Half a unit in the last place of a double of up to 9260 days is 79 ns.
      assert.ok(error <= 79, `${ns} ${error}`);
    }),
  );
});

test('days before the epoch have a positive rest', () => {
  assert.deepEqual(ttDayAndNs(instantFromTtNs(-1n)), { day: -1, ns: NS_PER_DAY - 1n });
  assert.equal(ttDaysText(instantFromTtNs(-1n), 0, 14), '-0.00000000000001');
  assert.equal(ijdFromInstant(instantFromTtNs(-NS_PER_DAY / 4n)), -0.25);
});

test('DATE-OBS and TSTART of the real SPI-ACS file are one time, on the TT scale', () => {
  const start = instantFromMjdTt(51_544, 731_518_935.187_612_5);
  assert.equal(formatIso(start, 'tt'), '2023-03-07T15:42:15.188');
  assert.equal(formatIso(start, 'utc'), '2023-03-07T15:41:06.004');
  assert.equal(mjdTtFromInstant(start).toFixed(6), '60010.654342');
});

test('every second of a leap second day has its own UTC day fraction', () => {
  const zero = -103_088;
  const day = (text: string) => Number(utcDaysText(parseIso(text), zero));
  assert.equal(day('2016-12-31T00:00:00'), 57_753);
  assert.ok(Math.abs(day('2016-12-31T23:59:60') - (57_754 - 1 / 86_401)) < 1e-11);
  assert.equal(day('2017-01-01T00:00:00'), 57_754);
  assert.equal(
    formatIso(instantFromUtcDays(String(57_753 + 86_400.5 / 86_401), zero), 'utc', 4),
    '2016-12-31T23:59:60.5000',
  );
});
