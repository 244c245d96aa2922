// FITS files HDU by HDU: how HDUs are matched, and what a difference looks like.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FitsError, imageHdu, tableHdu, writeFits } from '../fits/index.ts';
import { compareFits, compareFiles, volatileKeywords } from './index.ts';

const table = (name: string, ids: readonly string[], counts: readonly number[]) =>
  tableHdu({ name, columns: [{ name: 'ID', values: [...ids] }, { name: 'COUNTS', values: Int32Array.from(counts) }] }); // prettier-ignore

test('HDUs are matched by name wherever they stand; others are added or removed', () => {
  const before = writeFits([imageHdu({}), table('A', ['x'], [1]), table('B', ['x'], [2])]);
  const after = writeFits([imageHdu({}), table('B', ['x'], [3]), table('C', ['x'], [1])]);
  const { hdus, identical } = compareFits(before, after);
  assert.equal(identical, false);
  assert.deepEqual(
    hdus.map(({ index, name, state, identical }) => [index, name, state, identical]),
    [
      [0, '', 'both', true],
      [1, 'A', 'removed', false],
      [2, 'B', 'both', false],
      [2, 'C', 'added', false],
    ],
  );
});

test('HDUs without names are matched by place, and one of another kind says so', () => {
  const before = writeFits([imageHdu({}), imageHdu({ data: new Float32Array([1, 2]) })]);
  const after = writeFits([imageHdu({}), table('', ['x'], [1])]);
  const [, second] = compareFits(before, after).hdus;
  assert.equal(second!.kinds, 'image, then table');
  assert.equal(second!.identical, false);
  assert.equal(second!.data, undefined);
});

test('rows are matched by keys where a table has them', () => {
  const before = writeFits([imageHdu({}), table('A', ['x', 'y', 'z'], [1, 2, 3])]);
  const after = writeFits([imageHdu({}), table('A', ['z', 'x', 'w'], [3, 9, 4])]);
  const data = compareFits(before, after, { keys: ['ID', 'ABSENT'] }).hdus[1]!.data!;
  assert.ok(data.kind === 'table');
  assert.deepEqual(
    [data.matchedBy, data.rowsMatched, data.rowsAdded, data.rowsRemoved, data.rowsChanged, data.rowsReordered],
    [['ID'], 2, 1, 1, 1, true],
  );
  assert.equal(data.columns[1]!.numbers!.maxAbs, 8);
});

test('scaled images are compared by their physical values', () => {
  const image = (data: Int16Array, scale: number) => writeFits([imageHdu({ data, scale, zero: 0 })]);
  const before = image(new Int16Array([10, 20]), 0.5);
  const after = image(new Int16Array([5, 10]), 1);
  const [hdu] = compareFits(before, after).hdus;
  assert.ok(hdu!.data?.kind === 'image');
  assert.equal(hdu!.data.identical, true);
  assert.deepEqual(hdu!.cards.map(({ keyword }) => keyword), ['BSCALE', 'BZERO']); // prettier-ignore
});

test('other keywords can be ignored, and files of equal bytes say so', () => {
  const file = (value: string) => writeFits([imageHdu({ header: [{ keyword: 'ORIGIN', value }] })]);
  assert.equal(compareFits(file('a'), file('a')).sameBytes, true);
  const other = compareFits(file('a'), file('b'), { ignoredKeywords: [...volatileKeywords, 'ORIGIN'] });
  assert.deepEqual([other.identical, other.sameBytes], [true, false]);
});

test('damaged files are refused here, and compared as bytes where any file is welcome', async () => {
  const whole = writeFits([imageHdu({ data: new Float64Array(1000) })]);
  const damaged = whole.slice(0, 5000);
  assert.throws(() => compareFits(whole, damaged), FitsError);
  assert.deepEqual(await compareFiles(whole, damaged), {
    kind: 'bytes',
    identical: false,
    lengths: [whole.length, 5000],
    firstAt: 5000,
  });
});
