/** Tests of filling columns: rows of cells, and streams with and without null flags. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeBase64 } from './base64.ts';
import type { VoField } from './model.ts';
import { TableData } from './table-data.ts';

const shorts = (count: number): VoField[] =>
  Array.from({ length: count }, (_, i) => ({ name: `n${i}`, datatype: 'short' }));
const stream = (...bytes: number[]) => encodeBase64(Uint8Array.from(bytes));

describe('the data of a table', () => {
  it('counts rows, also of a table without fields', () => {
    const data = new TableData([], 'a table');
    data.endRow();
    data.endRow();
    assert.deepEqual(data.finish(), { columns: [], rowCount: 2 });
  });

  it('refuses a row with another number of cells than fields, naming table and row', () => {
    const data = new TableData(shorts(2), 'table events');
    data.addCell('1');
    data.addCell('2');
    data.endRow();
    data.addCell('3');
    assert.throws(() => data.endRow(), { code: 'corrupt', message: 'row 2 of table events has 1 cells for 2 fields' });
  });

  it('takes null flags from the highest bit on, over as many bytes as the fields need', () => {
    const data = new TableData(shorts(9), 'a table');
    const cells = Array.from({ length: 9 }, (_, i) => [0, i]).flat();
    data.addStream(stream(0b0100_0000, 0b1000_0000, ...cells), true);
    const { columns, rowCount } = data.finish();
    assert.equal(rowCount, 1);
    assert.deepEqual(
      columns.map(({ nulls }) => nulls?.[0] ?? 0),
      [0, 1, 0, 0, 0, 0, 0, 0, 1],
    );
    assert.deepEqual(columns[7]!.values, Int16Array.of(7));
  });

  it('reads BINARY without flags, in which nothing is null', () => {
    const data = new TableData(shorts(1), 'a table');
    data.addStream(stream(0, 1, 255, 255), false);
    const { columns, rowCount } = data.finish();
    assert.deepEqual([columns[0]!.values, columns[0]!.nulls, rowCount], [Int16Array.of(1, -1), undefined, 2]);
  });

  it('refuses streams that would never come to an end', () => {
    assert.throws(() => new TableData([], 'table t').addStream(stream(1), false), { message: /stream but no fields/ });
    const empty = new TableData([{ name: 'e', datatype: 'int', arraysize: '0' }], 'table t');
    assert.throws(() => empty.addStream(stream(1), false), { code: 'corrupt', message: /rows are empty/ });
  });

  it('has no rows in an empty stream', () => {
    const data = new TableData(shorts(1), 'a table');
    data.addStream('', true);
    assert.equal(data.finish().rowCount, 0);
  });
});
