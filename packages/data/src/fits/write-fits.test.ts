// The layout of written files, and everything that the builders must refuse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FitsError, type HduSpec, imageHdu, readFits, tableHdu, writeFits } from './index.ts';
import type { ColumnSpec } from './index.ts';

const keywords = (hdu: { header: { cards: readonly { keyword: string }[] } }): string[] =>
  hdu.header.cards.map((card) => card.keyword);

function rejects(run: () => HduSpec, message: RegExp): void {
  assert.throws(
    () => writeFits([run()]),
    (error) =>
      error instanceof FitsError &&
      error.code === 'invalid_request' &&
      message.test(error.message) &&
      error.message.endsWith('.'),
  );
}

describe('writeFits', () => {
  it('puts an empty primary HDU before a table', () => {
    const file = readFits(writeFits([tableHdu({ name: 'T', columns: [] })]));
    assert.deepEqual(
      file.hdus.map((hdu) => hdu.kind),
      ['image', 'table'],
    );
    assert.equal(file.hdus[0]!.header.get('EXTEND'), true);
  });

  it('writes an empty file of one HDU without EXTEND when there is nothing to write', () => {
    const bytes = writeFits([]);
    assert.equal(bytes.length, 2880);
    assert.equal(readFits(bytes).hdus[0]!.header.has('EXTEND'), false);
  });

  it('gives the same bytes for the same input', () => {
    const make = () => writeFits([imageHdu({ data: new Int16Array(5), header: [['DATE', '2023-03-07']] })]);
    assert.deepEqual(make(), make());
  });

  it('fills whole blocks: headers with blanks, data with zeros', () => {
    const bytes = writeFits([imageHdu({ data: new Uint8Array([7]) })]);
    assert.equal(bytes.length, 5760);
    assert.deepEqual(new Set(bytes.subarray(2881)), new Set([0]));
    assert.equal(bytes[2879], 0x20);
  });

  it('writes mandatory keywords in the order that the standard demands', () => {
    const file = readFits(
      writeFits([
        imageHdu(),
        imageHdu({ data: new Int8Array(6), shape: [2, 3], name: 'I' }),
        tableHdu({ columns: [] }),
      ]),
    );
    assert.deepEqual(keywords(file.hdus[0]!).slice(0, 4), ['SIMPLE', 'BITPIX', 'NAXIS', 'EXTEND']);
    assert.deepEqual(keywords(file.hdus[1]!).slice(0, 7), [
      'XTENSION',
      'BITPIX',
      'NAXIS',
      'NAXIS1',
      'NAXIS2',
      'PCOUNT',
      'GCOUNT',
    ]);
    assert.equal(file.hdus[1]!.header.get('NAXIS1'), 3);
    const table = ['XTENSION', 'BITPIX', 'NAXIS', 'NAXIS1', 'NAXIS2', 'PCOUNT', 'GCOUNT', 'TFIELDS'];
    assert.deepEqual(keywords(file.hdus[2]!).slice(0, 8), table);
  });

  it('ignores structural keywords of a copied header, and keeps all others', () => {
    const header = [
      ['NAXIS1', 99],
      ['TFORM1', '9Z'],
      ['CHECKSUM', 'old'],
      ['EXTNAME', 'kept'],
      ['TELESCOP', 'INTEGRAL'],
      ['TIMESYS', 'TT'],
    ] as const;
    const bytes = writeFits([tableHdu({ columns: [{ name: 'a', values: new Int16Array(2) }], header })]);
    const table = readFits(bytes).table('kept');
    assert.equal(table.header.get('NAXIS1'), 2);
    assert.equal(table.column(0).format, '1I');
    assert.equal(table.header.get('TELESCOP'), 'INTEGRAL');
    assert.equal(table.header.get('TIMESYS'), 'TT');
    assert.equal(table.checksums().checksum, 'ok');
  });

  it('lets the given name win over the one in the header', () => {
    const hdu = imageHdu({
      name: 'NEW',
      version: 3,
      header: [
        ['EXTNAME', 'OLD'],
        ['EXTVER', 1],
      ],
    });
    const { header } = readFits(writeFits([hdu])).hdus[0]!;
    assert.deepEqual([header.get('EXTNAME'), header.get('EXTVER')], ['NEW', 3]);
    assert.equal(header.cards.filter((card) => card.keyword === 'EXTNAME').length, 1);
  });

  it('announces long strings once', () => {
    const header = [
      ['A', 'x'.repeat(100)],
      ['B', 'y'.repeat(100)],
    ] as const;
    const { cards } = readFits(writeFits([imageHdu({ header })])).hdus[0]!.header;
    assert.equal(cards.filter((card) => card.keyword === 'LONGSTRN').length, 1);
    assert.equal(readFits(writeFits([imageHdu()])).hdus[0]!.header.has('LONGSTRN'), false);
  });
});

