// Unpacking of gzip data, with the bytes as they are otherwise.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gunzipIfNeeded, imageHdu, isGzip, readFits, writeFits } from './index.ts';
import { FitsError } from './fits-error.ts';

const plain = writeFits([imageHdu({ data: new Float32Array(100_000).map((_, i) => i) })]);

describe('gunzipIfNeeded', () => {
  it('returns uncompressed bytes as they are, without a copy', async () => {
    assert.equal(await gunzipIfNeeded(plain), plain);
    assert.deepEqual(await gunzipIfNeeded(new Uint8Array(0)), new Uint8Array(0));
  });

  it('unpacks what gzip packed, in many chunks', async () => {
    assert.ok(Buffer.from(await gunzipIfNeeded(gzipSync(plain))).equals(plain));
  });

  it('unpacks bytes that lie inside a larger buffer', async () => {
    const packed = gzipSync(plain);
    const within = new Uint8Array(packed.length + 10);
    within.set(packed, 7);
    const unpacked = await gunzipIfNeeded(within.subarray(7, 7 + packed.length));
    assert.equal(readFits(unpacked).image(0).pixels().data[99_999], 99_999);
  });

  it('names the limit that was exceeded', async () => {
    const tooBig = (error: unknown): boolean => error instanceof FitsError && /limit of 1000 bytes/.test(error.message);
    await assert.rejects(gunzipIfNeeded(gzipSync(plain), { limitBytes: 1000 }), tooBig);
  });

  it('keeps the cause of a failure', async () => {
    const packed = gzipSync(plain).subarray(0, 1000);
    await assert.rejects(gunzipIfNeeded(packed), (error) => error instanceof FitsError && error.cause instanceof Error);
  });
});

describe('isGzip', () => {
  it('looks at the two magic bytes', () => {
    assert.equal(isGzip(gzipSync('x')), true);
    assert.equal(isGzip(plain), false);
    assert.equal(isGzip(new Uint8Array([0x1f])), false);
  });

  it('lets readFits tell the user what to do', () => {
    assert.throws(() => readFits(gzipSync(plain)), /gunzipIfNeeded/);
  });
});
