// Tests of how values of results are shown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { array, column, file, FileValue, image, listOf, number, record, table, type Json } from '@stemma/core';
import { styleOf } from './style.ts';
import { tableLines } from './table-lines.ts';
import { entryLines, valueLines } from './value-lines.ts';

const files = { sizeBytes: () => 2096, place: () => 'out/note.txt' };
const room = { width: 80, style: styleOf(false), files };
const show = (value: unknown, schema?: Readonly<Record<string, Json>>) => valueLines(value, schema, room);

describe('single values', () => {
  it('have the units of their schema', () => {
    assert.deepEqual(show(4, number({ unit: 'keV' }).schema), ['4 keV']);
    assert.deepEqual(show(4), ['4']);
  });

  it('may be texts of many lines, which are cut after twelve', () => {
    assert.deepEqual(show('Crab'), ['Crab']);
    assert.deepEqual(show(''), ['empty text']);
    const lines = show(Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n'));
    assert.equal(lines[0], 'text, 20 lines');
    assert.equal(lines.at(-1), '… 8 more lines');
  });

  it('may be absent, true, dates and big', () => {
    assert.deepEqual(
      [null, undefined, true, new Date(0), 2n ** 64n].flatMap((value) => show(value)),
      ['none', 'none', 'true', '1970-01-01T00:00:00.000Z', '18446744073709551616'],
    );
  });

  it('may be files, with media type, size and place', () => {
    const note = new FileValue('note.txt', 'text/plain', { bytes: new Uint8Array() });
    assert.deepEqual(show(note, file().schema), ['note.txt  text/plain, 2.10 kB', 'out/note.txt']);
  });
});

describe('arrays and images', () => {
  it('are shown whole when they are short', () => {
    assert.deepEqual(show(Int16Array.of(1, 2, 3), array('int16', { unit: 's' }).schema), ['int16[3]  1, 2, 3 s']);
  });

  it('are summed up when they are long: ends, range and blanks', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i === 50 ? Number.NaN : i));
    assert.deepEqual(show(values), ['float64[100]  0, 1, 2, …, 99  from 0 to 99, 1 NaN']);
    assert.match(show(new Float32Array(9).fill(Number.NaN))[0]!, /only NaN$/);
  });

  it('say the shape of an image', () => {
    const value = { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) };
    assert.deepEqual(show(value, image('float32', { unit: 'count' }).schema), [
      'image, 2 × 3 pixels  float32, from 0 to 5 count',
    ]);
  });
});

describe('tables', () => {
  const schema = table({ timeS: column('float64', 's'), name: 'string' }).schema;

  it('show names, units and all rows when there are few', () => {
    assert.deepEqual(show({ timeS: Float64Array.of(1, 20), name: ['a', 'b'] }, schema), [
      'table, 2 rows × 2 columns',
      'timeS  name',
      '    s',
      '    1  a',
      '   20  b',
    ]);
  });

  it('show the first five and the last three of many rows', () => {
    const lines = show(
      { timeS: Float64Array.from({ length: 100 }, (_, i) => i), name: Array.from({ length: 100 }, () => 'x') },
      schema,
    );
    assert.equal(lines[0], 'table, 100 rows × 2 columns');
    assert.equal(lines.length, 1 + 2 + 5 + 1 + 3);
    assert.equal(lines.at(-1)!.trim(), '99  x');
  });

  it('show what is empty as empty', () => {
    assert.deepEqual(show({ timeS: new Float64Array(), name: [] }, schema), [
      'table, 0 rows × 2 columns',
      'timeS  name',
    ]);
  });

  it('leave out columns that have no room, and say so', () => {
    const wide = Array.from({ length: 12 }, (_, i) => ({ name: `column${i}`, values: Float64Array.of(1) }));
    const lines = tableLines(wide, { width: 40, style: styleOf(false) });
    assert.ok(lines.every((line) => line.length <= 40));
    assert.match(lines.at(-1)!, /^… and 8 more columns: column4.*…$/);
  });

  it('show several elements a row in brackets', () => {
    const boxes = [{ name: 'box', width: 2, values: Float64Array.of(1, 2, 3, 4) }];
    assert.deepEqual(tableLines(boxes, room), ['table, 2 rows × 1 column', 'box', '[1, 2]', '[3, 4]']);
  });

  it('are recognised without a schema by arrays of one length', () => {
    assert.equal(show({ a: Float64Array.of(1), b: Float64Array.of(2) })[0], 'table, 1 row × 2 columns');
  });
});

describe('records and lists', () => {
  it('stand under each other with aligned names and units', () => {
    const schema = record({ raDeg: number({ unit: 'deg' }), dec: number({ unit: 'deg' }) }).schema;
    assert.deepEqual(show({ raDeg: 83.6, dec: 22 }, schema), ['raDeg  83.6 deg', 'dec    22 deg']);
  });

  it('of a value and its error are one measured value', () => {
    const inSeconds = record({ value: number({ unit: 's' }), error: number({ unit: 's' }) }).schema;
    assert.deepEqual(show({ value: 9.27741, error: 0.02374 }, inSeconds), ['9.277 ± 0.024 s']);
    const mixed = record({ value: number({ unit: 's' }), error: number({ unit: '%' }) }).schema;
    assert.deepEqual(show({ value: 9, error: 1 }, mixed), ['value  9 s', 'error  1 %']);
  });

  it('of plain values stand on one line', () => {
    assert.deepEqual(show([1, 2, 3], listOf(number({ unit: 'keV' })).schema), ['1, 2, 3 keV']);
    assert.deepEqual(show([]), ['an empty list']);
    assert.match(show(Array.from({ length: 40 }, (_, i) => i))[0]!, /^0, 1, 2, 3, 4, 5 … 40 in all$/);
  });

  it('of records are numbered and cut after six', () => {
    const lines = show(Array.from({ length: 8 }, (_, i) => ({ i })));
    assert.equal(lines[0], 'list of 8');
    assert.equal(lines.at(-1), '… and 2 more');
  });

  it('that are very deep do not go on for ever', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 1000; i++) deep = { deep };
    assert.ok(show(deep).length < 10);
  });

  it('carry the descriptions of their schemas beside single values', () => {
    const lines = entryLines([['widthS', 2]], () => number({ unit: 's', description: 'how wide' }).schema, room);
    assert.deepEqual(lines, ['widthS  2 s  how wide']);
  });
});
