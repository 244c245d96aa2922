// The contract of blob stores as tests: every backend's test file calls it, so that a store is a store whatever it
// is made of. For tests only; not a part of the package's public face.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { StemmaError } from '@stemma/core';
import type { BlobInfo, BlobStore, ErrorCode } from '@stemma/core';
import { sha256, sha256OfFile } from '../hashing/sha256.ts';

/** An empty store that a test may fill, and what the test may do to it from outside. */
export interface StoreUnderTest {
  readonly store: BlobStore;
  /** The same blobs through a face that refuses changes. */
  readonly readOnly: BlobStore;
  /** Changes the stored bytes of a blob behind the store's back; absent when nobody could. */
  readonly damage?: (digest: string, how: 'flip' | 'cut') => Promise<void>;
  /** Leaves behind what a writer leaves that was killed this many seconds ago; absent when it leaves nothing. */
  readonly leaveBehind?: (secondsAgo: number) => Promise<void>;
}

/** What differs between kinds of stores without breaking a promise. */
export interface ContractSettings {
  /** The store keeps all bytes in this process: nobody can damage them from outside, and files are read into memory. */
  readonly inMemory?: boolean;
}

type MakeStore = (t: TestContext) => Promise<StoreUnderTest>;

/** A folder that is removed when the test ends. */
export async function temporaryDirectory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'stemma-blobs-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** For `assert.rejects`: a StemmaError of this code. */
export function codeIs(code: ErrorCode): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof StemmaError, `a StemmaError was expected, not ${String(thrown)}`);
    assert.equal(thrown.code, code, thrown.message);
    return true;
  };
}

const byDigest = (a: BlobInfo, b: BlobInfo): number => (a.digest < b.digest ? -1 : 1);

