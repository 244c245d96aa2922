// The FITS library against independent judges: astropy reads what is written here, what astropy writes is
// read here, real mission files are read by both, and fitsverify finds nothing to complain about.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type Card,
  type Column,
  type ColumnSpec,
  FitsError,
  gunzipIfNeeded,
  type Hdu,
  type HeaderValue,
  imageHdu,
  type NumericArray,
  readFits,
  tableHdu,
  writeFits,
} from './index.ts';
import { numericTypeOf } from './numeric-type.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const python = [process.env['STEMMA_PYTHON'], join(root, '.venv', 'bin', 'python'), 'python3'].find(
  (candidate) => candidate !== undefined && (candidate === 'python3' || existsSync(candidate)),
)!;
const hasAstropy = spawnSync(python, ['-c', 'import astropy, numpy']).status === 0;
const skipAstropy = hasAstropy ? false : 'no Python with astropy and numpy (set STEMMA_PYTHON)';
const hasFitsverify = spawnSync('fitsverify', ['-h']).error === undefined;
const skipFitsverify = hasFitsverify ? false : 'fitsverify is not installed';
const mirror = process.env['STEMMA_DATA_MIRROR'] ?? join(root, '..', 'shared', 'data');
const realFiles = globSync('**/*.fits{,.gz}', { cwd: mirror })
  .map((name) => join(mirror, name))
  .sort();
const skipReal = realFiles.length > 0 ? skipAstropy : 'no real data (set STEMMA_DATA_MIRROR)';

// ---- what both sides say about a file -------------------------------------------------------------------

function digest(values: NumericArray): string {
  const copy = values.slice();
  if (copy instanceof Float32Array || copy instanceof Float64Array) {
    copy.forEach((value, i) => {
      if (Number.isNaN(value)) copy[i] = NaN;
    });
  }
  return createHash('sha256')
    .update(new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength))
    .digest('hex');
}

function describeValues(type: string, values: unknown): object {
  if (type === 'string') return { type, values: (values as string[]).map((text) => text.trimEnd()) };
  if (type === 'bool') return { type, values: (values as (boolean | null)[]).map((value) => value === true) };
  const numbers = values as NumericArray;
  const components = type.startsWith('complex') ? 2 : 1;
  const name = type === 'bit' ? 'uint8' : type;
  return { type: name, length: numbers.length / components, digest: digest(numbers) };
}

function describeColumn(column: Column): object {
  const about = { name: column.name, unit: column.unit ?? '', format: column.format };
  if (column.variable && column.type !== 'string') {
    return { ...about, rows: (column.values as NumericArray[]).map((row) => describeValues(column.type, row)) };
  }
  if (column.variable) return { ...about, ...describeValues('string', column.values) };
  const scaled = column.scale !== 1 || column.zero !== 0;
  const described = scaled ? describeValues('float64', column.physical()) : describeValues(column.type, column.values);
  return { ...about, shape: column.shape, ...described };
}

function describeNumber(value: number | bigint): string | number {
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(BigInt(value)) : value;
}

function describeValue(value: HeaderValue): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return describeNumber(value);
  if (typeof value === 'string') return value.trimEnd();
  if (typeof value === 'object' && value !== null) return [describeNumber(value.re), describeNumber(value.im)];
  return value;
}

function describeHdu(hdu: Hdu): object {
  const valued = hdu.header.cards.filter((card): card is Card & { value: HeaderValue } => card.value !== undefined);
  const about = {
    name: hdu.name,
    cards: valued.map((card) => [card.keyword, describeValue(card.value), card.comment]),
    texts: hdu.header.cards.filter((card) => card.value === undefined).map((card) => card.comment),
    checksums: { ...hdu.checksums() },
  };
  if (hdu.kind === 'table') return { ...about, columns: hdu.columns.map(describeColumn) };
  assert.equal(hdu.kind, 'image');
  if (hdu.shape.length === 0) return { ...about, image: { shape: [] } };
  const pixels = hdu.pixels();
  const scaled = hdu.scale !== 1 || hdu.zero !== 0;
  const values = scaled ? pixels.physical() : pixels.data;
  const image = {
    shape: pixels.shape,
    physical: digest(pixels.physical()),
    ...describeValues(numericTypeOf(values)!, values),
  };
  return { ...about, image };
}

