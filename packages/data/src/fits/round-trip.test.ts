// The promise of the library: what is written reads back with the same typed array class, shape and bits.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  type ColumnSpec,
  type ColumnType,
  imageHdu,
  type NumericArray,
  readFits,
  tableHdu,
  writeFits,
} from './index.ts';
import { elementFormat } from './column-type.ts';
import { numericFormats, type NumericType } from './numeric-type.ts';

const numericTypes = Object.keys(numericFormats) as NumericType[];
const text = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});

function noise(type: NumericType, length: number, seed: Uint8Array): NumericArray {
  const values = numericFormats[type].create(length);
  const bytes = new Uint8Array(values.buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = seed[i % seed.length]! ^ (i * 37);
  return values;
}

const seed = fc.uint8Array({ minLength: 1, maxLength: 64 });
const elementShape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 });
const size = (shape: readonly number[]): number => shape.reduce((total, length) => total * length, 1);

function valuesOf(type: ColumnType, length: number, bytes: Uint8Array, words: readonly string[]): ColumnSpec['values'] {
  if (type === 'string') return Array.from({ length }, (_, i) => words[i % words.length]!);
  if (type === 'bool') return Array.from({ length }, (_, i) => [true, false, null][bytes[i % bytes.length]! % 3]!);
  if (type === 'bit') return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]! & 1);
  const format = elementFormat(type);
  const base = type === 'complex64' ? 'float32' : type === 'complex128' ? 'float64' : type;
  return noise(base as NumericType, length * format.components, bytes);
}

const columnType = fc.constantFrom<ColumnType>(...numericTypes, 'string', 'bool', 'bit', 'complex64', 'complex128');
const ingredients = fc.record({
  type: columnType,
  shape: elementShape,
  variable: fc.boolean(),
  descriptor: fc.constantFrom('P' as const, 'Q' as const),
  bytes: seed,
  words: fc.array(text, { minLength: 1, maxLength: 5 }),
});

function makeColumn(
  rows: number,
  index: number,
  from: typeof ingredients extends fc.Arbitrary<infer T> ? T : never,
): ColumnSpec {
  const { type, shape, variable, descriptor, bytes, words } = from;
  const name = `c${index}`;
  if (!variable)
    return { name, type, values: valuesOf(type, rows * size(shape), bytes, words), shape: [rows, ...shape] };
  if (type === 'string') return { name, type, descriptor, values: valuesOf(type, rows, bytes, words) };
  const arrays = Array.from({ length: rows }, (_, row) => valuesOf(type, (row * 5 + bytes[0]!) % 9, bytes, words));
  return { name, type, descriptor, values: arrays as NumericArray[] };
}

/** Compares bits, since NaN payloads are equal to `deepEqual`. */
function assertSameBits(actual: unknown, expected: unknown, message: string): void {
  assert.deepEqual(actual, expected, message);
  if (ArrayBuffer.isView(expected) && ArrayBuffer.isView(actual)) {
    assert.equal(
      Buffer.compare(
        Buffer.from(expected.buffer, expected.byteOffset, expected.byteLength),
        Buffer.from(actual.buffer, actual.byteOffset, actual.byteLength),
      ),
      0,
      message,
    );
  }
}