/** All blobs of a store, sorted by digest. */
export async function listed(store: BlobStore): Promise<BlobInfo[]> {
  const infos: BlobInfo[] = [];
  // When a blob was put is for garbage collection; what a listing says of its bytes is what is compared here.
  for await (const { digest, sizeBytes } of store.list()) infos.push({ digest, sizeBytes });
  return infos.sort(byDigest);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Declares the tests of every promise of the port of blob stores. */
export function blobStoreContract(name: string, makeStore: MakeStore, settings: ContractSettings = {}): void {
  describe(`${name} keeps the contract of blob stores`, () => {
    bytesComeBack(makeStore);
    wrongBytesAreRefused(makeStore);
    filesAreTaken(makeStore);
    if (!settings.inMemory) filesAreStreamed(makeStore);
    manyAtOnce(makeStore);
    blobsAreFoundAndRemoved(makeStore);
    leftoversAreSwept(makeStore);
    if (!settings.inMemory) damageIsNoticed(makeStore);
    readOnlyRefuses(makeStore);
  });
}

function bytesComeBack(makeStore: MakeStore): void {
  for (const [what, sizeBytes] of [
    ['an empty blob', 0],
    ['one byte', 1],
    ['4097 bytes', 4097],
    ['32 MB', 32e6],
  ] as const) {
    it(`gives back ${what} bit by bit, under the sha256 of the bytes`, async (t) => {
      const { store } = await makeStore(t);
      const bytes = new Uint8Array(randomBytes(sizeBytes));
      const info = await store.put(bytes);
      assert.deepEqual(info, { digest: sha256(bytes), sizeBytes });
      const got = await store.get(info.digest);
      assert.ok(got !== undefined && Buffer.compare(got, bytes) === 0);
      assert.equal(Object.getPrototypeOf(got), Uint8Array.prototype, 'plain bytes, not a Buffer of the platform');
    });
  }

  it('answers undefined for a blob that it does not have', async (t) => {
    const { store } = await makeStore(t);
    assert.equal(await store.get(sha256('nowhere')), undefined);
    assert.equal(await store.pathOf?.(sha256('nowhere')), undefined);
  });

  it('gives bytes that typed arrays of every width can be laid over', async (t) => {
    const { store } = await makeStore(t);
    const rates = Float64Array.of(Math.PI, -0, Number.MIN_VALUE);
    const { digest } = await store.put(new Uint8Array(rates.buffer));
    const got = (await store.get(digest))!;
    assert.deepEqual(new Float64Array(got.buffer, got.byteOffset, 3), rates);
  });

  it('stores only the given part of a larger buffer', async (t) => {
    const { store } = await makeStore(t);
    const { digest, sizeBytes } = await store.put(bytesOf('xxcounts per secondxx').subarray(2, -2));
    assert.deepEqual([digest, sizeBytes], [sha256('counts per second'), 17]);
    assert.deepEqual(await store.get(digest), bytesOf('counts per second'));
  });

  it('is not harmed when a caller changes the bytes that it put or got', async (t) => {
    const { store } = await makeStore(t);
    const mine = bytesOf('immutable');
    const { digest } = await store.put(mine);
    mine.fill(0);
    (await store.get(digest))!.fill(1);
    assert.deepEqual(await store.get(digest), bytesOf('immutable'));
  });
}

function wrongBytesAreRefused(makeStore: MakeStore): void {
  it('refuses bytes and files that do not have the expected digest, and stores nothing', async (t) => {
    const { store } = await makeStore(t);
    const path = join(await temporaryDirectory(t), 'wrong.dat');
    await writeFile(path, 'other bytes');
    await assert.rejects(store.put(bytesOf('some bytes'), sha256('expected')), codeIs('corrupt'));
    await assert.rejects(store.put({ path }, sha256('expected')), codeIs('corrupt'));
    assert.deepEqual(await listed(store), []);
    assert.equal(await store.sweep(0), 0, 'nothing half-written remains');
  });

  it('takes bytes and files that have the expected digest', async (t) => {
    const { store } = await makeStore(t);
    const path = join(await temporaryDirectory(t), 'right.dat');
    await writeFile(path, 'expected');
    await store.put({ path }, sha256('expected'));
    await store.put(bytesOf('expected'), sha256('expected'));
    await store.put({ path }, sha256('expected'));
    assert.deepEqual(await listed(store), [{ digest: sha256('expected'), sizeBytes: 8 }]);
  });
}

function filesAreTaken(makeStore: MakeStore): void {
  it('takes a file by its path and leaves the file as it was', async (t) => {
    const { store } = await makeStore(t);
    const path = join(await temporaryDirectory(t), 'raw.fits');
    const bytes = new Uint8Array(randomBytes(3_000_001));
    await writeFile(path, bytes);
    const info = await store.put({ path });
    assert.deepEqual(info, { digest: sha256(bytes), sizeBytes: 3_000_001 });
    assert.ok(Buffer.compare((await store.get(info.digest))!, bytes) === 0);
    assert.equal(await sha256OfFile(path), info.digest);
  });

  it('says that a file to store is not there, or is a folder', async (t) => {
    const { store } = await makeStore(t);
    const folder = await temporaryDirectory(t);
    await assert.rejects(store.put({ path: join(folder, 'absent') }), codeIs('not_found'));
    await assert.rejects(store.put({ path: join(folder, 'absent') }, sha256('')), codeIs('not_found'));
    await assert.rejects(store.put({ path: folder }), codeIs('invalid_request'));
    assert.equal(await store.sweep(0), 0, 'nothing half-written remains');
  });
}

function filesAreStreamed(makeStore: MakeStore): void {
  it('reads a file in pieces, never holding it in memory', async (t) => {
    const { store } = await makeStore(t);
    const path = join(await temporaryDirectory(t), 'large.dat');
    const sizeBytes = 96 << 20;
    await writeFile(path, 'a file with a hole');
    await truncate(path, sizeBytes);
    const beforeBytes = process.memoryUsage().arrayBuffers;
    let peakBytes = 0;
    const watch = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers)), 2);
    const info = await store.put({ path });
    clearInterval(watch);
    assert.equal(info.sizeBytes, sizeBytes);
    assert.ok(peakBytes > 0, 'the put took long enough to be watched');
    assert.ok(peakBytes - beforeBytes < sizeBytes / 3, `${peakBytes - beforeBytes} bytes were held`);
  });
}

function manyAtOnce(makeStore: MakeStore): void {
  it('takes the same blob from many places at once and has it once', async (t) => {
    const { store } = await makeStore(t);
    const infos = await Promise.all(Array.from({ length: 50 }, () => store.put(bytesOf('the same'))));
    assert.deepEqual(new Set(infos.map(({ digest }) => digest)), new Set([sha256('the same')]));
    assert.deepEqual(await listed(store), [{ digest: sha256('the same'), sizeBytes: 8 }]);
    assert.equal(await store.sweep(0), 0, 'no leftovers');
  });

  it('takes 300 different blobs at once', async (t) => {
    const { store } = await makeStore(t);
    const texts = Array.from({ length: 300 }, (_, index) => `blob ${index}`);
    const infos = await Promise.all(texts.map((text) => store.put(bytesOf(text))));
    assert.deepEqual(
      infos.map(({ digest }) => digest),
      texts.map((text) => sha256(text)),
    );
    assert.equal((await listed(store)).length, 300);
  });
}