async function describeFile(path: string): Promise<object[]> {
  return readFits(await gunzipIfNeeded(readFileSync(path))).hdus.map(describeHdu);
}

// astropy turns the extension name to upper case in `hdu.name`.
function foldNames(hdus: object[]): object[] {
  return JSON.parse(
    JSON.stringify(hdus.map((hdu) => ({ ...hdu, name: (hdu as { name: string }).name.toUpperCase() }))),
  );
}

// ---- files written here ---------------------------------------------------------------------------------

const everyNumericArray: NumericArray[] = [
  new Uint8Array([0, 1, 255, 7]),
  new Int8Array([-128, 0, 127, 7]),
  new Int16Array([-32768, 0, 32767, 7]),
  new Uint16Array([0, 1, 65535, 7]),
  new Int32Array([-(2 ** 31), 0, 2 ** 31 - 1, 7]),
  new Uint32Array([0, 1, 2 ** 32 - 1, 7]),
  new BigInt64Array([-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n, 7n]),
  new BigUint64Array([0n, 2n ** 53n + 1n, 2n ** 64n - 1n, 7n]),
  new Float32Array([1.1, NaN, -Infinity, 7]),
  new Float64Array([1.1, NaN, 5e-324, 7]),
];

const header = [
  ['OBJECT', "It's ''quoted''", 'quotes'],
  ['LONG', 'a long string / with a slash & more, '.repeat(12), 'and a long comment as well '.repeat(6).trim()],
  ['QUOTES', "'".repeat(100), 'a string of quotes'],
  ['EDGE', 'x'.repeat(68), ''],
  ['EDGE2', 'x'.repeat(69), 'one more than fits'],
  ['ESO DET CHIP1 NAME', 'CCD', 'hierarchical'],
  ['ESO DET LONG', 'hierarchical and long '.repeat(8), 'both'],
  ['BIGINT', 2n ** 62n + 1n],
  ['SMALL', 1.25e-300, 'small'],
  ['PI', Math.PI],
  ['BIG', 1e300],
  ['CPLX', { re: 1.5, im: -2.5 }],
  ['TRUE', true],
  ['EMPTY', ''],
  ['BLANKS', '  leading'],
  ['DATE-OBS', '2023-03-07T15:44:06.670', 'start'],
] as const;

const commentary = [
  { keyword: 'COMMENT', comment: 'remark '.repeat(20) },
  { keyword: 'HISTORY', comment: 'made here' },
  { keyword: '', comment: 'blank keyword' },
];

const bits = new Uint8Array(44).map((_, i) => ((i * 7) % 3 === 0 ? 1 : 0));

