/** Tests of UTC readings around leap seconds and of POSIX time. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MJD_OF_EPOCH } from './calendar.ts';
import { addNs, secondsBetween } from './instant.ts';
import { parseIso } from './iso-8601.ts';
import { leapSeconds, utcDayLengthS } from './leap-seconds.ts';
import { instantFromUnixMs, instantFromUtc, taiMinusUtcAt, unixMsFromInstant, utcFromInstant } from './utc.ts';

test('a UTC reading comes back to the nanosecond on any day from 1972 to 2040', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_227, max: 14_975 }), fc.bigInt(0n, 86_399_999_999_999n), (day, nsOfDay) => {
      assert.deepEqual(utcFromInstant(instantFromUtc({ day, nsOfDay })), { day, nsOfDay });
    }),
    { numRuns: 500 },
  );
});

test('each leap second is one second long, reads as 86400 to 86401 s, and is followed by 0 h', () => {
  for (const { mjd } of leapSeconds.slice(1)) {
    const day = mjd - 1 - MJD_OF_EPOCH;
    assert.equal(utcDayLengthS(mjd - 1), 86_401);
    const start = instantFromUtc({ day, nsOfDay: 86_400_000_000_000n });
    const last = addNs(start, 999_999_999n);
    assert.deepEqual(utcFromInstant(addNs(start, -1n)), { day, nsOfDay: 86_399_999_999_999n });
    assert.deepEqual(utcFromInstant(start), { day, nsOfDay: 86_400_000_000_000n });
    assert.deepEqual(utcFromInstant(last), { day, nsOfDay: 86_400_999_999_999n });
    assert.deepEqual(utcFromInstant(addNs(last, 1n)), { day: day + 1, nsOfDay: 0n });
    assert.equal(taiMinusUtcAt(addNs(last, 1n)) - taiMinusUtcAt(last), 1);
  }
});

test('elapsed time over a leap second counts it', () => {
  assert.equal(secondsBetween(parseIso('2016-12-31T23:59:59'), parseIso('2017-01-01T00:00:00')), 2);
  assert.equal(secondsBetween(parseIso('2015-12-31T23:59:59'), parseIso('2016-01-01T00:00:00')), 1);
});

test('UTC before 1972 is refused rather than guessed', () => {
  assert.throws(() => parseIso('1971-12-31T23:59:59'), /begins at 1972-01-01/);
  assert.throws(() => utcFromInstant(parseIso('1960-01-01', 'tt')), /begins at 1972-01-01/);
});

test('POSIX milliseconds agree with the host clock and come back', () => {
  const unixMs = Date.UTC(2023, 2, 7, 15, 44, 7, 130);
  const t = instantFromUnixMs(unixMs);
  assert.deepEqual(t, parseIso('2023-03-07T15:44:07.130'));
  assert.equal(unixMsFromInstant(t), unixMs);
  assert.equal(unixMsFromInstant(parseIso('2016-12-31T23:59:60')), Date.UTC(2017, 0, 1));
});
