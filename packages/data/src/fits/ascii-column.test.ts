// ASCII table columns, from fields typed by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Column, FitsError, readFits } from './index.ts';

const block = (records: readonly string[]): string => {
  const text = [...records, 'END'].map((record) => record.padEnd(80)).join('');
  return text.padEnd(Math.ceil(text.length / 2880) * 2880);
};
const primary = block(['SIMPLE  =                    T', 'BITPIX  = 8', 'NAXIS   = 0']);

/** An ASCII table of one column with these fields. */
function column(form: string, fields: readonly string[], ...keywords: string[]): Column {
  const width = fields[0]!.length;
  const header = [
    "XTENSION= 'TABLE   '",
    'BITPIX  = 8',
    'NAXIS   = 2',
    `NAXIS1  = ${width}`,
    `NAXIS2  = ${fields.length}`,
    'PCOUNT  = 0',
    'GCOUNT  = 1',
    'TFIELDS = 1',
    'TBCOL1  = 1',
    `TFORM1  = '${form}'`,
    ...keywords,
  ];
  const table = readFits(new TextEncoder().encode(primary + block(header) + fields.join(''))).table(1);
  assert.equal(table.encoding, 'ascii');
  return table.column(0);
}

const corrupt =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof FitsError && error.code === 'corrupt' && message.test(error.message);

describe('ASCII table columns', () => {
  it('hold strings without trailing blanks', () => {
    assert.deepEqual(column('A4', ['ab  ', ' cd ', '    ']).values, ['ab', ' cd', '']);
  });

  it('hold integers as int32 up to nine digits, wider ones as int64', () => {
    assert.deepEqual(column('I5', ['   12', '  -7 ', '+0003']).values, new Int32Array([12, -7, 3]));
    assert.deepEqual(
      column('I19', ['9223372036854775807', '                -12']).values,
      new BigInt64Array([2n ** 63n - 1n, -12n]),
    );
  });

  it('hold reals with any Fortran exponent', () => {
    assert.deepEqual(
      column('E9.2', ['  1.5E+02', ' -2.5D-01', '    1.5+3', '      .25']).values,
      new Float64Array([150, -0.25, 1500, 0.25]),
    );
    assert.deepEqual(column('D9.2', ['       -0', '  1.25e00']).values, new Float64Array([-0, 1.25]));
  });

  it('imply a decimal point where none is written', () => {
    assert.deepEqual(column('F6.2', ['   123', '  1.23', '    5.']).values, new Float64Array([1.23, 1.23, 5]));
  });

  it('mark blank fields and the null text as undefined', () => {
    const integers = column('I4', ['   1', '    ', ' N/A'], "TNULL1  = 'N/A'");
    assert.deepEqual([...integers.nullMask()], [0, 1, 1]);
    assert.deepEqual([...integers.physical()], [1, NaN, NaN]);
    const reals = column('F4.1', [' 1.0', '****'], "TNULL1  = '****'");
    assert.deepEqual(reals.values, new Float64Array([1, NaN]));
    assert.deepEqual([...reals.nullMask()], [0, 1]);
  });

  it('are scaled', () => {
    assert.deepEqual([...column('I3', ['  2'], 'TSCAL1  = 0.5', 'TZERO1  = 10').physical()], [11]);
  });

  it('refuse text that is no number, naming the row', () => {
    assert.throws(
      () => column('I4', ['   1', '  1x']).values,
      corrupt(/Row 1 of column 1 of HDU 1 is "1x", which is no int32 number/),
    );
    assert.throws(() => column('I4', [' 1.5']).values, corrupt(/"1.5"/));
    assert.throws(() => column('F4.1', ['1..5']).values, corrupt(/"1\.\.5", which is no float64/));
    assert.throws(() => column('I20', [' 9223372036854775808']).values, corrupt(/no int64/));
  });

  it('refuse formats and places that are impossible', () => {
    assert.throws(() => column('Z4', ['abcd']), corrupt(/impossible format "Z4"/));
    assert.throws(
      () => column('A9', ['abcd']),
      corrupt(/TBCOL1 and TFORM1 put column 1 of HDU 1 outside its rows of 4 bytes/),
    );
  });
});
