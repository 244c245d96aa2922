// Tests of sizes, durations and moments as people write them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StemmaError } from '@stemma/core';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatMoment,
  parseBytes,
  parseDuration,
  parseSince,
} from './quantities.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);

describe('sizes', () => {
  it('are written with three digits in decimal units', () => {
    const written = [0, 999, 1000, 2096, 45_600, 999_600, 1e6, 1.234e9, 5.6e13].map(formatBytes);
    assert.deepEqual(written, [
      '0 B',
      '999 B',
      '1.00 kB',
      '2.10 kB',
      '45.6 kB',
      '1.00 MB',
      '1.00 MB',
      '1.23 GB',
      '56.0 TB',
    ]);
  });

  it('are read with decimal and binary units, in any case, with or without a space', () => {
    const read = ['10', '10 B', '500MB', '2 GiB', '1.5gb', '3k', '1T'].map(parseBytes);
    assert.deepEqual(read, [10, 10, 5e8, 2 ** 31, 1.5e9, 3000, 1e12]);
  });

  it('that are no sizes are refused with an example', () => {
    for (const text of ['', 'big', '10 parsec', '-1MB', '1 MB 2'])
      assert.throws(() => parseBytes(text), /is no size: write it as 500MB/);
  });

  it('never have more than four characters of number', () => {
    fc.assert(fc.property(fc.nat(2 ** 31 - 1), (bytes) => formatBytes(bytes).split(' ')[0]!.length <= 4));
  });
});

describe('durations', () => {
  it('are written in the unit that fits', () => {
    const written = [0, 0.0004, 0.008, 0.0999, 1.24, 9.96, 59.4, 59.6, 125, 7800, 90_000].map(formatDuration);
    assert.deepEqual(written, [
      '0 ms',
      '0 ms',
      '8 ms',
      '0.1 s',
      '1.2 s',
      '10 s',
      '59 s',
      '1 min 00 s',
      '2 min 05 s',
      '2 h 10 min',
      '1 d 1 h',
    ]);
  });

  it('are read as sums of parts', () => {
    assert.deepEqual(
      ['30d', '12 h', '1h30min', '0s', '1.5 min', '2w'].map(parseDuration),
      [2_592_000, 43_200, 5400, 0, 90, 1_209_600],
    );
  });

  it('that are no durations are refused with an example', () => {
    for (const text of ['', '30', 'soon', '3x', '1h oops', '-2d'])
      assert.throws(() => parseDuration(text), StemmaError);
  });
});

describe('moments', () => {
  it('are written in UTC and by their age', () => {
    assert.equal(formatMoment(nowMs), '2026-11-22 12:00:00 UTC');
    const ages = [1, 42, 200, 7300, 3 * 86_400, 40 * 86_400].map((seconds) => formatAge(nowMs - seconds * 1000, nowMs));
    assert.deepEqual(ages, ['just now', '42 s ago', '3 min ago', '2 h ago', '3 d ago', '2026-10-13']);
  });

  it('are read as durations back from now, or as dates in UTC', () => {
    assert.equal(parseSince('1h', nowMs), nowMs - 3_600_000);
    assert.equal(parseSince('2026-11-01', nowMs), Date.UTC(2026, 10, 1));
    assert.equal(parseSince('2026-11-01T06:30:00', nowMs), Date.UTC(2026, 10, 1, 6, 30));
    assert.equal(parseSince('2026-11-01 06:30', nowMs), Date.UTC(2026, 10, 1, 6, 30));
    assert.throws(() => parseSince('2026-99-01', nowMs), /is no date/);
  });
});
