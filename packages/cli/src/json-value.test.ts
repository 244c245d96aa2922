// Tests of values as JSON data.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FileValue } from '@stemma/core';
import { jsonValue } from './json-value.ts';

it('writes what JSON lacks as text, and keeps the rest', () => {
  const cases: [unknown, unknown][] = [
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [7n, 7],
    [2n ** 63n, '9223372036854775808'],
    [-(2n ** 63n), '-9223372036854775808'],
    [undefined, null],
    [null, null],
    [true, true],
    ['text', 'text'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Set([1, 2]), [1, 2]],
    [new Map([['a', 1]]), [['a', 1]]],
    [Float32Array.of(1, Number.NaN), [1, 'NaN']],
    [BigInt64Array.of(1n), [1]],
    [
      { a: [Uint8Array.of(1)], b: { c: 2 } },
      { a: [[1]], b: { c: 2 } },
    ],
  ];
  for (const [value, expected] of cases) assert.deepEqual(jsonValue(value), expected);
});

it('writes files by name, type, digest and path', () => {
  const digest = 'd'.repeat(64);
  const stored = new FileValue('a.txt', 'text/plain', { digest, load: () => new Uint8Array(), path: '/store/a' });
  assert.deepEqual(jsonValue({ stored }), {
    stored: { name: 'a.txt', mediaType: 'text/plain', sha256: digest, path: '/store/a' },
  });
});
