// The number types, their conventions for unsigned integers, and linear scaling.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { FitsError } from './fits-error.ts';
import { numericFormats, numericTypeOf, type NumericType, resolveNumericType, toPhysical } from './numeric-type.ts';

describe('numericTypeOf', () => {
  it('names the type of every typed array that FITS can hold', () => {
    for (const type of Object.keys(numericFormats) as NumericType[]) {
      assert.equal(numericTypeOf(numericFormats[type].create(2)), type);
    }
  });

  it('knows nothing else', () => {
    for (const value of [
      [1],
      'x',
      null,
      undefined,
      new Uint8ClampedArray(1),
      new DataView(new ArrayBuffer(1)),
      new Float16Array(1),
    ]) {
      assert.equal(numericTypeOf(value), undefined);
    }
  });

  it('knows arrays of another realm and subclasses such as Buffer', () => {
    assert.equal(numericTypeOf(runInNewContext('new Float32Array(1)')), 'float32');
    assert.equal(numericTypeOf(Buffer.from('a')), 'uint8');
  });
});

describe('resolveNumericType', () => {
  it('applies the conventions for unsigned integers and signed bytes', () => {
    assert.equal(resolveNumericType(16, 1, 32768), 'uint16');
    assert.equal(resolveNumericType('J', 1, 2147483648), 'uint32');
    assert.equal(resolveNumericType('K', 1, 2 ** 63), 'uint64');
    assert.equal(resolveNumericType(8, 1, -128), 'int8');
  });

  it('leaves any other scaling alone', () => {
    assert.equal(resolveNumericType(16, 2, 32768), 'int16');
    assert.equal(resolveNumericType('I', 1, 32767), 'int16');
    assert.equal(resolveNumericType('B', 1, 0), 'uint8');
    assert.equal(resolveNumericType(-32, 1, 32768), 'float32');
    assert.equal(resolveNumericType('D', 1, 0), 'float64');
  });

  it('refuses other codes', () => {
    assert.throws(
      () => resolveNumericType(12, 1, 0),
      (error) => error instanceof FitsError && error.code === 'corrupt',
    );
  });
});

describe('toPhysical', () => {
  it('scales and marks undefined values before they are scaled', () => {
    const values = new Int16Array([1, 2, 5]);
    assert.deepEqual([...toPhysical(values, { scale: 0.5, zero: 4, nullValue: 5 })], [4.5, 5, NaN]);
    // 2 becomes 5 by scaling, and is yet no undefined value.
    assert.deepEqual([...toPhysical(values, { scale: 1, zero: 3, nullValue: 5 })], [4, 5, NaN]);
  });

  it('rounds 64-bit integers and compares undefined ones exactly', () => {
    const values = new BigInt64Array([2n ** 53n, 2n ** 53n + 1n, -1n]);
    assert.deepEqual([...toPhysical(values, { scale: 1, zero: 0, nullValue: 2n ** 53n + 1n })], [2 ** 53, NaN, -1]);
    assert.deepEqual([...toPhysical(new BigUint64Array([2n ** 64n - 1n]), { scale: 1, zero: 0 })], [2 ** 64]);
  });

  it('copies, so that the stored values stay', () => {
    const values = new Float64Array([1, NaN]);
    const physical = toPhysical(values, { scale: 1, zero: 0 });
    physical[0] = 9;
    assert.deepEqual([...values], [1, NaN]);
  });
});
