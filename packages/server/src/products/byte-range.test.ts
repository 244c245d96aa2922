// Ranges of bytes: every satisfiable one lies inside, and is what was asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRangeValid, parseRange } from './byte-range.ts';

test('first and last byte are both meant, the last is cut at the end', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (first, more, size) => {
      const range = parseRange(`bytes=${first}-${first + more}`, size);
      if (first >= size) assert.equal(range, 'unsatisfiable');
      else assert.deepEqual(range, { first, last: Math.min(first + more, size - 1) });
    }),
  );
});

test('a suffix is the last bytes, at most all of them', () => {
  assert.deepEqual(parseRange('bytes=-3', 10), { first: 7, last: 9 });
  assert.deepEqual(parseRange('bytes=-30', 10), { first: 0, last: 9 });
  assert.equal(parseRange('bytes=-0', 10), 'unsatisfiable');
  assert.equal(parseRange('bytes=-1', 0), 'unsatisfiable');
});

test('what is no single range of bytes asks for the whole', () => {
  for (const header of [
    null,
    '',
    'bytes',
    'bytes=-',
    'rows=1-2',
    'bytes=5-2',
    'bytes=1-2,4-5',
    'bytes=a-b',
    'bytes=1-2x',
  ])
    assert.equal(parseRange(header, 10), undefined, String(header));
});

test('If-Range is the same strong tag or nothing', () => {
  assert.equal(isRangeValid(null, '"a"'), true);
  assert.equal(isRangeValid('"a"', '"a"'), true);
  for (const other of ['W/"a"', '"b"', 'Sun, 22 Nov 2026 12:00:00 GMT'])
    assert.equal(isRangeValid(other, '"a"'), false);
});