/** Every kind of column that astropy can read (see `bit-arrays.fits`). */
const columns: ColumnSpec[] = [
  ...everyNumericArray.map((values) => ({ name: numericTypeOf(values)!, values, unit: 'keV' })),
  ...everyNumericArray.map((values) => ({
    name: `v_${numericTypeOf(values)}`,
    values: [values.subarray(0, 1), values.subarray(0, 0), values, values.subarray(2)] as NumericArray[],
  })),
  { name: 'logical', values: [true, false, null, true] },
  { name: 'bits', type: 'bit', values: bits, shape: [4, 11] },
  { name: 'c64', type: 'complex64', values: new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]), display: 'E12.4' },
  { name: 'c128', type: 'complex128', values: new Float64Array(16).map((_, i) => i / 3), shape: [4, 2] },
  { name: 'text', values: ['GRB', '', '230307A', "it's"], comment: 'a remark' },
  { name: 'texts', values: ['a', 'b', 'cc', 'd', 'e', 'f', '', 'hhh'], shape: [4, 2] },
  { name: 'wide', values: ['a', 'b', 'c', 'd'], width: 20 },
  { name: 'vector', values: new Int32Array(12).map((_, i) => -i), shape: [4, 3] },
  { name: 'matrix', values: new Float32Array(24).map((_, i) => i / 7), shape: [4, 3, 2] },
  { name: 'one', values: new Float64Array([1, 2, 3, 4]), shape: [4, 1] },
  { name: 'scaled', values: new Int16Array([1, -7, 3, 4]), scale: 0.1, zero: 5.5, nullValue: -7 },
  { name: 'nulls', values: new Uint16Array([1, 65535, 3, 4]), nullValue: 65535 },
  { name: 'vtext', values: ['hello', '', 'x y', 'z'], descriptor: 'P' },
  { name: 'vlogical', values: [[true, false], [], [true], [false]], descriptor: 'P' },
  { name: 'vc64', type: 'complex64', values: [[1, 2], [], [3, 4, 5, 6], []].map((row) => new Float32Array(row)) },
  { name: 'wideq', values: [[1], [], [2, 3], []].map((row) => new Float64Array(row)), descriptor: 'Q' },
];

const ownFiles: Record<string, Uint8Array> = {
  'images.fits': writeFits([
    imageHdu({ header: [...header, ...commentary] }),
    ...everyNumericArray.map((data, i) =>
      imageHdu({ data, shape: [2, 1, 2], name: `IMAGE${i}`, version: 2, unit: 'count' }),
    ),
    imageHdu({ data: new Int16Array([1, -99, 3]), blank: -99, name: 'BLANK' }),
    imageHdu({ data: new Uint16Array([1, 65535, 3]), blank: 65535, name: 'UBLANK' }),
    imageHdu({ data: new Int32Array([1, -99, 3]), blank: -99, scale: 0.001, zero: 2.5, name: 'SCALED' }),
    imageHdu({ data: new Float64Array(0), shape: [3, 0], name: 'NOPIXELS' }),
  ]),
  'primary-image.fits': writeFits([imageHdu({ data: new Float32Array(5000).map((_, i) => i), shape: [50, 100] })]),
  'table.fits': writeFits([tableHdu({ name: 'ALL', columns, header })]),
  'plain.fits': writeFits([tableHdu({ columns })], { checksums: false }),
  'empty-table.fits': writeFits([
    tableHdu({
      name: 'NOROWS',
      columns: [
        { name: 'a', values: new Int16Array(0) },
        { name: 'b', values: [], type: 'string', width: 4 },
      ],
    }),
    tableHdu({ name: 'NOCOLUMNS', columns: [] }),
  ]),
  // Legal, but more than astropy knows: it fails on TDIM of bits and on bits in the heap.
  'bit-arrays.fits': writeFits([
    tableHdu({
      columns: [
        { name: 'bitcube', type: 'bit', values: bits.subarray(0, 24), shape: [4, 2, 3] },
        { name: 'vbits', type: 'bit', values: [bits.subarray(0, 3), bits, bits.subarray(0, 0), bits.subarray(0, 8)] },
      ],
    }),
  ]),
};

/** A file that reads well but holds another value than the one it is compared with. */
function withChangedByte(bytes: Uint8Array, offset: number): Uint8Array {
  const changed = bytes.slice();
  changed[offset]! ^= 1;
  return changed;
}

interface Judgement {
  made: string[];
  described: Record<string, object[]>;
}

