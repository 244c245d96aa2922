// The digest of the platform against published vectors, and files against bytes in memory.
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDigest } from '@stemma/core';
import * as fc from 'fast-check';
import { sha256, sha256OfFile, streamFile } from './sha256.ts';

/** FIPS 180-4 and the NIST example values for SHA-256. */
const vectors: readonly (readonly [text: string, digest: string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];

let folder: string;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'stemma-hashing-'))));
after(() => rm(folder, { recursive: true }));

describe('sha256', () => {
  it('gives the published digests, from text and from bytes', () => {
    for (const [text, digest] of vectors) {
      assert.equal(sha256(text), digest);
      assert.equal(sha256(new TextEncoder().encode(text)), digest);
    }
  });

  it('takes text in its UTF-8 form', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => sha256(text) === sha256(new TextEncoder().encode(text)) && isDigest(sha256(text)),
      ),
    );
  });

  it('hashes the part that a view shows, not the buffer behind it', () => {
    assert.equal(sha256(new TextEncoder().encode('xxabcxx').subarray(2, 5)), sha256('abc'));
  });
});

describe('sha256OfFile', () => {
  it('gives the published digests', async () => {
    const path = join(folder, 'vector');
    for (const [text, digest] of vectors) {
      await writeFile(path, text);
      assert.equal(await sha256OfFile(path), digest);
    }
  });

  it('agrees with the digest of the bytes around the edges of its pieces', async () => {
    const path = join(folder, 'edges');
    for (const sizeBytes of [1, 4095, 4096, 4097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20]) {
      const bytes = new Uint8Array(sizeBytes).map((_, index) => (index * 31) & 255);
      await writeFile(path, bytes);
      assert.equal(await sha256OfFile(path), sha256(bytes), `${sizeBytes} bytes`);
    }
  });

  it('throws the system error when there is no such file', async () => {
    await assert.rejects(sha256OfFile(join(folder, 'absent')), { code: 'ENOENT' });
  });
});

describe('streamFile', () => {
  it('hands over every byte once and in order, and says how many there were', async () => {
    const path = join(folder, 'stream');
    const bytes = new Uint8Array(2_500_000).map((_, index) => (index * 7) & 255);
    await writeFile(path, bytes);
    const pieces: Uint8Array[] = [];
    const info = await streamFile(path, async (piece) => void pieces.push(piece.slice()));
    assert.deepEqual(info, { digest: sha256(bytes), sizeBytes: 2_500_000 });
    assert.equal(Buffer.compare(Buffer.concat(pieces), bytes), 0);
  });

  it('gives the digest of what the sink saw when the file grows meanwhile', async () => {
    const path = join(folder, 'growing');
    await writeFile(path, 'a'.repeat(5000));
    const pieces: Uint8Array[] = [];
    const info = await streamFile(path, async (piece) => {
      if (pieces.length === 0) await appendFile(path, 'and more');
      pieces.push(piece.slice());
    });
    assert.equal(info.digest, sha256(Buffer.concat(pieces)));
    assert.equal(info.sizeBytes, 5008);
  });

  it('ends with the error of its sink', async () => {
    const path = join(folder, 'refused');
    await writeFile(path, 'text');
    await assert.rejects(
      streamFile(path, () => Promise.reject(new Error('no room'))),
      /no room/,
    );
  });
});
