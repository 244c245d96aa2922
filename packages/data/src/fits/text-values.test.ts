// Character fields, decoded and encoded.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeText, fieldWidth } from './encode-text.ts';
import { decodeFields, decodeText } from './text-values.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('decodeFields', () => {
  it('reads fields that lie side by side or apart', () => {
    const bytes = bytesOf('?ab cd?e  fg');
    assert.deepEqual(decodeFields(bytes, { start: 1, stride: 3, rows: 2, width: 3 }), ['ab', 'cd?']);
    assert.deepEqual(decodeFields(bytes, { start: 1, stride: 6, rows: 2, width: 3 }), ['ab', 'e']);
  });

  it('gives empty strings for fields without width', () => {
    assert.deepEqual(decodeFields(bytesOf('xx'), { start: 0, stride: 1, rows: 2, width: 0 }), ['', '']);
  });

  it('keeps one character per byte, also outside ASCII', () => {
    assert.deepEqual(
      decodeFields(new Uint8Array([0xe9, 0x41, 0x20, 0x42]), { start: 0, stride: 2, rows: 2, width: 2 }),
      ['éA', ' B'],
    );
  });

  it('decodes more bytes than fit one batch', () => {
    const rows = 70;
    const width = 2 ** 18;
    const bytes = new Uint8Array(rows * width).fill(0x20);
    for (let row = 0; row < rows; row++) bytes[row * width + 1] = 0x30 + row;
    const texts = decodeFields(bytes, { start: 0, stride: width, rows, width });
    assert.deepEqual(
      texts,
      Array.from({ length: rows }, (_, row) => ` ${String.fromCharCode(0x30 + row)}`),
    );
  });
});

describe('decodeText', () => {
  it('ends at a NUL or the end, and keeps blanks', () => {
    const bytes = bytesOf('ab \0cd ');
    assert.equal(decodeText(bytes, 0, 7), 'ab ');
    assert.equal(decodeText(bytes, 4, 7), 'cd ');
    assert.equal(decodeText(bytes, 2, 2), '');
  });
});

describe('encodeText', () => {
  it('writes codes in place and refuses what is not printable ASCII', () => {
    const bytes = new Uint8Array(4);
    encodeText(bytes, 1, 'a~', 'here');
    assert.deepEqual([...bytes], [0, 0x61, 0x7e, 0]);
    for (const text of ['\n', '\x7f', 'ß', '\0'])
      assert.throws(() => encodeText(bytes, 0, text, 'Row 3'), /Row 3 holds/);
  });
});

describe('fieldWidth', () => {
  it('leaves room for a NUL after trailing blanks of the longest string', () => {
    assert.equal(fieldWidth([]), 0);
    assert.equal(fieldWidth(['a', 'abc']), 3);
    assert.equal(fieldWidth(['a ', 'abc']), 3);
    assert.equal(fieldWidth(['abc ', 'a']), 5);
  });
});
