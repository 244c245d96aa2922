// Tables: matching rows, columns that come and go, and what differs in the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareTables, type TableData } from './index.ts';
import { matchRows } from './match-rows.ts';

function tableOf(
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
  units: Readonly<Record<string, string>> = {},
): TableData {
  const entries = Object.entries(columns);
  return {
    rowCount: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) => ({ name, values, ...(units[name] && { unit: units[name] }) })),
  };
}

test('rows matched by key are compared wherever they stand', () => {
  const before = tableOf({ source: ['Crab', 'Cyg X-1', 'Vela'], flux: Float64Array.of(1, 2, 3) });
  const after = tableOf({ source: ['Vela', 'Crab', 'Sco X-1'], flux: Float64Array.of(3, 1.5, 9) });
  const report = compareTables(before, after, { keys: ['source'] });
  const { rowsMatched, rowsAdded, rowsRemoved, rowsChanged, rowsReordered, columns } = report;
  assert.deepEqual([rowsMatched, rowsAdded, rowsRemoved, rowsChanged, rowsReordered], [2, 1, 1, 1, true]);
  assert.equal(columns[1]!.numbers!.maxAbs, 0.5);
  assert.equal(columns[1]!.changedRows, 1);
});

test('without keys rows are matched by order, and the longer table has rows more', () => {
  const report = compareTables(tableOf({ x: [1, 2, 3] }), tableOf({ x: [1, 5] }));
  assert.deepEqual([report.matchedBy, report.rowsMatched, report.rowsRemoved, report.rowsChanged], ['order', 2, 1, 1]);
});

test('columns that came, went, moved or changed their unit are told', () => {
  const before = tableOf({ a: [1], b: [2], c: [3] }, { c: 'keV' });
  const report = compareTables(before, tableOf({ c: [3], a: [1], d: [4] }, { c: 'MeV' }));
  assert.deepEqual([report.columnsAdded, report.columnsRemoved, report.columnsReordered], [['d'], ['b'], true]);
  const c = report.columns.find(({ name }) => name === 'c')!;
  assert.deepEqual([c.identical, c.changedRows, c.units], [false, 0, ['keV', 'MeV']]);
});

test('texts are told by their first change; what cannot be compared says why', () => {
  const text = compareTables(tableOf({ name: ['a', 'b', 'c'] }), tableOf({ name: ['a', 'x', 'y'] })).columns[0]!;
  assert.deepEqual([text.changedRows, text.first], [2, { before: 'b', after: 'x' }]);
  const mixed = compareTables(tableOf({ x: [1, 2] }), tableOf({ x: ['1', '2'] }));
  assert.equal(mixed.columns[0]!.incomparable, 'numbers, then texts');
  assert.equal(mixed.rowsChanged, 2);
  const wide = { rowCount: 1, columns: [{ name: 'x', values: [1, 2], width: 2 }] };
  assert.equal(compareTables(tableOf({ x: [1] }), wide).columns[0]!.incomparable, '1 values in a row, then 2');
});

test('rows of several values are counted once, and lists in rows are compared by what they hold', () => {
  const wide = (...values: number[]): TableData => ({ rowCount: 2, columns: [{ name: 'v', values: Float64Array.from(values), width: 2 }] }); // prettier-ignore
  const report = compareTables(wide(1, 2, 3, 4), wide(0, 0, 3, 4));
  assert.deepEqual(
    [report.rowsChanged, report.columns[0]!.changedRows, report.columns[0]!.numbers!.changed],
    [1, 1, 2],
  );
  const lists = (...rows: number[][]) => tableOf({ v: rows.map((row) => Float32Array.from(row)) });
  assert.equal(compareTables(lists([1, NaN], [2]), lists([1, NaN], [2])).identical, true);
  assert.equal(compareTables(lists([1], [2]), lists([1], [2, 3])).rowsChanged, 1);
});

test('errors are found by the usual names of their columns', () => {
  const rate = (value: number) => tableOf({ rate: [value], error: [3] });
  assert.equal(compareTables(rate(1), rate(4)).columns[0]!.numbers!.maxSigma, 3 / Math.hypot(3, 3));
  const flux = (value: number) => tableOf({ flux2: [value], flux2_err: [1] });
  assert.equal(compareTables(flux(1), flux(4)).columns[0]!.numbers!.maxSigma, 3 / Math.SQRT2);
  assert.equal(compareTables(tableOf({ x: [1], error: [3] }), tableOf({ x: [2], error: [3] })).columns[0]!.numbers!.maxSigma, undefined); // prettier-ignore
});

test('empty tables are identical, and empty against full has only added rows', () => {
  assert.equal(compareTables(tableOf({ x: [] }), tableOf({ x: new Float64Array(0) })).identical, true);
  assert.equal(compareTables(tableOf({}), tableOf({})).identical, true);
  assert.equal(compareTables(tableOf({ x: [] }), tableOf({ x: [1] })).rowsAdded, 1);
});

test('a table is identical to itself, and with its rows shuffled it is the same by a unique key', () => {
  const rows = fc.uniqueArray(fc.tuple(fc.string(), fc.double()), { selector: ([key]) => key, maxLength: 12 });
  fc.assert(
    fc.property(rows.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))), ([given, shuffled]) => {
      const table = (of: typeof given) => tableOf({ key: of.map(([key]) => key), x: of.map(([, x]) => x) });
      assert.equal(compareTables(table(given), table(given)).identical, true);
      const report = compareTables(table(given), table(shuffled), { keys: ['key'] });
      assert.deepEqual([report.rowsMatched, report.rowsChanged], [given.length, 0]);
    }),
  ); // prettier-ignore
});

test('each row has one partner or none, and always one of its own key', () => {
  const keys = fc.array(fc.tuple(fc.constantFrom('a', 'ab', 'b'), fc.constantFrom('', 'b', 'bb')), { maxLength: 15 });
  fc.assert(
    fc.property(keys, keys, (old, now) => {
      const pairs = [0, 1].map((i) => [old.map((key) => key[i]!), now.map((key) => key[i]!)] as const);
      const { before, after } = matchRows(pairs, [old.length, now.length]);
      assert.equal(new Set(before).size, before.length);
      assert.equal(new Set(after).size, after.length);
      for (let i = 0; i < before.length; i++) assert.deepEqual(old[before[i]!], now[after[i]!]);
      const count = (list: typeof old, key: string) => list.filter((one) => one.join('|') === key).length;
      const wanted = [...new Set(old.map((key) => key.join('|')))].reduce((sum, key) => sum + Math.min(count(old, key), count(now, key)), 0); // prettier-ignore
      assert.equal(before.length, wanted);
    }),
  );
});
