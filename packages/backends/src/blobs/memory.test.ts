// The store in memory keeps the contract, and as a cache keeps its limit.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../hashing/sha256.ts';
import { blobStoreContract, listed } from './contract.ts';
import { memoryBlobs } from './memory.ts';
import { readOnlyBlobs } from './read-only.ts';

blobStoreContract(
  'memoryBlobs',
  async () => {
    const store = memoryBlobs();
    return { store, readOnly: readOnlyBlobs(store) };
  },
  { inMemory: true },
);

describe('memoryBlobs with a limit', () => {
  it('forgets the least recently used blobs, not the oldest', async () => {
    const store = memoryBlobs({ limitBytes: 250 });
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map((fill) => store.put(new Uint8Array(100).fill(fill))),
    );
    assert.deepEqual(
      await store.has([first!, second!, third!].map(({ digest }) => digest)),
      new Set([second!.digest, third!.digest]),
    );
    await store.get(second!.digest);
    const fourth = await store.put(new Uint8Array(100).fill(4));
    assert.deepEqual(
      (await listed(store)).map(({ digest }) => digest),
      [second!.digest, fourth.digest].sort(),
    );
  });

  it('does not keep a blob larger than the limit, and keeps the others for it', async () => {
    const store = memoryBlobs({ limitBytes: 250 });
    const small = await store.put(new Uint8Array(200));
    assert.equal((await store.put(new Uint8Array(300))).sizeBytes, 300);
    assert.deepEqual(await listed(store), [small]);
  });

  it('counts a blob once however often it is put, and frees its room when it is removed', async () => {
    const store = memoryBlobs({ limitBytes: 250 });
    const bytes = new Uint8Array(100);
    for (let times = 0; times < 5; times++) await store.put(bytes);
    const other = await store.put(new Uint8Array(120));
    assert.equal((await listed(store)).length, 2);
    assert.equal(await store.remove([sha256(bytes), sha256(bytes)]), 100);
    const third = await store.put(new Uint8Array(130));
    assert.deepEqual((await listed(store)).map(({ sizeBytes }) => sizeBytes).sort(), [
      other.sizeBytes,
      third.sizeBytes,
    ]);
  });

  it('stores the bytes as they were when put was called, though the caller changes them meanwhile', async () => {
    const store = memoryBlobs();
    const bytes = new Uint8Array(1000).fill(7);
    const storing = store.put(bytes);
    bytes.fill(8);
    const { digest } = await storing;
    assert.equal(digest, sha256(new Uint8Array(1000).fill(7)));
    assert.deepEqual(await store.get(digest), new Uint8Array(1000).fill(7));
  });
});
