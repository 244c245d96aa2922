// Damaged files: whatever bytes come in, reading ends with a result or a FitsError, in bounded time and memory.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { FitsError, gunzipIfNeeded, imageHdu, readFits, tableHdu, writeFits } from './index.ts';

const valid = writeFits([
  imageHdu({
    data: new Uint16Array([1, 2, 65535]),
    blank: 1,
    header: [
      ['LONG', 'long '.repeat(40), 'x'],
      ['A B', 1],
    ],
  }),
  tableHdu({
    name: 'T',
    columns: [
      { name: 'a', values: new BigInt64Array([1n, 2n]), nullValue: 1n },
      { name: 'b', values: ['ab', 'c', 'd', 'e'], shape: [2, 2] },
      { name: 'c', values: [new Float32Array([1, 2, 3]), new Float32Array(1)] },
      { name: 'd', values: [new Uint8Array([1, 0, 1]), new Uint8Array(1)], type: 'bit', descriptor: 'Q' },
      { name: 'e', values: ['hello', 'you'], descriptor: 'P' },
      { name: 'f', values: [true, null] },
      { name: 'g', values: new Int16Array(8), shape: [2, 2, 2], scale: 0.5, zero: 1 },
    ],
  }),
  imageHdu({ data: new Float64Array(12), shape: [3, 4], name: 'I' }),
]);

/** Parts of the file where damage matters: padding of blocks is skipped. */
const interesting = readFits(valid).hdus.flatMap(({ header, extent }) => [
  { start: extent.headerStart, length: 80 * header.cards.reduce((sum, card) => sum + card.records.length, 1) },
  { start: extent.dataStart, length: extent.dataLength },
]);

/** Everything a user could do with a file. */
function readAll(bytes: Uint8Array): number {
  let values = 0;
  for (const hdu of readFits(bytes).hdus) {
    hdu.checksums();
    if (hdu.kind === 'image') values += hdu.pixels().physical().length;
    if (hdu.kind !== 'table') continue;
    for (const column of hdu.columns) {
      try {
        values += column.values.length;
        if (!column.variable) values += column.nullMask().length;
      } catch (error) {
        assertExpected(error);
      }
    }
  }
  return values;
}

function assertExpected(error: unknown): void {
  assert.ok(error instanceof FitsError, `${String(error)} is no FitsError`);
  assert.ok(
    ['not_fits', 'truncated', 'corrupt', 'unsupported'].includes(error.code),
    `${error.code}: ${error.message}`,
  );
  assert.match(error.message, /^[^\n]{10,300}\.$/);
}

function survives(bytes: Uint8Array): boolean {
  try {
    const values = readAll(bytes);
    assert.ok(values < 100 * bytes.length, `${values} values from ${bytes.length} bytes`);
    return true;
  } catch (error) {
    assertExpected(error);
    return false;
  }
}

const position = fc
  .record({ part: fc.nat(interesting.length - 1), at: fc.nat(10_000) })
  .map(({ part, at }) => interesting[part]!.start + (at % Math.max(1, interesting[part]!.length)));

