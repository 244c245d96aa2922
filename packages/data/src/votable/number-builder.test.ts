/** Tests of columns of numbers: growing arrays, nulls in their places, bits, and damaged counts. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ByteReader } from './byte-reader.ts';
import type { VoField } from './model.ts';
import { NumberBuilder } from './number-builder.ts';

type NumberType = ConstructorParameters<typeof NumberBuilder>[1];

function builder(datatype: NumberType, extra: Partial<VoField> = {}): NumberBuilder {
  return new NumberBuilder({ name: 'n', datatype, ...extra }, datatype);
}

function texts(made: NumberBuilder, ...cells: string[]) {
  for (const cell of cells) made.addText(cell);
  const { values, nulls } = made.finish();
  return { values, nulls };
}

describe('a column of numbers', () => {
  it('is one flat array of exactly its cells, however many there are', () => {
    const made = builder('int');
    for (let i = 0; i < 100_000; i++) made.addText(String(i));
    const { values, nulls } = made.finish();
    assert.deepEqual([values, nulls], [Int32Array.from({ length: 100_000 }, (_, i) => i), undefined]);
    assert.equal((values as Int32Array).buffer.byteLength, 400_000, 'the room that growing took is given back');
  });

  it('has nulls for empty cells, for the declared value and for unknown truth values', () => {
    assert.deepEqual(texts(builder('float'), '1', ' ', 'NaN'), {
      values: Float32Array.of(1, NaN, NaN),
      nulls: Uint8Array.of(0, 1, 0),
    });
    assert.deepEqual(texts(builder('short', { nullValue: '-99' }), '-99', '', '0'), {
      values: Int16Array.of(-99, -99, 0),
      nulls: Uint8Array.of(1, 1, 0),
    });
    assert.deepEqual(texts(builder('boolean'), 'T', '?', 'F').nulls, Uint8Array.of(0, 1, 0));
  });

  it('of fixed arrays has them one after the other, a null among them too', () => {
    assert.deepEqual(texts(builder('int', { arraysize: '2' }), '1 2', '', ' 3\n4 '), {
      values: Int32Array.of(1, 2, 0, 0, 3, 4),
      nulls: Uint8Array.of(0, 1, 0),
    });
  });

  it('of variable arrays has one array per row, and an empty cell is an empty array', () => {
    assert.deepEqual(texts(builder('double', { arraysize: '*' }), '1 2', '', '3').values, [
      Float64Array.of(1, 2),
      new Float64Array(),
      Float64Array.of(3),
    ]);
  });

  it('of complex numbers has pairs', () => {
    assert.deepEqual(texts(builder('floatComplex'), '1 -2').values, Float32Array.of(1, -2));
    assert.throws(() => builder('floatComplex').addText('1'), { code: 'corrupt', message: /1 numbers instead of 2/ });
    assert.throws(() => builder('doubleComplex', { arraysize: '*' }).addText('1 2 3'), { message: /no multiple of 2/ });
  });

  it('of bits reads them packed from the highest on, with or without blanks between them', () => {
    const packed = builder('bit', { arraysize: '10' });
    packed.addBinary(new ByteReader(Uint8Array.of(0b1010_0001, 0b0100_0000)), false);
    packed.addText('10100 00101');
    assert.deepEqual(packed.finish().values, Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1));
    const single = builder('bit');
    for (const byte of [128, 8, 0]) single.addBinary(new ByteReader(Uint8Array.of(byte)), false);
    assert.deepEqual(single.finish().values, Uint8Array.of(1, 1, 0), 'some writers put a single bit elsewhere');
  });

  it('does not look at what lies under a null flag, but passes over its bytes', () => {
    const made = builder('int', { nullValue: '-1' });
    const reader = new ByteReader(Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 5));
    made.addBinary(reader, true);
    made.addBinary(reader, false);
    assert.deepEqual(made.finish().values, Int32Array.of(-1, 5));
  });

  it('never asks for the memory that a damaged count announces', () => {
    const stream = Uint8Array.of(0x7f, 255, 255, 255, 0, 0, 0, 0);
    const before = process.memoryUsage().arrayBuffers;
    assert.throws(() => builder('double', { arraysize: '*' }).addBinary(new ByteReader(stream), false), {
      code: 'corrupt',
    });
    assert.ok(process.memoryUsage().arrayBuffers - before < 1e6);
  });

  it('says field, row and text of what is no number, and shortens what is long', () => {
    const made = builder('int');
    made.addText('1');
    assert.throws(() => made.addText('one'), { code: 'corrupt', message: "field n, row 2: 'one' is no int" });
    assert.throws(() => made.addText('x'.repeat(500)), { message: new RegExp(`'x{40}…' is no int`) });
    assert.throws(() => builder('int', { nullValue: '0.5' }), { message: /'0\.5' is no int/ });
  });
});
