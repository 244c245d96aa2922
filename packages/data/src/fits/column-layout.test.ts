// TFORM, TDIM and their companions, from cards typed by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseColumns } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import { parseCard } from './header-card.ts';
import { Header } from './header.ts';

const headerOf = (...records: string[]): Header =>
  new Header(
    records.map((record) => parseCard(record.padEnd(80))),
    'HDU 1',
  );
const parse = (rowBytes: number, ...records: string[]) => parseColumns(headerOf(...records), 5, rowBytes, 'HDU 1');
const parseOne = (rowBytes: number, form: string, ...more: string[]) =>
  parse(rowBytes, 'TFIELDS = 1', `TFORM1  = '${form}'`, ...more)[0]!;

function rejects(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error) => error instanceof FitsError && error.code === 'corrupt' && message.test(error.message));
}

describe('parseColumns', () => {
  const forms: [form: string, rowBytes: number, type: string, shape: number[]][] = [
    ['L', 1, 'bool', [5]],
    ['1L', 1, 'bool', [5]],
    ['11X', 2, 'bit', [5, 11]],
    ['B', 1, 'uint8', [5]],
    ['4I', 8, 'int16', [5, 4]],
    ['J', 4, 'int32', [5]],
    ['K', 8, 'int64', [5]],
    ['E', 4, 'float32', [5]],
    ['0D', 0, 'float64', [5, 0]],
    ['2C', 16, 'complex64', [5, 2]],
    ['M', 16, 'complex128', [5]],
    ['7A', 7, 'string', [5]],
    ['A7', 7, 'string', [5]],
    ['12A4', 12, 'string', [5, 3]],
    ['PE(7)', 8, 'float32', [5]],
    ['1QX', 16, 'bit', [5]],
    ['0PI', 0, 'int16', [5]],
  ];
  for (const [form, rowBytes, type, shape] of forms) {
    it(`reads the format ${form}`, () => {
      const column = parseOne(rowBytes, form);
      assert.deepEqual([column.type, column.shape, column.byteWidth], [type, shape, rowBytes]);
    });
  }

  it('places columns one after the other and names those without a name', () => {
    const columns = parse(13, 'TFIELDS = 3', "TFORM1  = 'D'", "TTYPE2  = 'two'", "TFORM2  = 'B'", "TFORM3  = 'J'");
    assert.deepEqual(
      columns.map(({ name, byteOffset }) => [name, byteOffset]),
      [
        ['col1', 0],
        ['two', 8],
        ['col3', 9],
      ],
    );
  });

  it('turns TDIM around, so that the fastest axis is last', () => {
    assert.deepEqual(parseOne(24, '6E', "TDIM1   = '(3,2)'").shape, [5, 2, 3]);
    assert.deepEqual(parseOne(4, 'E', "TDIM1   = '( 1 )'").shape, [5, 1]);
    const strings = parseOne(12, '12A', "TDIM1   = '(4,3)'");
    assert.deepEqual([strings.shape, strings.width], [[5, 3], 4]);
  });

  it('ignores a TDIM that does not describe the elements', () => {
    assert.deepEqual(parseOne(24, '6E', "TDIM1   = '(4,2)'").shape, [5, 6]);
    assert.deepEqual(parseOne(24, '6E', "TDIM1   = 'junk'").shape, [5, 6]);
    assert.deepEqual(parseOne(24, '6E', 'TDIM1   = 6').shape, [5, 6]);
    assert.deepEqual(parseOne(0, '0A', "TDIM1   = '(0,1000000)'").shape, [5]);
  });

  it('takes the unsigned conventions out of scale, zero and undefined value', () => {
    const unsigned = parseOne(2, 'I', 'TZERO1  = 32768', 'TNULL1  = -32768');
    assert.deepEqual([unsigned.type, unsigned.scale, unsigned.zero, unsigned.nullValue], ['uint16', 1, 0, 0]);
    const wide = parseOne(8, 'K', 'TZERO1  = 9223372036854775808', 'TNULL1  = 5');
    assert.deepEqual([wide.type, wide.nullValue], ['uint64', 2n ** 63n + 5n]);
    const signed = parseOne(1, 'B', 'TZERO1  = -128', 'TNULL1  = 0');
    assert.deepEqual([signed.type, signed.nullValue], ['int8', -128]);
  });

  it('keeps other scaling, and ignores undefined values of floats', () => {
    const scaled = parseOne(2, 'I', 'TSCAL1  = 0.5', 'TZERO1  = 32768', 'TNULL1  = 7');
    assert.deepEqual([scaled.type, scaled.scale, scaled.zero, scaled.nullValue], ['int16', 0.5, 32768, 7]);
    assert.equal(parseOne(4, 'E', 'TNULL1  = 7').nullValue, undefined);
    assert.equal(parseOne(2, 'I', "TNULL1  = 'x'").nullValue, undefined);
  });

  it('keeps descriptions, and ignores ones that are no text', () => {
    const column = parseOne(4, 'E', "TTYPE1  = 'ENERGY' / of the photon", "TUNIT1  = 'keV'", "TDISP1  = 'F8.2'");
    assert.deepEqual(
      [column.name, column.comment, column.unit, column.display],
      ['ENERGY', 'of the photon', 'keV', 'F8.2'],
    );
    assert.equal(parseOne(4, 'E', 'TUNIT1  = 5').unit, undefined);
  });

  it('refuses formats that are none, and rows that do not add up', () => {
    rejects(() => parseOne(4, '1Z'), /Column 1 of HDU 1 has the impossible format "1Z"/);
    rejects(() => parseOne(4, ''), /impossible format ""/);
    rejects(() => parseOne(16, '2PE(3)'), /one variable-length array at most/);
    rejects(() => parseOne(5, 'E'), /take 4 bytes, but its rows \(NAXIS1\) have 5/);
    rejects(() => parseOne(4, '99999999999999999999999E'), /take .* bytes, but its rows/);
    rejects(() => parseOne(4, 'E', "TSCAL1  = 'a'"), /TSCAL1/);
  });
});