function blobsAreFoundAndRemoved(makeStore: MakeStore): void {
  it('says in one question which of 10,000 blobs it has', async (t) => {
    const { store } = await makeStore(t);
    const mine = await Promise.all(Array.from({ length: 40 }, (_, index) => store.put(bytesOf(String(index * 250)))));
    const asked = Array.from({ length: 10_000 }, (_, index) => sha256(String(index)));
    assert.deepEqual([...(await store.has(asked))].sort(), mine.map(({ digest }) => digest).sort());
    assert.deepEqual(await store.has([]), new Set());
  });

  it('lists every blob with its size', async (t) => {
    const { store } = await makeStore(t);
    assert.deepEqual(await listed(store), []);
    const infos = await Promise.all(['', 'a', 'bb', 'ccc'].map((text) => store.put(bytesOf(text))));
    assert.deepEqual(await listed(store), infos.sort(byDigest));
  });

  it('can be read, added to and removed from while it is listed', async (t) => {
    const { store } = await makeStore(t);
    await Promise.all(['1', '22', '333', '4444'].map((text) => store.put(bytesOf(text))));
    const seen: string[] = [];
    for await (const { digest } of store.list()) {
      seen.push(digest);
      assert.ok(seen.length <= 8, 'a listing comes to its end');
      await store.get(digest);
      await store.put(bytesOf(`new ${seen.length}`));
      await store.remove([digest]);
    }
    for (const text of ['1', '22', '333', '4444']) assert.ok(seen.includes(sha256(text)));
  });

  it('removes blobs, says how many bytes that freed, and passes over those that it does not have', async (t) => {
    const { store } = await makeStore(t);
    const kept = await store.put(bytesOf('kept'));
    const gone = await Promise.all(['1', '22', '333'].map((text) => store.put(bytesOf(text))));
    const digests = gone.map(({ digest }) => digest);
    assert.equal(await store.remove([...digests, sha256('nowhere')]), 6);
    assert.equal(await store.remove(digests), 0);
    assert.deepEqual(await store.has([...digests, kept.digest]), new Set([kept.digest]));
    assert.equal(await store.get(digests[0]!), undefined);
    await store.put(bytesOf('22'));
    assert.deepEqual(await store.get(sha256('22')), bytesOf('22'), 'a removed blob can be stored again');
  });
}

function leftoversAreSwept(makeStore: MakeStore): void {
  it('sweeps what crashed writers left, but neither blobs nor what is younger than asked for', async (t) => {
    const { store, leaveBehind } = await makeStore(t);
    const { digest } = await store.put(bytesOf('whole'));
    assert.equal(await store.sweep(0), 0);
    await leaveBehind?.(7200);
    await leaveBehind?.(1800);
    const each = leaveBehind === undefined ? 0 : 1;
    assert.equal(await store.sweep(3600), each);
    assert.equal(await store.sweep(0), each);
    assert.deepEqual(await listed(store), [{ digest, sizeBytes: 5 }]);
  });
}

function damageIsNoticed(makeStore: MakeStore): void {
  for (const how of ['flip', 'cut'] as const) {
    it(`never gives out damaged bytes (${how}) and is repaired by storing the good ones again`, async (t) => {
      const { store, damage } = await makeStore(t);
      assert.ok(damage, 'a store outside this process must say how its bytes can be damaged');
      const bytes = new Uint8Array(randomBytes(100_000));
      const { digest } = await store.put(bytes);
      assert.equal(typeof (await store.pathOf?.(digest)), store.pathOf ? 'string' : 'undefined');
      await damage(digest, how);
      await assert.rejects(store.get(digest), codeIs('corrupt'));
      if (store.pathOf) await assert.rejects(store.pathOf(digest), codeIs('corrupt'));
      await store.put(bytes);
      assert.ok(Buffer.compare((await store.get(digest))!, bytes) === 0);
      assert.equal((await listed(store)).length, 1);
    });
  }
}

function readOnlyRefuses(makeStore: MakeStore): void {
  it('refuses every change through its read-only face, which reads all the same', async (t) => {
    const { store, readOnly } = await makeStore(t);
    const { digest } = await store.put(bytesOf('public'));
    assert.deepEqual([store.readOnly, readOnly.readOnly], [false, true]);
    await assert.rejects(readOnly.put(bytesOf('new')), codeIs('forbidden'));
    await assert.rejects(readOnly.put(bytesOf('public')), codeIs('forbidden'));
    await assert.rejects(readOnly.remove([digest]), codeIs('forbidden'));
    assert.equal(await readOnly.sweep(0), 0);
    assert.deepEqual(await readOnly.get(digest), bytesOf('public'));
    assert.deepEqual(await readOnly.has([digest, sha256('new')]), new Set([digest]));
    assert.deepEqual(await listed(readOnly), [{ digest, sizeBytes: 6 }]);
    assert.equal(await readOnly.pathOf?.(digest), await store.pathOf?.(digest));
  });
}