describe('reading damaged FITS files', () => {
  it('reads the undamaged file that the others come from', () => {
    assert.equal(survives(valid), true);
  });

  it('reports every truncation of a file, unless only padding after the data of an HDU is gone', () => {
    const extents = readFits(valid).hdus.map((hdu) => hdu.extent);
    let complete = 0;
    for (let length = 0; length < valid.length; length += 97) {
      const whole = extents.some((extent) => length >= extent.dataStart + extent.dataLength && length <= extent.end);
      complete += whole ? 1 : 0;
      assert.equal(survives(valid.subarray(0, length)), whole, `cut to ${length} bytes`);
    }
    assert.ok(complete > 10 && complete < 200);
  });

  it('survives any few bytes changed anywhere', () => {
    const damage = fc.array(fc.record({ position, byte: fc.nat(255) }), { minLength: 1, maxLength: 6 });
    const property = fc.property(damage, (changes) => {
      const bytes = valid.slice();
      for (const change of changes) bytes[change.position] = change.byte;
      survives(bytes);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('survives any digit of any header value changed, which hits sizes, formats and pointers', () => {
    const digits = [...valid.keys()].filter((at) => {
      const inHeader = interesting.some(({ start, length }, i) => i % 2 === 0 && at >= start && at < start + length);
      return inHeader && at % 80 >= 10 && at % 80 < 30 && valid[at]! >= 0x30 && valid[at]! <= 0x39;
    });
    assert.ok(digits.length > 40, `${digits.length} digits`);
    for (const at of digits) {
      for (const replacement of "09-.T'(A") {
        const bytes = valid.slice();
        bytes[at] = replacement.charCodeAt(0);
        survives(bytes);
      }
    }
  });

  it('survives huge numbers in any header value', () => {
    const property = fc.property(
      position,
      fc.constantFrom('99999999999999999999', '-1', '2147483647', '1E300', '9007199254740993'),
      (at, text) => {
        const bytes = valid.slice();
        const field = at - (at % 80) + 10;
        if (field + 20 <= bytes.length) bytes.set(new TextEncoder().encode(text.padStart(20)), field);
        survives(bytes);
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });

  it('refuses a declared size beyond the file without allocating it', () => {
    const text = Buffer.from(valid).toString('latin1');
    const bytes = Buffer.from(
      text.replace(/NAXIS1 {2}= {20} *4 /, `NAXIS1  = ${'900000000000000'.padStart(20)} `),
      'latin1',
    );
    assert.notDeepEqual(bytes, Buffer.from(valid));
    assert.throws(
      () => readFits(bytes),
      (error) => error instanceof FitsError && error.code === 'truncated',
    );
  });

  it('refuses a table of countless rows without bytes', () => {
    const text = Buffer.from(writeFits([tableHdu({ columns: [{ name: 'e', values: [''] }] })])).toString('latin1');
    const bytes = Buffer.from(text.replace(/NAXIS2 {2}= {19} 1/, 'NAXIS2  =        9007199254740'), 'latin1');
    assert.notEqual(bytes.toString('latin1'), text);
    assert.throws(
      () => readFits(bytes),
      (error) => error instanceof FitsError && error.code === 'corrupt',
    );
  });

  it('refuses arrays that overlap in the heap many times over, but shares equal ones', () => {
    const rows = Array.from({ length: 1000 }, () => new Uint8Array(1));
    rows[0] = new Uint8Array(100_000);
    const bytes = writeFits([tableHdu({ columns: [{ name: 'v', values: rows }] })], { checksums: false });
    const { dataStart } = readFits(bytes).hdus[1]!.extent;
    const view = new DataView(bytes.buffer);
    for (let row = 1; row < rows.length; row++) view.setInt32(dataStart + 8 * row, 90_000);
    for (let row = 1; row < rows.length; row++) view.setInt32(dataStart + 8 * row + 4, 0);
    const shared = readFits(bytes).table(1).column('v').values;
    assert.equal(shared[1], shared[999]);
    for (let row = 1; row < rows.length; row++) view.setInt32(dataStart + 8 * row + 4, row);
    assert.throws(
      () => readFits(bytes).table(1).column('v').values,
      (error) => error instanceof FitsError && error.code === 'corrupt',
    );
  });

  it('calls random bytes no FITS file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000 }), (bytes) => {
        assert.throws(
          () => readFits(bytes),
          (error) => error instanceof FitsError && error.code === 'not_fits',
        );
      }),
    );
  });

  it('survives random bytes after a good beginning', () => {
    const beginning = new TextEncoder().encode(
      'SIMPLE  =                    T'.padEnd(80) + 'BITPIX  =                    8'.padEnd(80),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000 }), (rest) => void survives(new Uint8Array([...beginning, ...rest]))),
    );
  });

  it('rejects cut or changed gzip data with a FitsError', async () => {
    const packed = gzipSync(valid);
    for (const length of [2, 10, 50, packed.length - 5]) {
      await assert.rejects(
        gunzipIfNeeded(packed.subarray(0, length)),
        (error) => error instanceof FitsError && error.code === 'corrupt',
      );
    }
    const changed = Uint8Array.from(packed);
    changed[packed.length >> 1]! ^= 0xff;
    await assert.rejects(gunzipIfNeeded(changed), (error) => error instanceof FitsError && error.code === 'corrupt');
  });

  it('stops unpacking at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(1 << 24));
    await assert.rejects(
      gunzipIfNeeded(bomb, { limitBytes: 1 << 20 }),
      (error) => error instanceof FitsError && error.code === 'unsupported',
    );
    assert.equal((await gunzipIfNeeded(bomb, { limitBytes: 1 << 24 })).length, 1 << 24);
  });
});
