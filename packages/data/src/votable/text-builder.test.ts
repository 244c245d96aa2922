/** Tests of columns of texts: ends of strings, encodings, arrays of strings. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ByteReader } from './byte-reader.ts';
import type { VoField } from './model.ts';
import { TextBuilder } from './text-builder.ts';

const field = (arraysize?: string, datatype: VoField['datatype'] = 'char'): VoField => ({
  name: 'label',
  datatype,
  ...(arraysize !== undefined && { arraysize }),
});
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const counted = (text: string) => Uint8Array.of(0, 0, 0, text.length, ...latin1(text));

function binary(declared: VoField, bytes: Uint8Array, nulls: readonly boolean[] = [false]) {
  const builder = new TextBuilder(declared);
  const reader = new ByteReader(bytes);
  for (const isNull of nulls) builder.addBinary(reader, isNull);
  assert.ok(reader.done, 'every byte belongs to a cell');
  return builder.finish();
}

describe('a column of texts', () => {
  it('keeps cells of TABLEDATA as they are, blanks and emptiness included', () => {
    const builder = new TextBuilder(field('*'));
    for (const text of [' a ', '', 'b']) builder.addText(text);
    const { values, nulls } = builder.finish();
    assert.deepEqual([values, nulls], [[' a ', '', 'b'], undefined]);
  });

  it('ends a text of fixed size at the first NUL, or at its size', () => {
    assert.deepEqual(binary(field('4'), latin1('ab\0xabcd'), [false, false]).values, ['ab', 'abcd']);
    assert.deepEqual(binary(field(), latin1('a')).values, ['a'], 'without an arraysize there is one letter');
  });

  it('reads UTF-8 where it is UTF-8, else Latin-1', () => {
    const utf8 = new TextEncoder().encode('α é');
    assert.deepEqual(binary(field(String(utf8.length)), utf8).values, ['α é']);
    assert.deepEqual(binary(field('*'), counted('caf\u00e9')).values, ['café']);
  });

  it('of unicodeChar has two bytes a letter, big-endian', () => {
    const bytes = Uint8Array.of(0, 0, 0, 2, 0x03, 0xb1, 0x00, 0x61);
    assert.deepEqual(binary(field('*', 'unicodeChar'), bytes).values, ['αa']);
  });

  it('marks nulls and keeps its place in the stream', () => {
    const { values, nulls } = binary(field('2'), latin1('ab\0\0cd'), [false, true, false]);
    assert.deepEqual([values, nulls], [['ab', '', 'cd'], Uint8Array.of(0, 1, 0)]);
  });

  it('splits arrays of strings by their width and drops what pads them', () => {
    assert.deepEqual(binary(field('3x2'), latin1('ab cd\0')).values, [['ab', 'cd']]);
    assert.deepEqual(binary(field('3x*'), counted('ab cd ef')).values, [['ab', 'cd', 'ef']]);
    assert.deepEqual(binary(field('3x*'), counted('')).values, [[]]);
  });

  it('refuses strings without width, and cells that end too early', () => {
    const builder = new TextBuilder(field('0x2'));
    builder.addText('');
    assert.throws(() => builder.finish(), { code: 'corrupt', message: /field label have a width of 0/ });
    assert.throws(() => binary(field('5'), latin1('ab')), { code: 'corrupt' });
    assert.throws(
      () => binary(field('*'), Uint8Array.of(255, 255, 255, 255)),
      { code: 'corrupt' },
      'a negative length',
    );
  });
});
