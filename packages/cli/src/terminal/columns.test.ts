// Tests of aligned columns.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columns } from './columns.ts';
import { styleOf } from './style.ts';
import { textWidth } from './text-width.ts';

describe('columns', () => {
  it('are as wide as their widest cell, with two spaces between', () => {
    assert.deepEqual(
      columns([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
      ['a    bb', 'ccc  d'],
    );
  });

  it('can be aligned on the right, indented, and set further apart', () => {
    const rows = [
      ['1', 'x'],
      ['100', 'y'],
    ];
    assert.deepEqual(columns(rows, { right: [0], indent: 1, gap: 3 }), ['   1   x', ' 100   y']);
  });

  it('may have rows of different lengths, or none at all', () => {
    assert.deepEqual(columns([['a'], ['b', 'c'], []]), ['a', 'b  c', '']);
    assert.deepEqual(columns([]), []);
  });

  it('are straight with colours and wide characters', () => {
    const style = styleOf(true);
    const lines = columns([
      [style.good('ok'), 'x'],
      ['日本', 'x'],
      ['abcd', 'x'],
    ]);
    for (const line of lines) assert.equal(textWidth(line), 7);
  });

  it('keep every cell, and never end a line in spaces', () => {
    const cell = fc.stringMatching(/^[a-z]{0,9}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const lines = columns(rows);
        assert.equal(lines.length, rows.length);
        lines.forEach((line, i) => {
          assert.equal(line, line.trimEnd());
          assert.deepEqual(line.split(/ +/).filter(Boolean), rows[i]!.filter(Boolean));
        });
      }),
    );
  });
});
