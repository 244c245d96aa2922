// Sorting, filtering and scrolling of tables, against plain definitions of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import fc from 'fast-check';
import { contentHeightPx, firstRowAt, rowHeightPx, scrollOfRow } from './row-window.ts';
import { filteredRows, parseFilter } from './row-filter.ts';
import { sortedRows } from './sort-order.ts';
import { cellText } from './table-column.ts';
import { TableModel } from './table-model.ts';

const all = (length: number) => Uint32Array.from({ length }, (_, i) => i);

test('numbers of every size and sign sort as comparison sorts them, NaN last, equal ones in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), fc.boolean(), (values, isDescending) => {
      const sign = isDescending ? -1 : 1;
      const wanted = values
        .map((value, row) => ({ value, row }))
        .sort((a, b) => {
          if (Number.isNaN(a.value) || Number.isNaN(b.value))
            return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
          return a.value === b.value ? 0 : sign * (a.value < b.value ? -1 : 1);
        })
        .map(({ row }) => row);
      assert.deepEqual([...sortedRows(Float64Array.from(values), all(values.length), isDescending)], wanted);
    }),
  );
});

test('texts sort by their characters', () => {
  assert.deepEqual([...sortedRows(['Vela', 'Crab', 'Cyg', 'Crab'], all(4), false)], [1, 3, 2, 0]);
  assert.deepEqual([...sortedRows(['Vela', 'Crab', 'Cyg'], all(3), true)], [0, 2, 1]);
});

test('filters of numbers compare, with both ends of a range included', () => {
  const passing = (text: string) => [-2, 0, 1, 1.5, 2, 30].filter((value) => parseFilter(text)!(value));
  assert.deepEqual(passing('> 1'), [1.5, 2, 30]);
  assert.deepEqual(passing('>=1.5'), [1.5, 2, 30]);
  assert.deepEqual(passing('<0'), [-2]);
  assert.deepEqual(passing('<= 0'), [-2, 0]);
  assert.deepEqual(passing('= 3e1'), [30]);
  assert.deepEqual(passing('!=30'), [-2, 0, 1, 1.5, 2]);
  assert.deepEqual(passing('1..2'), [1, 1.5, 2]);
  assert.deepEqual(passing('-5..0'), [-2, 0]);
});

test('anything else is part of the text, whatever its case', () => {
  assert.ok(parseFilter('crab')!('The Crab nebula'));
  assert.ok(!parseFilter('crab')!('Vela'));
  assert.ok(parseFilter('> x')!('a > x'));
  assert.equal(parseFilter('  '), undefined);
  assert.ok(!parseFilter('> 1')!('2'), 'a comparison asks for a number');
});

test('several filters must all pass', () => {
  const columns = [{ values: Float64Array.of(1, 2, 3, 4) }, { values: ['a', 'b', 'a', 'a'] }];
  assert.deepEqual([...filteredRows(columns, new Map([[0, '> 1'], [1, 'a']]))], [2, 3]); // prettier-ignore
  assert.deepEqual([...filteredRows([], new Map())], []);
});

test('a model filters and sorts together, and says so', () => {
  const model = new TableModel([
    { name: 'flux', unit: 'mCrab', values: Float64Array.of(3, 1, 2, NaN) },
    { name: 'source', values: ['C', 'A', '=B', 'D'] },
  ]);
  model.toggleSort(0);
  assert.deepEqual([...model.rows], [1, 2, 0, 3]);
  model.toggleSort(0);
  assert.deepEqual([...model.rows], [0, 2, 1, 3]);
  model.filter(0, '<= 2');
  assert.deepEqual([...model.rows], [2, 1]);
  assert.equal(model.summary(), '2 of 4 rows of 2 columns, sorted by flux downwards.');
  assert.equal(model.csv(), "flux [mCrab],source\r\n2,'=B\r\n1,A\r\n");
  assert.equal(model.placeOf(1), 1);
  assert.equal(model.placeOf(0), -1);
  model.toggleSort(0);
  model.clearFilters();
  assert.deepEqual([...model.rows], [0, 1, 2, 3]);
});

test('columns of unequal length are refused, and no columns are no rows', () => {
  const columns = [{ name: 'a', values: [1, 2] }, { name: 'b', values: [1] }]; // prettier-ignore
  assert.throws(() => new TableModel(columns), (error) => error instanceof StemmaError && /column b has 1 rows/.test(error.message)); // prettier-ignore
  assert.equal(new TableModel([]).rows.length, 0);
});

test('the window begins with row 0 and ends with the last, however long the table', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000_000 }), fc.integer({ min: 50, max: 2000 }), (count, windowPx) => {
      assert.equal(firstRowAt(0, windowPx, count), 0);
      const end = contentHeightPx(count) - windowPx;
      if (end <= 0) return;
      assert.ok(Math.abs(firstRowAt(end, windowPx, count) + windowPx / rowHeightPx - count) < 1e-6);
    }),
  );
});

test('scrolling to a row shows it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 50_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (count, share) => {
        const row = Math.floor(share * (count - 1));
        const first = firstRowAt(scrollOfRow(row, 400, count), 400, count);
        assert.ok(first <= row + 1e-3 && row < first + 400 / rowHeightPx, `${first} for ${row}`);
      },
    ),
  );
});

test('cells are written for people', () => {
  assert.deepEqual([0.1 + 0.2, 7, NaN, 'x', 1 / 3e9].map(cellText), ['0.3', '7', '–', 'x', '3.3333333e-10']);
});
