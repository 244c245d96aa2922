// Decoding of columns from bytes laid out by hand, independent of the writer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeBinaryColumn, type TableBytes } from './binary-column.ts';
import { parseColumns } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import { parseCard } from './header-card.ts';
import { Header } from './header.ts';

/** Decodes the only column of a table whose rows and heap are given as bytes. */
function decode(form: string, rows: number[][], heap: number[] = [], keywords: string[] = []): unknown {
  const rowBytes = rows[0]!.length;
  const records = ['TFIELDS = 1', `TFORM1  = '${form}'`, ...keywords];
  const header = new Header(records.map((record) => parseCard(record.padEnd(80))));
  // Three bytes before the table put every value off its natural alignment.
  const bytes = new Uint8Array([7, 7, 7, ...rows.flat(), ...heap]);
  const heapStart = 3 + rows.length * rowBytes;
  const table: TableBytes = {
    bytes,
    start: 3,
    rowBytes,
    rowCount: rows.length,
    heapStart,
    heapEnd: bytes.length,
    label: 'HDU 1',
  };
  return decodeBinaryColumn(parseColumns(header, rows.length, rowBytes, 'HDU 1')[0]!, table);
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const p = (count: number, offset: number): number[] => [0, 0, 0, count, 0, 0, 0, offset];
const q = (count: number, offset: number): number[] => [
  0,
  0,
  0,
  0,
  ...p(count, 0).slice(0, 4),
  0,
  0,
  0,
  0,
  ...p(0, offset).slice(4),
];

const corrupt =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof FitsError && error.code === 'corrupt' && message.test(error.message);

describe('decodeBinaryColumn', () => {
  it('reads logicals as true, false or undefined', () => {
    assert.deepEqual(decode('3L', [ascii('TF\0')]), [true, false, null]);
  });

  it('reads bits from the most significant one', () => {
    assert.deepEqual(decode('10X', [[0b10100000, 0b01000000]]), new Uint8Array([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]));
  });

  it('reads integers of each width', () => {
    assert.deepEqual(decode('2B', [[0, 255]]), new Uint8Array([0, 255]));
    assert.deepEqual(
      decode('I', [
        [0xff, 0xfe],
        [1, 2],
      ]),
      new Int16Array([-2, 258]),
    );
    assert.deepEqual(decode('J', [[0x80, 0, 0, 1]]), new Int32Array([-(2 ** 31) + 1]));
    assert.deepEqual(decode('K', [[0x80, 0, 0, 0, 0, 0, 0, 1]]), new BigInt64Array([-(2n ** 63n) + 1n]));
  });

  it('reads unsigned integers and signed bytes', () => {
    assert.deepEqual(
      decode(
        'I',
        [
          [0x80, 0],
          [0x7f, 0xff],
        ],
        [],
        ['TZERO1  = 32768'],
      ),
      new Uint16Array([0, 65535]),
    );
    assert.deepEqual(decode('B', [[0], [255]], [], ['TZERO1  = -128']), new Int8Array([-128, 127]));
    const zero = ['TZERO1  = 9223372036854775808'];
    assert.deepEqual(
      decode('K', [[0x7f, 255, 255, 255, 255, 255, 255, 255]], [], zero),
      new BigUint64Array([2n ** 64n - 1n]),
    );
  });

  it('reads floating-point and complex numbers', () => {
    assert.deepEqual(decode('E', [[0x3f, 0x80, 0, 0]]), new Float32Array([1]));
    assert.deepEqual(decode('D', [[0xc0, 0, 0, 0, 0, 0, 0, 0]]), new Float64Array([-2]));
    assert.deepEqual(decode('C', [[0x3f, 0x80, 0, 0, 0x40, 0, 0, 0]]), new Float32Array([1, 2]));
    assert.deepEqual(
      decode('M', [[0xc0, ...Array(7).fill(0), 0x40, ...Array(7).fill(0)] as number[]]),
      new Float64Array([-2, 2]),
    );
  });

  it('reads strings up to a NUL or without trailing blanks', () => {
    assert.deepEqual(
      decode('4A', [ascii('ab  '), ascii('a\0zz'), ascii('a \0z'), ascii('    '), ascii('abcd'), ascii('\0abc')]),
      ['ab', 'a', 'a ', '', 'abcd', ''],
    );
  });

  it('reads arrays of strings', () => {
    assert.deepEqual(decode('4A', [ascii('ab c'), ascii('d   ')], [], ["TDIM1   = '(2,2)'"]), ['ab', ' c', 'd', '']);
    assert.deepEqual(decode('4A2', [ascii('ab c')]), ['ab', ' c']);
  });

  it('reads arrays of variable length through 32- and 64-bit descriptors', () => {
    const heap = [0, 1, 0, 2, 0, 3];
    const rows = [[1, 2], [], [3]].map((row) => new Int16Array(row));
    assert.deepEqual(decode('PI(2)', [p(2, 0), p(0, 0), p(1, 4)], heap), rows);
    assert.deepEqual(decode('1QI(2)', [q(2, 0), q(0, 0), q(1, 4)], heap), rows);
  });

  it('reads arrays that lie in the heap in another order, with gaps', () => {
    assert.deepEqual(decode('PB(2)', [p(1, 3), p(2, 0)], [1, 2, 9, 3]), [new Uint8Array([3]), new Uint8Array([1, 2])]);
  });

  it('ignores the offset of an empty array, which may be anything', () => {
    assert.deepEqual(decode('PB(2)', [p(0, 250), p(1, 0)], [5]), [new Uint8Array(0), new Uint8Array([5])]);
  });

  it('gives empty arrays where the column has no descriptors', () => {
    assert.deepEqual(decode('0PE', [[], []]), [new Float32Array(0), new Float32Array(0)]);
  });

  it('reads bits, logicals, strings and complex numbers of variable length', () => {
    assert.deepEqual(decode('PX(9)', [p(9, 0), p(1, 2)], [0xff, 0x80, 0]), [
      new Uint8Array(9).fill(1),
      new Uint8Array([0]),
    ]);
    assert.deepEqual(decode('PL(2)', [p(2, 0), p(1, 2)], ascii('TF\0')), [[true, false], [null]]);
    assert.deepEqual(decode('PA(5)', [p(2, 0), p(0, 0), p(3, 2)], ascii('abc  ')), ['ab', '', 'c  ']);
    assert.deepEqual(decode('PC(1)', [p(1, 0)], [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0]), [new Float32Array([1, 2])]);
  });

  it('shares one array between rows that point to the same bytes', () => {
    const rows = decode('PB(4)', [p(4, 0), p(4, 0)], [1, 2, 3, 4]) as Uint8Array[];
    assert.deepEqual(rows[0], new Uint8Array([1, 2, 3, 4]));
    assert.equal(rows[0], rows[1]);
  });

  it('refuses descriptors that point outside the heap, naming row and byte', () => {
    const where = /row 1 of column col1 of HDU 1 lies outside the heap \(descriptor at byte 11\)/;
    assert.throws(() => decode('PI(2)', [p(1, 0), p(2, 4)], [0, 1, 0, 2, 0, 3]), corrupt(where));
    assert.throws(() => decode('PI(2)', [[255, 255, 255, 255, 0, 0, 0, 0]], [0, 1]), corrupt(/row 0/));
    assert.throws(() => decode('PI(2)', [[0, 0, 0, 1, 255, 255, 255, 255]], [0, 1]), corrupt(/row 0/));
    assert.throws(
      () => decode('QI(2)', [[0x7f, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]], [0, 1]),
      corrupt(/row 0/),
    );
  });
});
