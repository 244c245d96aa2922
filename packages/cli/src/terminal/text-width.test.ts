// Tests of the widths of texts on a terminal.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columns } from './columns.ts';
import { cut, oneLine, pad, textWidth } from './text-width.ts';

describe('the width of a text', () => {
  it('counts cells: escape sequences and combining marks take none, wide characters two', () => {
    assert.deepEqual(['abc', '\u001b[1mabc\u001b[0m', 'e\u0301', '天文', '✓'].map(textWidth), [3, 3, 1, 4, 1]);
  });

  it('is what a padded text has', () => {
    assert.equal(pad('天', 4), '天  ');
    assert.equal(pad('7', 3, 'left'), '  7');
    assert.equal(pad('long', 2), 'long');
  });

  it('is never over the limit after a cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.nat(20),
        (text, width) => textWidth(cut(oneLine(text), width)) <= width,
      ),
    );
  });

  it('cuts with an ellipsis only where something is missing', () => {
    assert.deepEqual([cut('abcdef', 6), cut('abcdef', 5), cut('abcdef', 0)], ['abcdef', 'abcd…', '']);
  });
});

describe('one line', () => {
  it('is made of many, without anything that could move the cursor', () => {
    assert.equal(oneLine('a\nb\r\n\u001b[2Jc\u0007d\u009b'), 'a b c d ');
  });
});

describe('columns', () => {
  it('are aligned by cells, numbers on the right, without spaces at the end', () => {
    const lines = columns(
      [
        ['天', '1', 'x'],
        ['ab', '100', ''],
      ],
      { right: [1], indent: 1 },
    );
    assert.deepEqual(lines, [' 天    1  x', ' ab  100']);
  });

  it('of nothing are nothing', () => {
    assert.deepEqual(columns([]), []);
  });
});
