// Opening files: finding HDUs and columns, and the message for each way a file can be wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FitsError, imageHdu, readFits, tableHdu, writeFits } from './index.ts';

const record = (text: string): string => text.padEnd(80);
const block = (records: readonly string[]): string => {
  const text = [...records, 'END'].map(record).join('');
  return text.padEnd(Math.ceil(text.length / 2880) * 2880);
};
const primary = block([
  'SIMPLE  =                    T',
  'BITPIX  =                    8',
  'NAXIS   =                    0',
]);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const extension = (...records: string[]): Uint8Array => bytesOf(primary + block(records));

function rejects(bytes: Uint8Array, code: string, message: RegExp): void {
  assert.throws(
    () => readFits(bytes),
    (error) => {
      assert.ok(error instanceof FitsError);
      assert.match(error.message, message);
      assert.equal(error.code, code);
      return true;
    },
  );
}

describe('readFits', () => {
  const bytes = writeFits([
    imageHdu({ data: new Uint8Array([1]) }),
    tableHdu({
      name: 'EVENTS',
      columns: [
        { name: 'Time', values: new Float64Array([1]) },
        { name: 'TIME2', values: ['x'] },
      ],
    }),
    imageHdu({ name: 'map', data: new Float32Array(4), shape: [2, 2] }),
  ]);
  const file = readFits(bytes);

  it('finds HDUs by position and by name, ignoring case', () => {
    assert.equal(file.hdus.length, 3);
    assert.equal(file.hdu('events'), file.hdus[1]);
    assert.equal(file.table('EVENTS').rowCount, 1);
    assert.equal(file.image('MAP'), file.hdus[2]);
    assert.equal(file.image(0).name, '');
  });

  it('tells HDUs of one name apart by EXTVER, which is 1 when absent', () => {
    const same = readFits(writeFits([imageHdu(), imageHdu({ name: 'A', version: 2 }), imageHdu({ name: 'A' })]));
    assert.equal(same.hdu('A'), same.hdus[1]);
    assert.equal(same.hdu('a', 2), same.hdus[1]);
    assert.equal(same.image('A', 1), same.hdus[2]);
    assert.throws(() => same.hdu('A', 3), /no HDU "A" version 3/);
  });

  it('says what there is when an HDU or column is missing or of the other kind', () => {
    const missing = (message: RegExp) => (error: unknown) =>
      error instanceof FitsError && error.code === 'not_found' && message.test(error.message);
    assert.throws(() => file.hdu('NOPE'), missing(/no HDU "NOPE"; the file has: 0, 1 EVENTS, 2 map\./));
    assert.throws(() => file.hdu(7), missing(/no HDU 7/));
    assert.throws(() => file.table('map'), missing(/is no table/));
    assert.throws(() => file.image(1), missing(/is no image/));
    assert.throws(() => file.table(1).column('ENERGY'), missing(/HDU 1 has no column "ENERGY"; it has: Time, TIME2\./));
    assert.throws(() => file.table(1).column(2), missing(/no column number 2/));
  });

  it('finds columns by exact name first, then ignoring case', () => {
    const table = file.table(1);
    assert.equal(table.column('TIME'), table.columns[0]);
    assert.equal(table.column(1).name, 'TIME2');
    assert.equal(table.has('time2'), true);
    assert.equal(table.has('time3'), false);
  });

  it('decodes a column once and only when asked', () => {
    const column = file.table(1).column('Time');
    assert.equal(column.values, column.values);
    const broken = bytes.slice();
    const lazy = readFits(broken);
    broken.fill(0xff, lazy.hdus[1]!.extent.dataStart, lazy.hdus[1]!.extent.dataStart + 8);
    assert.deepEqual([...lazy.table(1).column('Time').as(Float64Array)], [NaN]);
  });

  it('reads from a part of a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 13);
    const within = readFits(larger.subarray(13));
    assert.deepEqual(within.table(1).column('Time').values, new Float64Array([1]));
    assert.deepEqual(within.image(0).checksums(), { checksum: 'ok', datasum: 'ok' });
  });

  it('gives extensions of other types as bytes', () => {
    const other = readFits(
      extension(
        "XTENSION= 'FOREIGN '",
        'BITPIX  = 8',
        'NAXIS   = 1',
        'NAXIS1  = 0',
        'PCOUNT  = 0',
        'GCOUNT  = 1',
        "EXTNAME = 'F'",
      ),
    ).hdu('F');
    assert.equal(other.kind, 'other');
    assert.equal(other.kind === 'other' && other.data.length, 0);
    assert.equal(other.checksums().datasum, 'absent');
  });

  it('skips padding after the last HDU, but nothing else', () => {
    assert.equal(readFits(bytesOf(primary + '\0'.repeat(2880))).hdus.length, 1);
    assert.equal(readFits(bytesOf(primary + ' '.repeat(100))).hdus.length, 1);
    rejects(bytesOf(`${primary}garbage`), 'corrupt', /Byte 2880 should begin HDU 1 with XTENSION/);
    rejects(bytesOf(`${primary}${'\0'.repeat(50)}x`), 'corrupt', /Byte 2880/);
  });

  it('steps over random groups without reading them', () => {
    const groups = [
      'SIMPLE  =                    T',
      'BITPIX  = 16',
      'NAXIS   = 2',
      'NAXIS1  = 0',
      'NAXIS2  = 3',
      'GROUPS  = T',
      'PCOUNT  = 1',
      'GCOUNT  = 2',
    ];
    const text =
      block(groups) +
      '\0'.repeat(2880) +
      block(["XTENSION= 'IMAGE   '", 'BITPIX  = 8', 'NAXIS   = 0', 'PCOUNT  = 0', 'GCOUNT  = 1']);
    const read = readFits(bytesOf(text));
    assert.equal(read.hdus.length, 2);
    assert.equal(read.hdus[0]!.extent.dataLength, 16);
    assert.throws(
      () => read.image(0).pixels(),
      (error) => error instanceof FitsError && error.code === 'unsupported',
    );
  });
});

