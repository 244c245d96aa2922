/** Tests of reading and writing ISO 8601 texts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addNs, instantFromTtNs } from './instant.ts';
import { type IsoScale, formatIso, parseIso } from './iso-8601.ts';
import { TimeError } from './time-error.ts';

/** 1972-01-01 and 2040-01-01 in TT nanoseconds since 2000. */
const first = parseIso('1972-01-01').ttNs;
const last = parseIso('2040-01-01').ttNs;

test('a text with nine decimals comes back to the nanosecond in every scale from 1972 to 2040', () => {
  fc.assert(
    fc.property(fc.bigInt(first, last), fc.constantFrom<IsoScale>('utc', 'tai', 'tt'), (ns, scale) => {
      const t = instantFromTtNs(ns);
      assert.deepEqual(parseIso(formatIso(t, scale, 9), scale), t);
    }),
    { numRuns: 1000 },
  );
});

test('texts in UTC sort in the order of time, also through leap seconds', () => {
  const leap = parseIso('2016-12-31T23:59:60').ttNs;
  fc.assert(
    fc.property(fc.bigInt(-3_000_000_000n, 3_000_000_000n), fc.bigInt(1n, 3_000_000_000n), (offset, step) => {
      const t = instantFromTtNs(leap + offset);
      assert.ok(formatIso(t, 'utc', 9) < formatIso(addNs(t, step), 'utc', 9));
    }),
  );
});

test('seconds, minutes, the T and the Z may be left out or written as a blank', () => {
  const expected = parseIso('2023-03-07T15:44:00.000');
  for (const text of [
    '2023-03-07T15:44',
    '2023-03-07 15:44:00Z',
    ' 2023-03-07T15:44:00+00:00 ',
    '2023-03-07T15:44:00,000',
  ]) {
    assert.deepEqual(parseIso(text), expected);
  }
  assert.deepEqual(parseIso('2023-03-07'), parseIso('2023-03-07T00:00:00'));
});

test('the leap second is accepted on its day and written on its day', () => {
  const t = parseIso('2005-12-31T23:59:60.25');
  assert.equal(formatIso(t, 'utc', 2), '2005-12-31T23:59:60.25');
  assert.equal(formatIso(addNs(t, 750_000_000n)), '2006-01-01T00:00:00.000');
});

test('rounding carries into and out of the leap second and over the year', () => {
  assert.equal(formatIso(parseIso('2016-12-31T23:59:59.9996')), '2016-12-31T23:59:60.000');
  assert.equal(formatIso(parseIso('2016-12-31T23:59:60.9996')), '2017-01-01T00:00:00.000');
  assert.equal(formatIso(parseIso('2015-12-31T23:59:59.5'), 'utc', 0), '2016-01-01T00:00:00');
  assert.equal(formatIso(parseIso('2015-12-31T23:59:59.4999'), 'utc', 0), '2015-12-31T23:59:59');
});

test('more than nine decimals round to the nearest nanosecond', () => {
  assert.equal(formatIso(parseIso('2008-03-19T05:35:00.0369337824'), 'utc', 9), '2008-03-19T05:35:00.036933782');
  assert.equal(formatIso(parseIso('2016-12-31T23:59:59.99999999951'), 'utc', 9), '2016-12-31T23:59:60.000000000');
});

test('TAI and TT run 37 and 69.184 s ahead of UTC in 2023', () => {
  const t = parseIso('2023-03-07T15:44:07.13');
  assert.equal(formatIso(t, 'tai'), '2023-03-07T15:44:44.130');
  assert.equal(formatIso(t, 'tt'), '2023-03-07T15:45:16.314');
});

test('texts that are almost right are refused with the right spelling', () => {
  const hints: Record<string, string> = {
    '2023/03/07 15:44': '2023-03-07T15:44:00',
    '20230307T154407.13': '2023-03-07T15:44:07.13',
    '2023-3-7': '2023-03-07T00:00:00',
    '2023-03-07T9:05:01': '2023-03-07T09:05:01',
    '2018-01-01T23:59:60': '2016-12-31T23:59:60',
    '2017-01-01T00:00:60': '2016-12-31T23:59:60',
  };
  for (const [text, hint] of Object.entries(hints)) {
    assert.throws(
      () => parseIso(text),
      (error: unknown) =>
        error instanceof TimeError && error.hint === hint && error.input === text && error.message.includes(hint),
      text,
    );
  }
});

test('impossible dates and clock readings are named', () => {
  assert.throws(() => parseIso('2023-13-01'), /no month 13/);
  assert.throws(() => parseIso('2023-02-29'), /2023-02 has days 1 to 28, not 29/);
  assert.throws(() => parseIso('2023-02-01T24:00:00'), /hours run from 0 to 23/);
  assert.throws(() => parseIso('2023-02-01T12:60:00'), /minutes run from 0 to 59/);
  assert.throws(() => parseIso('2023-02-01T12:00:61'), /seconds run from 0 to 59/);
  assert.throws(() => parseIso('2016-12-31T23:59:60', 'tt'), /seconds run from 0 to 59/);
  assert.throws(() => parseIso('2016-12-31T23:59:59Z', 'tai'), /marked as UTC/);
  assert.throws(() => parseIso('8000.5'), /needs its format named/);
  assert.throws(() => parseIso('2023-03-07T15:44:07+02:00'), /offsets such as \+02:00 are not read/);
  assert.throws(() => parseIso('yesterday'), /'yesterday' is not a time/);
});

test('any text either parses or fails with a TimeError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9T:. /-]{1,30}$/)), (text) => {
      try {
        assert.equal(typeof parseIso(text).ttNs, 'bigint');
      } catch (error) {
        assert.ok(error instanceof TimeError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

test('a precision outside 0 to 9 is refused', () => {
  for (const precision of [-1, 10, 1.5]) assert.throws(() => formatIso({ ttNs: 0n }, 'tt', precision), /precision/);
});
