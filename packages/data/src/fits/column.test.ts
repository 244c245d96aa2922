// What a column offers beyond its values: typed access, scaling, masks, and clear refusals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Column, type ColumnSpec, FitsError, readFits, tableHdu, writeFits } from './index.ts';

function columnOf(spec: Omit<ColumnSpec, 'name'>): Column {
  return readFits(writeFits([tableHdu({ columns: [{ name: 'c', ...spec }] })]))
    .table(1)
    .column('c');
}

const unsupported =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof FitsError && error.code === 'unsupported' && message.test(error.message);

const real = columnOf({ values: new Float32Array([1, NaN, 2]) });
const text = columnOf({ values: ['a', 'b'] });
const logical = columnOf({ values: [true, null, false] });
const variable = columnOf({ values: [new Int16Array([1, -9]), new Int16Array(0)], scale: 2, zero: 1, nullValue: -9 });

describe('Column', () => {
  it('gives values as the typed array that is asked for, or says why not', () => {
    assert.equal(real.as(Float32Array), real.values);
    assert.throws(
      () => real.as(Float64Array),
      unsupported(/Column c \(TFORM 1E\) does not hold float64 values of a fixed size/),
    );
    assert.throws(() => text.as(Uint8Array), unsupported(/TFORM 1A/));
    assert.throws(() => variable.as(Int16Array), unsupported(/of a fixed size/));
    assert.deepEqual(
      columnOf({ type: 'complex64', values: new Float32Array([1, 2]) }).as(Float32Array),
      new Float32Array([1, 2]),
    );
  });

  it('gives numbers as float64', () => {
    assert.deepEqual([...real.physical()], [1, NaN, 2]);
    assert.throws(() => text.physical(), unsupported(/numbers of a fixed size/));
    assert.throws(() => logical.physical(), unsupported(/numbers of a fixed size/));
    assert.throws(() => variable.physical(), unsupported(/numbers of a fixed size/));
  });

  it('scales arrays of variable length row by row', () => {
    assert.equal(variable.variable, true);
    assert.deepEqual(variable.physicalRows(), [new Float64Array([3, NaN]), new Float64Array(0)]);
    assert.throws(() => real.physicalRows(), unsupported(/variable length/));
  });

  it('gives strings', () => {
    assert.deepEqual(text.strings(), ['a', 'b']);
    assert.deepEqual(columnOf({ values: ['x', 'yz'], descriptor: 'P' }).strings(), ['x', 'yz']);
    assert.throws(() => real.strings(), unsupported(/does not hold strings/));
  });

  it('masks what is undefined', () => {
    assert.deepEqual([...real.nullMask()], [0, 1, 0]);
    assert.deepEqual([...logical.nullMask()], [0, 1, 0]);
    assert.deepEqual([...text.nullMask()], [0, 0]);
    assert.deepEqual([...columnOf({ values: new Uint8Array([5, 0]), nullValue: 0 }).nullMask()], [0, 1]);
    assert.throws(() => variable.nullMask(), unsupported(/fixed size/));
  });
});
