// Byte swapping against the platform's own DataView, for every type and alignment.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { readBigEndian, writeBigEndian } from './byte-order.ts';
import { type NumericArray, numericFormats, type NumericType } from './numeric-type.ts';

const types = Object.keys(numericFormats) as NumericType[];

/** The platform's own big-endian access, value by value: slow, but independent of the loops under test. */
const getters: Record<NumericType, (view: DataView, offset: number) => number | bigint> = {
  uint8: (view, offset) => view.getUint8(offset),
  int8: (view, offset) => view.getUint8(offset) - 128,
  int16: (view, offset) => view.getInt16(offset),
  uint16: (view, offset) => view.getInt16(offset) + 32768,
  int32: (view, offset) => view.getInt32(offset),
  uint32: (view, offset) => view.getInt32(offset) + 2 ** 31,
  int64: (view, offset) => view.getBigInt64(offset),
  uint64: (view, offset) => view.getBigInt64(offset) + 2n ** 63n,
  float32: (view, offset) => view.getFloat32(offset),
  float64: (view, offset) => view.getFloat64(offset),
};

const bytesOf = (values: NumericArray): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe('readBigEndian and writeBigEndian', () => {
  for (const type of types) {
    const { byteWidth, offset, create } = numericFormats[type];
    const layout = fc.record({ start: fc.nat(9), rows: fc.nat(5), repeat: fc.nat(4), gap: fc.nat(7) });

    it(`read ${type} at any alignment as the platform does`, () => {
      const property = fc.property(
        layout,
        fc.uint8Array({ minLength: 300, maxLength: 300 }),
        ({ gap, ...place }, bytes) => {
          const stride = place.repeat * byteWidth + gap;
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          const target = create(place.rows * place.repeat);
          readBigEndian(view, { ...place, stride }, target, offset !== undefined);
          for (let row = 0, next = 0; row < place.rows; row++) {
            for (let i = 0; i < place.repeat; i++, next++) {
              assert.equal(target[next], getters[type](view, place.start + row * stride + i * byteWidth));
            }
          }
        },
      );
      fc.assert(property, { numRuns: 60 });
    });

    it(`bring back every bit of ${type}, NaN payloads included, and touch nothing else`, () => {
      const property = fc.property(
        layout,
        fc.uint8Array({ minLength: 300, maxLength: 300 }),
        ({ gap, ...place }, noise) => {
          const values = create(place.rows * place.repeat);
          bytesOf(values).set(noise.subarray(0, values.byteLength));
          const at = { ...place, stride: place.repeat * byteWidth + gap };
          const file = new Uint8Array(300);
          writeBigEndian(new DataView(file.buffer), at, values, offset !== undefined);
          const back = create(values.length);
          readBigEndian(new DataView(file.buffer), at, back, offset !== undefined);
          assert.deepEqual(bytesOf(back), bytesOf(values));
          const written = new Set<number>();
          for (let row = 0; row < at.rows; row++) {
            for (let i = 0; i < at.repeat * byteWidth; i++) written.add(at.start + row * at.stride + i);
          }
          for (const [i, byte] of file.entries()) if (!written.has(i)) assert.equal(byte, 0);
        },
      );
      fc.assert(property, { numRuns: 60 });
    });
  }

  it('keep a signalling NaN, which a conversion through float64 would quieten', () => {
    const view = new DataView(new Uint8Array([0x7f, 0xa0, 0, 1]).buffer);
    const target = new Float32Array(1);
    readBigEndian(view, { start: 0, stride: 4, rows: 1, repeat: 1 }, target, false);
    assert.equal(new Uint32Array(target.buffer)[0], 0x7fa00001);
  });

  it('work on a view into a larger typed array', () => {
    const all = new Float64Array([1, 2, 3, 4]);
    const view = new DataView(new ArrayBuffer(16));
    const at = { start: 0, stride: 16, rows: 1, repeat: 2 };
    writeBigEndian(view, at, all.subarray(1, 3), false);
    assert.deepEqual([view.getFloat64(0), view.getFloat64(8)], [2, 3]);
    readBigEndian(view, at, all.subarray(2, 4), false);
    assert.deepEqual([...all], [1, 2, 2, 3]);
  });
});