describe('tableHdu', () => {
  const column = (spec: Partial<ColumnSpec>): (() => HduSpec) => {
    return () => tableHdu({ columns: [{ name: 'c', values: new Int16Array(2), ...spec }] });
  };

  it('chooses formats as narrow as the values allow', () => {
    const columns: ColumnSpec[] = [
      { name: 'a', values: ['x', 'long'] },
      { name: 'b', values: [[true], []] },
      { name: 'c', values: [new Float64Array(3), new Float64Array(1)] },
      { name: 'd', values: ['var', ''], descriptor: 'Q' },
      { name: 'e', values: [null, null] },
      { name: 'f', values: new Float32Array(8), shape: [2, 4], type: 'float32' },
      { name: 'g', values: ['a', 'b', 'cc', 'd'], shape: [2, 2] },
    ];
    const table = readFits(writeFits([tableHdu({ columns })])).table(1);
    assert.deepEqual(
      table.columns.map(({ format }) => format),
      ['4A', '1PL(1)', '1PD(3)', '1QA(3)', '1L', '4E', '4A'],
    );
    assert.equal(table.header.get('TDIM7'), '(2,2)');
    assert.equal(table.header.has('TDIM6'), false);
  });

  it('refuses columns that do not make a table', () => {
    const two = (b: ColumnSpec) => () => tableHdu({ columns: [{ name: 'a', values: new Int16Array(2) }, b] });
    rejects(two({ name: 'b', values: new Int16Array(3) }), /"b" has 3 rows, but the table has 2/);
    rejects(two({ name: 'A', values: new Int16Array(2) }), /Two columns are named "A"/);
    rejects(column({ name: '' }), /needs a name/);
    rejects(column({ shape: [2, 2] }), /2 values, which do not fill the shape \[2, 2\]/);
    rejects(column({ shape: [-1, -2] }), /impossible shape/);
    rejects(column({ values: new Float32Array(3), type: 'complex64' }), /half a complex/);
    rejects(column({ values: [new Float32Array(3)], type: 'complex64' }), /half a complex/);
    rejects(
      () => tableHdu({ columns: Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, values: [] })) }),
      /999 columns/,
    );
  });

  it('refuses values that are not what the type says', () => {
    rejects(column({ type: 'float32' }), /declared as float32/);
    rejects(column({ type: 'string' }), /declared as string/);
    rejects(column({ values: [1, 2] as unknown as string[] }), /must hold a typed array, strings or booleans/);
    rejects(column({ values: [new Int16Array(1), new Int32Array(1)] }), /declared as int16/);
    rejects(column({ values: ['a', 'é'] }), /"é", but FITS text is printable ASCII/);
    rejects(column({ values: ['a\n'] }), /printable ASCII/);
    rejects(column({ values: ['\t'], descriptor: 'P' }), /printable ASCII/);
    rejects(column({ values: ['toolong'], width: 3 }), /longer than its width of 3/);
  });

  it('refuses scaling that would change the type on reading, or that FITS does not have', () => {
    rejects(column({ zero: 32768 }), /would read back as uint16/);
    rejects(column({ values: new Uint16Array(2), scale: 2 }), /uint16, which FITS cannot scale/);
    rejects(column({ values: ['a', 'b'], scale: 2 }), /of type string cannot be scaled/);
    rejects(column({ scale: NaN }), /not finite/);
    rejects(column({ nullValue: 1.5 }), /undefined value 1.5/);
    rejects(column({ nullValue: 40000 }), /undefined value 40000/);
    rejects(column({ values: new Float32Array(2), nullValue: 0 }), /undefined value is NaN/);
    rejects(column({ values: [true, false], nullValue: 0 }), /of type bool cannot have a nullValue/);
  });
});

describe('imageHdu', () => {
  it('refuses data that do not fill the shape or cannot be stored', () => {
    rejects(() => imageHdu({ data: new Int16Array(3), shape: [2, 2] }), /shape \[2, 2\] has 4 pixels, but 3 are given/);
    rejects(() => imageHdu({ data: new Int16Array(4), shape: [-2, -2] }), /shape/);
    rejects(
      () => imageHdu({ data: new Uint8ClampedArray(1) as unknown as Uint8Array }),
      /typed array that FITS can hold/,
    );
    rejects(() => imageHdu({ data: new Float32Array(1), blank: 0 }), /undefined value is NaN/);
    rejects(() => imageHdu({ data: new Int8Array(1), scale: 2 }), /cannot scale/);
    rejects(() => imageHdu({ data: new Uint8Array(1), zero: -128 }), /read back as int8/);
  });

  it('makes one axis of data without a shape', () => {
    assert.deepEqual(readFits(writeFits([imageHdu({ data: new Uint8Array(5) })])).image(0).shape, [5]);
  });
});
