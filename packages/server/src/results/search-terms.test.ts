// Terms of a search in one line, and times in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf, splitTerms } from './search-terms.ts';

test('terms are parted by spaces, quotes keep them together', () => {
  assert.deepEqual(splitTerms('  a.B  text:"two words" binSize>=4keV '), ['a.B', 'text:two words', 'binSize>=4keV']);
  assert.deepEqual(splitTerms('"left open here'), ['left open here']);
  assert.deepEqual(splitTerms(''), []);
});

test('a time is so long ago, a date, or a moment', () => {
  const nowMs = Date.parse('2026-11-22T12:00:00Z');
  assert.equal(momentOf('12h', nowMs), nowMs - 43_200_000);
  assert.equal(momentOf('1.5d', nowMs), nowMs - 129_600_000);
  assert.equal(momentOf('2026-11-01', nowMs), Date.parse('2026-11-01T00:00:00Z'));
  assert.equal(momentOf('2026-11-01T06:00:00Z', nowMs), Date.parse('2026-11-01T06:00:00Z'));
  for (const text of ['soon', '5', '5 furlongs', '2026-99-99', 'constructor'])
    assert.throws(() => momentOf(text, nowMs), { code: 'invalid_request' });
});
