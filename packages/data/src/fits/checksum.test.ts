// Checksums against the definition in arbitrary precision and the example of the FITS standard.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { addSums, encodeChecksum, onesComplementSum } from './checksum.ts';
import { imageHdu, readFits, writeFits } from './index.ts';

/** The definition, with arbitrary precision: add words, then the carries. */
function referenceSum(bytes: Uint8Array): number {
  let sum = 0n;
  for (let i = 0; i < bytes.length; i++) sum += BigInt(bytes[i]!) << BigInt(24 - 8 * (i % 4));
  while (sum > 0xffffffffn) sum = (sum & 0xffffffffn) + (sum >> 32n);
  return Number(sum);
}

describe('onesComplementSum', () => {
  it('agrees with the definition for any bytes, also when they do not fill a word', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.equal(onesComplementSum(bytes, 0, bytes.length), referenceSum(bytes));
      }),
    );
  });

  it('sums part of an array that does not start on a word', () => {
    const bytes = new Uint8Array([9, 9, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 9]).subarray(1);
    assert.equal(onesComplementSum(bytes, 1, 9), referenceSum(bytes.subarray(1, 9)));
  });

  it('carries correctly through millions of large words', () => {
    const bytes = new Uint8Array(4 * (2 ** 21 + 5)).fill(0xff);
    bytes[3] = 0xfe;
    assert.equal(
      onesComplementSum(bytes, 0, bytes.length),
      referenceSum(new Uint8Array([0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff])),
    );
  });

  it('adds sums with end-around carry', () => {
    assert.equal(addSums(0xffffffff, 1), 1);
    assert.equal(addSums(0x80000000, 0x80000000), 1);
    assert.equal(addSums(1, 2), 3);
  });
});

describe('encodeChecksum', () => {
  it('gives the example of the FITS standard, appendix J', () => {
    // The standard encodes the complement of 868229149 as hcHjjc9ghcEghc9g.
    assert.equal(encodeChecksum(868229149), 'hcHjjc9ghcEghc9g');
  });

  it('uses letters and digits only, whatever the sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (sum) =>
        assert.match(encodeChecksum(sum), /^[0-9A-Za-z]{16}$/),
      ),
      { numRuns: 2000 },
    );
  });

  it('brings the sum of an HDU to zero', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (data) => {
        const bytes = writeFits([imageHdu({ data })]);
        assert.ok([0, 0xffffffff].includes(referenceSum(bytes)));
        assert.deepEqual(readFits(bytes).hdus[0]!.checksums(), { checksum: 'ok', datasum: 'ok' });
      }),
    );
  });
});

describe('checksums of an HDU', () => {
  const bytes = writeFits([
    imageHdu({ data: new Int16Array([1, 2, 3]) }),
    imageHdu({ data: new Int16Array(3), name: 'B' }),
  ]);
  const report = (changed: Uint8Array, index = 0) => readFits(changed).hdus[index]!.checksums();
  const change = (offset: number): Uint8Array => bytes.with(offset, bytes[offset]! ^ 4);

  it('finds a changed bit of the data, in that HDU only', () => {
    const changed = change(2880 + 1);
    assert.deepEqual(report(changed), { checksum: 'wrong', datasum: 'wrong' });
    assert.deepEqual(report(changed, 1), { checksum: 'ok', datasum: 'ok' });
  });

  it('finds a changed bit of the header, which leaves the data sum right', () => {
    assert.deepEqual(report(change(40)), { checksum: 'wrong', datasum: 'ok' });
  });

  it('finds exchanged words through the header only, since a sum ignores order', () => {
    assert.equal(report(bytes.with(2880, 0).with(2881, 3).with(2884, 0).with(2885, 1)).datasum, 'ok');
  });

  it('reports absent checksums', () => {
    const plain = writeFits([imageHdu({ data: new Int16Array(3) })], { checksums: false });
    assert.deepEqual(report(plain), { checksum: 'absent', datasum: 'absent' });
  });

  it('counts missing padding of the last block as zeros', () => {
    assert.deepEqual(report(bytes.subarray(0, bytes.length - 2874), 1), { checksum: 'ok', datasum: 'ok' });
  });
});