describe('readFits on bad files', () => {
  it('says that other bytes are no FITS file', () => {
    rejects(new Uint8Array(0), 'not_fits', /does not begin with SIMPLE/);
    rejects(bytesOf('<html>'), 'not_fits', /does not begin with SIMPLE/);
  });

  it('says which mandatory keyword is missing or wrong, and where', () => {
    const table = [
      "XTENSION= 'BINTABLE'",
      'BITPIX  = 8',
      'NAXIS   = 2',
      'NAXIS1  = 0',
      'NAXIS2  = 0',
      'PCOUNT  = 0',
      'GCOUNT  = 1',
      'TFIELDS = 0',
    ];
    const replaced = (index: number, text: string): Uint8Array => extension(...table.with(index, text));
    assert.equal(readFits(extension(...table)).table(1).columns.length, 0);
    rejects(replaced(1, 'COMMENT'), 'corrupt', /BITPIX is missing in HDU 1/);
    rejects(replaced(1, 'BITPIX  = 12'), 'corrupt', /BITPIX of HDU 1 is 12/);
    rejects(replaced(1, 'BITPIX  = 16'), 'corrupt', /HDU 1 is a table, which must have BITPIX = 8/);
    rejects(replaced(2, 'NAXIS   = 1000'), 'corrupt', /NAXIS of HDU 1 is 1000/);
    rejects(replaced(3, 'NAXIS1  = -1'), 'corrupt', /NAXIS1 of HDU 1 is -1, which is negative/);
    rejects(replaced(3, "NAXIS1  = 'x'"), 'corrupt', /NAXIS1 of HDU 1 is "x", not a number/);
    rejects(replaced(3, 'NAXIS1  = 8'), 'corrupt', /take 0 bytes, but its rows \(NAXIS1\) have 8/);
    rejects(replaced(5, 'PCOUNT  = -4'), 'corrupt', /PCOUNT of HDU 1 is -4/);
    rejects(replaced(6, 'GCOUNT  = -4'), 'corrupt', /GCOUNT of HDU 1 is -4/);
    rejects(replaced(7, 'TFIELDS = 1000'), 'corrupt', /TFIELDS of HDU 1 is 1000/);
    rejects(replaced(7, 'TFIELDS = 1'), 'corrupt', /TFORM1 is missing in HDU 1/);
    rejects(extension(...table, 'THEAP   = 10'), 'corrupt', /THEAP of HDU 1/);
  });

  it('says how far the data should reach when the file is too short', () => {
    const short = extension(
      "XTENSION= 'IMAGE   '",
      'BITPIX  = 16',
      'NAXIS   = 1',
      'NAXIS1  = 100',
      'PCOUNT  = 0',
      'GCOUNT  = 1',
    );
    rejects(short, 'truncated', /data of HDU 1 should reach byte 5960, but the file ends at byte 5760/);
    rejects(bytesOf(primary.slice(0, 200)), 'truncated', /ends at byte 200, before the END of the header of HDU 0/);
  });

  it('keeps an image without groups from claiming pixels', () => {
    const none = extension(
      "XTENSION= 'IMAGE   '",
      'BITPIX  = 8',
      'NAXIS   = 1',
      'NAXIS1  = 1000000000',
      'PCOUNT  = 0',
      'GCOUNT  = 0',
    );
    assert.throws(
      () => readFits(none).image(1).pixels(),
      (error) => error instanceof FitsError && error.code === 'corrupt',
    );
  });
});