describe('FITS interoperability', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-fits-'));
  const own = Object.keys(ownFiles).map((name) => join(folder, `own-${name}`));
  let judged: Judgement = { made: [], described: {} };

  before(() => {
    for (const [name, bytes] of Object.entries(ownFiles)) writeFileSync(join(folder, `own-${name}`), bytes);
    const table = ownFiles['table.fits']!;
    const dataStart = readFits(table).hdu('ALL').extent.dataStart;
    writeFileSync(join(folder, 'broken-twin.fits'), withChangedByte(table, dataStart + 2));
    writeFileSync(join(folder, 'own-packed.fits.gz'), gzipSync(table));
    if (!hasAstropy) return;
    const astropyReads = own.filter((path) => !path.endsWith('bit-arrays.fits'));
    const input = JSON.stringify([
      ...astropyReads,
      join(folder, 'own-packed.fits.gz'),
      join(folder, 'broken-twin.fits'),
      ...realFiles,
    ]);
    const script = join(import.meta.dirname, 'astropy-judge.py');
    const run = spawnSync(python, [script, folder], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
    assert.equal(run.status, 0, run.stderr);
    judged = JSON.parse(run.stdout) as Judgement;
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'lets astropy read equal headers, checksums and values from every kind of file written here',
    { skip: skipAstropy },
    async () => {
      for (const path of [...own, join(folder, 'own-packed.fits.gz')]) {
        if (path.endsWith('bit-arrays.fits')) continue;
        assert.deepEqual(foldNames(await describeFile(path)), foldNames(judged.described[path]!), path);
      }
    },
  );

  it('gives astropy the values that were put in, not only the ones it reads back itself', { skip: skipAstropy }, () => {
    const described = judged.described[join(folder, 'own-table.fits')]![1] as {
      columns: { name: string; digest?: string }[];
    };
    for (const values of everyNumericArray) {
      const column = described.columns.find((candidate) => candidate.name === numericTypeOf(values));
      assert.equal(column?.digest, digest(values), column?.name);
    }
    const text = described.columns.find((candidate) => candidate.name === 'text') as unknown as { values: string[] };
    assert.deepEqual(text.values, ['GRB', '', '230307A', "it's"]);
  });

  it('has a judge that sees a single changed bit', { skip: skipAstropy }, async () => {
    const broken = judged.described[join(folder, 'broken-twin.fits')]!;
    assert.notDeepEqual(foldNames(await describeFile(join(folder, 'own-table.fits'))), foldNames(broken));
    assert.deepEqual((broken[1] as { checksums: object }).checksums, { checksum: 'wrong', datasum: 'wrong' });
  });

  it('reads every kind of file that astropy writes, with equal values', { skip: skipAstropy }, async () => {
    assert.ok(judged.made.length >= 7);
    for (const path of judged.made) {
      assert.deepEqual(foldNames(await describeFile(path)), foldNames(judged.described[path]!), path);
    }
  });

  for (const path of realFiles) {
    it(`reads ${relative(mirror, path)} as astropy does`, { skip: skipReal }, async () => {
      assert.deepEqual(foldNames(await describeFile(path)), foldNames(judged.described[path]!));
    });
  }
  it('finds the real mission files', { skip: skipReal }, () =>
    assert.ok(realFiles.length >= 20, `${realFiles.length} files`),
  );

  it('writes files in which fitsverify finds no error and no warning', { skip: skipFitsverify }, () => {
    for (const path of own) {
      const run = spawnSync('fitsverify', [path], { encoding: 'utf8' });
      assert.match(run.stdout, /Verification found 0 warning\(s\) and 0 error\(s\)/, `${path}\n${run.stdout}`);
    }
  });

  it('has a fitsverify that rejects a changed bit and a wrong format', { skip: skipFitsverify }, () => {
    const changed = spawnSync('fitsverify', [join(folder, 'broken-twin.fits')], { encoding: 'utf8' });
    assert.doesNotMatch(changed.stdout, /found 0 warning\(s\) and 0 error/);
    const text = Buffer.from(ownFiles['table.fits']!).toString('latin1').replace("TFORM1  = '1B", "TFORM1  = '9Y");
    const path = join(folder, 'wrong-format.fits');
    writeFileSync(path, Buffer.from(text, 'latin1'));
    assert.doesNotMatch(
      spawnSync('fitsverify', [path], { encoding: 'utf8' }).stdout,
      /found 0 warning\(s\) and 0 error/,
    );
    assert.throws(
      () => readFits(readFileSync(path)),
      (error) => error instanceof FitsError && error.code === 'corrupt',
    );
  });
});
