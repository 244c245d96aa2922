// Tables for eyes: few rows, as many columns as have room, everything left out counted, and no more read than shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { styleOf } from './style.ts';
import { tableLines, type ShownColumn } from './table-lines.ts';
import { textWidth } from './text-width.ts';

const plain = { width: 80, style: styleOf(false) };
const numbers = (name: string, count: number, unit?: string): ShownColumn => ({
  name,
  ...(unit !== undefined && { unit }),
  values: Float64Array.from({ length: count }, (_, i) => i + 1),
});

test('a small table is shown whole: names, units, rows', () => {
  const columns = [{ name: 'source', values: ['Crab', 'Vela X-1'] }, numbers('rateCps', 2, 'count/s')];
  assert.deepEqual(
    tableLines(columns, plain).map((line) => line.trimEnd()),
    ['table, 2 rows × 2 columns', 'source    rateCps', '          count/s', 'Crab            1', 'Vela X-1        2'],
  );
});

test('without any unit there is no line of units', () => {
  assert.equal(tableLines([numbers('n', 2)], plain).length, 1 + 1 + 2);
});

test('of a long table the first five and the last three rows are shown; nine rows need no gap', () => {
  const shown = (rows: number) =>
    tableLines([numbers('n', rows)], plain)
      .slice(2)
      .map((line) => line.trim());
  assert.deepEqual(shown(1000), ['1', '2', '3', '4', '5', '⋮', '998', '999', '1000']);
  assert.equal(shown(9).join(' '), '1 2 3 4 5 6 7 8 9');
});

test('cells that are not shown are not read, so a table of a million rows costs nothing', () => {
  let read = 0;
  const values = new Proxy({ length: 1_000_000 } as ArrayLike<unknown>, {
    get: (target, key) => (key === 'length' ? target.length : (read++, 1)),
  });
  tableLines([{ name: 'n', values }], plain);
  assert.ok(read < 100, `${read} cells read`);
});

test('columns without room are named and counted', () => {
  const columns = Array.from({ length: 12 }, (_, i) => numbers(`column${i}`, 3));
  const lines = tableLines(columns, { ...plain, width: 40 });
  assert.match(lines.at(-1)!, /^… and \d+ more columns: column\d/);
  assert.ok(lines.every((line) => textWidth(line) <= 40));
});

test('even the widest column is shown when it is the first', () => {
  const lines = tableLines([{ name: 'x'.repeat(30), values: ['y'] }, numbers('n', 1)], { ...plain, width: 10 });
  assert.match(lines[1]!, /x{30}/);
  assert.match(lines.at(-1)!, /and 1/);
});

test('an empty table says so, and what its columns would be', () => {
  assert.deepEqual(tableLines([], plain), ['table, 0 rows × 0 columns']);
  assert.deepEqual(tableLines([numbers('a', 0), numbers('b', 0)], plain), ['table, 0 rows × 2 columns', 'a  b']);
});

test('columns of several elements per row show the first four', () => {
  const column = { name: 'spectrum', width: 6, values: Float64Array.from({ length: 12 }, (_, i) => i) };
  const lines = tableLines([column], plain);
  assert.deepEqual(
    lines.slice(2).map((line) => line.trim()),
    ['[0, 1, 2, 3, …]', '[6, 7, 8, 9, …]'],
  );
});

test('neighbours that differ late keep the digits that tell them apart', () => {
  const lines = tableLines([{ name: 'timeMjdTt', values: Float64Array.of(53_945.123_456_1, 53_945.123_456_2) }], plain);
  assert.notEqual(lines.at(-1), lines.at(-2));
});

test('texts of several lines stay in their row', () => {
  const lines = tableLines([{ name: 'message', values: ['first\nsecond', 'other'] }], plain);
  assert.equal(lines.length, 1 + 1 + 2);
});

test('whatever the table, no line is wider than the room when the first column fits', () => {
  const column = fc.record({
    name: fc.stringMatching(/^[a-z]{1,10}$/),
    values: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 26, max: 100 }),
      (shown, width) => {
        for (const line of tableLines(shown, { ...plain, width })) assert.ok(textWidth(line) <= width, line);
      },
    ),
  );
});