describe('a table written and read', () => {
  it('has the same columns: type, shape, class and bits', () => {
    const tables = fc.record({
      rows: fc.integer({ min: 0, max: 5 }),
      columns: fc.array(ingredients, { minLength: 1, maxLength: 5 }),
    });
    const property = fc.property(tables, ({ rows, columns }) => {
      const specs = columns.map((column, i) => makeColumn(rows, i, column));
      const table = readFits(writeFits([tableHdu({ name: 'T', columns: specs })])).table('T');
      assert.equal(table.rowCount, rows);
      for (const [i, spec] of specs.entries()) {
        const column = table.column(i);
        assert.equal(column.type, spec.type);
        if (!column.variable) assert.deepEqual(column.shape, spec.shape);
        assertSameBits(column.values, spec.values, `${spec.name} ${spec.type}`);
      }
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('is the same file when what was read is written again', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 4 }),
      fc.array(ingredients, { minLength: 1, maxLength: 4 }),
      (rows, columns) => {
        const specs = columns.map((column, i) => makeColumn(rows, i, column));
        const bytes = writeFits([
          tableHdu({
            name: 'T',
            columns: specs,
            header: [
              ['LONG', 'x'.repeat(100)],
              ['A B', 1],
            ],
          }),
        ]);
        const table = readFits(bytes).table('T');
        const again = writeFits([
          tableHdu({ name: 'T', columns: table.columns, rowCount: table.rowCount, header: table.header.cards }),
        ]);
        assert.equal(Buffer.compare(bytes, again), 0);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('keeps strings that end in blanks, whatever their lengths', () => {
    for (const values of [['a ', 'b'], ['  ', ''], ['abc', 'ab '], [' a']]) {
      assert.deepEqual(
        readFits(writeFits([tableHdu({ columns: [{ name: 's', values }] })]))
          .table(1)
          .column('s').values,
        values,
      );
    }
  });

  it('keeps units, displays, remarks, undefined values and scaling', () => {
    const spec = {
      name: 'x',
      values: new Int32Array([1, -9]),
      unit: 'keV',
      display: 'I8',
      comment: 'energy',
      nullValue: -9,
      scale: 0.25,
      zero: -1,
    };
    const column = readFits(writeFits([tableHdu({ columns: [spec] })]))
      .table(1)
      .column('x');
    const { name, unit, display, comment, nullValue, scale, zero } = column;
    assert.deepEqual({ name, unit, display, comment, nullValue, scale, zero, values: column.values }, spec);
    assert.deepEqual([...column.physical()], [-0.75, NaN]);
  });

  it('expresses undefined values in the type of the column, also for unsigned and 64-bit integers', () => {
    const columns: ColumnSpec[] = [
      { name: 'a', values: new Uint16Array([7, 0]), nullValue: 7 },
      { name: 'b', values: new BigUint64Array([7n, 2n ** 64n - 1n]), nullValue: 2n ** 64n - 1n },
      { name: 'c', values: new Int8Array([-128, 3]), nullValue: -128 },
      { name: 'd', values: new BigInt64Array([5n, 6n]), nullValue: 6 },
    ];
    const table = readFits(writeFits([tableHdu({ columns })])).table(1);
    assert.deepEqual(
      table.columns.map((column) => column.nullValue),
      [7, 2n ** 64n - 1n, -128, 6n],
    );
    assert.deepEqual(
      table.columns.map((column) => [...column.nullMask()]),
      [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
      ],
    );
  });
});

describe('an image written and read', () => {
  it('has the same type, shape and bits, as primary and as extension', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    const property = fc.property(
      fc.constantFrom(...numericTypes),
      shape,
      seed,
      fc.boolean(),
      (type, sizes, bytes, primary) => {
        const data = noise(type, size(sizes), bytes);
        const hdus = [imageHdu({ data, shape: sizes, unit: 'count' })];
        const image = readFits(writeFits(primary ? hdus : [imageHdu(), ...hdus])).image(primary ? 0 : 1);
        assert.deepEqual(image.shape, sizes);
        assert.equal(image.unit, 'count');
        assertSameBits(image.pixels().data, data, type);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps blank and scale, in the type of the image', () => {
    const specs = [
      { data: new Uint8Array([1, 2]), blank: 2, scale: 2, zero: 0.5 },
      { data: new Uint32Array([1, 2 ** 32 - 1]), blank: 2 ** 32 - 1 },
      { data: new BigInt64Array([1n, -5n]), blank: -5n, zero: 10 },
    ];
    const file = readFits(writeFits(specs.map((spec) => imageHdu(spec))));
    assert.deepEqual(
      [0, 1, 2].map((i) => file.image(i).blank),
      [2, 2 ** 32 - 1, -5n],
    );
    assert.deepEqual(
      [0, 1, 2].map((i) => [...file.image(i).pixels().physical()]),
      [
        [2.5, NaN],
        [1, NaN],
        [11, NaN],
      ],
    );
  });
});
