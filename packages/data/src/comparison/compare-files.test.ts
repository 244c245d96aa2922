// Files by what they hold, and the two plainest comparisons: texts and bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { imageHdu, writeFits } from '../fits/index.ts';
import { compareBytes, compareFiles, compareTexts } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('equal bytes need no reading', async () => {
  assert.deepEqual(await compareFiles(bytes('{'), bytes('{')), { kind: 'bytes', identical: true, lengths: [1, 1] });
});

test('the content decides how files are compared, not their names', async () => {
  const fits = (value: number) => writeFits([imageHdu({ data: Float64Array.of(value) })]);
  const kinds: readonly (readonly [Uint8Array, Uint8Array, string])[] = [
    [fits(1), fits(2), 'fits'],
    [gzipSync(fits(1)), fits(2), 'fits'],
    [bytes('{"a":1}'), bytes('{"a":2}'), 'json'],
    [bytes('{"a":1}'), bytes('{ "a": 1 }'), 'text'],
    [bytes('{"a":1}'), bytes('{"a":'), 'text'],
    [bytes('a\n'), bytes('b\n'), 'text'],
    [bytes('a'), Uint8Array.of(0, 1), 'bytes'],
    [bytes('a'), Uint8Array.of(0xff, 0xfe), 'bytes'],
    [fits(1), bytes('a'), 'bytes'],
  ];
  for (const [a, b, kind] of kinds) assert.equal((await compareFiles(a, b)).kind, kind);
});

test('the same product in gzip is no difference', async () => {
  const fits = writeFits([imageHdu({ data: Float64Array.of(1) })]);
  const report = await compareFiles(fits, gzipSync(fits));
  assert.deepEqual([report.kind, report.identical], ['fits', true]);
});

test('bytes differ where the first one does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const report = compareBytes(a, b);
      assert.equal(report.identical, Buffer.compare(a, b) === 0);
      if (report.identical) return assert.equal(report.firstAt, undefined);
      assert.deepEqual(a.subarray(0, report.firstAt), b.subarray(0, report.firstAt));
      assert.notEqual(a[report.firstAt!], b[report.firstAt!]);
    }),
  );
});

test('lines that came and went are counted wherever they stand', () => {
  assert.deepEqual(compareTexts('a\nb\nc\n', 'a\nx\nb\nc'), {
    kind: 'text',
    identical: false,
    lines: [3, 4],
    linesAdded: 1,
    linesRemoved: 0,
    first: { line: 2, before: 'b', after: 'x' },
  });
  assert.deepEqual(compareTexts('', 'a').first, { line: 1, after: 'a' });
});

test('line ends of another system are no difference', () => {
  assert.equal(compareTexts('a\r\nb\r\n', 'a\nb\n').identical, true);
});

test('added less removed lines are the growth of the text', () => {
  const line = fc.constantFrom('a', 'b', '');
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { lines, linesAdded, linesRemoved, identical } = compareTexts(a, b);
      assert.equal(linesAdded - linesRemoved, lines[1] - lines[0]);
      if (identical) assert.equal(linesAdded + linesRemoved, 0);
    }),
  );
});
