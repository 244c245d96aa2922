// Digests as bytes and lists.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { codeIs } from '../contract/setting.ts';
import { digestChunks, requireDigest, toBytes, toDigest } from './digest-bytes.ts';

describe('digests in the database', () => {
  it('are 32 bytes and come back as the same text, also from the middle of a buffer', () => {
    const digest = sha256('a');
    assert.equal(toBytes(digest).length, 32);
    assert.equal(toDigest(toBytes(digest)), digest);
    const around = new Uint8Array(100);
    around.set(toBytes(digest), 7);
    assert.equal(toDigest(around.subarray(7, 39)), digest);
  });

  it('are listed in slices of at most a thousand, none lost', () => {
    for (const count of [0, 1, 999, 1000, 1001, 2500]) {
      const digests = Array.from({ length: count }, (_, i) => sha256(String(i)));
      const chunks = [...digestChunks(digests)];
      assert.deepEqual(
        chunks.flatMap(({ slice }) => slice),
        digests,
      );
      for (const { slice, json } of chunks) {
        assert.ok(slice.length <= 1000);
        assert.deepEqual(JSON.parse(json), slice);
      }
    }
  });

  it('are refused when they are anything else', () => {
    requireDigest(sha256('a'), 'a value');
    for (const text of ['', 'abc', sha256('a').toUpperCase(), `${sha256('a')}0`]) {
      assert.throws(() => requireDigest(text, 'a value'), codeIs('invalid_request'));
    }
  });
});
