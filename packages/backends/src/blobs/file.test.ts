// The store in a folder keeps the contract, and what only a folder can promise: names, modes, repair.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { StemmaError } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { blobStoreContract, codeIs, listed, temporaryDirectory } from './contract.ts';
import { damageFile, unfinishedFile } from './damage.ts';
import { fileBlobs } from './file.ts';

blobStoreContract('fileBlobs', async (t) => {
  const directory = join(await temporaryDirectory(t), 'blobs');
  return {
    store: fileBlobs({ directory }),
    readOnly: fileBlobs({ directory, readOnly: true }),
    damage: (digest, how) => damageFile(directory, digest, how),
    leaveBehind: (secondsAgo) => unfinishedFile(directory, secondsAgo),
  };
});

describe('fileBlobs', () => {
  it('shards by the first two digits into files that nobody may write to', async (t) => {
    const directory = await temporaryDirectory(t);
    const store = fileBlobs({ directory });
    const { digest } = await store.put(new TextEncoder().encode('abc'));
    assert.equal(digest, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const path = join(directory, 'ba', digest.slice(2));
    assert.equal(await store.pathOf!(digest), path);
    assert.equal((await stat(path)).mode & 0o333, 0);
    assert.equal(await readFile(path, 'utf8'), 'abc');
  });

  it('makes nothing until something is put, not even to answer questions', async (t) => {
    const directory = join(await temporaryDirectory(t), 'not', 'yet');
    const store = fileBlobs({ directory });
    assert.equal(await store.get(sha256('')), undefined);
    assert.deepEqual(
      [await listed(store), await store.has([sha256('')]), await store.sweep(0), await store.remove([sha256('')])],
      [[], new Set(), 0, 0],
    );
    await assert.rejects(stat(directory), { code: 'ENOENT' });
    await store.put(new Uint8Array(1));
    assert.equal((await listed(store)).length, 1);
  });

  it('never writes over good bytes: the file of a blob stays the same file', async (t) => {
    const store = fileBlobs({ directory: await temporaryDirectory(t) });
    const bytes = new Uint8Array(randomBytes(5000));
    const { digest } = await store.put(bytes);
    const before = await lstat((await store.pathOf!(digest))!);
    await store.put(bytes);
    await store.put({ path: (await store.pathOf!(digest))! });
    await store.put({ path: (await store.pathOf!(digest))! }, digest);
    const after = await lstat((await store.pathOf!(digest))!);
    assert.equal(after.ino, before.ino);
    // Its age begins anew, so that garbage collection spares what is about to be published.
    assert.ok(after.mtimeMs >= before.mtimeMs);
  });

  it('names the file and both whole digests when a blob is damaged', async (t) => {
    const directory = await temporaryDirectory(t);
    const store = fileBlobs({ directory });
    const { digest } = await store.put(new TextEncoder().encode('on axis'));
    const path = (await store.pathOf!(digest))!;
    await damageFile(directory, digest, 'cut');
    await assert.rejects(store.get(digest), (thrown: StemmaError) => {
      assert.equal(thrown.code, 'corrupt');
      for (const part of [path, digest, sha256('on axi')]) assert.ok(thrown.message.includes(part), thrown.message);
      assert.deepEqual(thrown.detail, { path, expected: digest, actual: sha256('on axi'), sizeBytes: 6 });
      return true;
    });
  });

  it('repairs a damaged blob from a file, whether or not its digest is named', async (t) => {
    const folder = await temporaryDirectory(t);
    const store = fileBlobs({ directory: join(folder, 'blobs') });
    const source = join(folder, 'source');
    await writeFile(source, 'the good bytes');
    for (const expected of [undefined, sha256('the good bytes')]) {
      const { digest } = await store.put({ path: source });
      await damageFile(join(folder, 'blobs'), digest, 'flip');
      await store.put({ path: source }, expected);
      assert.equal(await readFile((await store.pathOf!(digest))!, 'utf8'), 'the good bytes');
    }
  });

  it('refuses a name that is no digest, so that no path can leave the folder', async (t) => {
    const store = fileBlobs({ directory: await temporaryDirectory(t) });
    for (const name of ['../../etc/passwd', 'AB'.repeat(32), 'ab'.repeat(31), '']) {
      await assert.rejects(store.get(name), codeIs('invalid_request'));
      await assert.rejects(store.has([name]), codeIs('invalid_request'));
      await assert.rejects(store.remove([name]), codeIs('invalid_request'));
    }
  });

  it('passes over files in its folder that are not blobs', async (t) => {
    const directory = await temporaryDirectory(t);
    const store = fileBlobs({ directory });
    const info = await store.put(new Uint8Array(3));
    await writeFile(join(directory, 'README'), 'not a blob');
    await writeFile(join(directory, info.digest.slice(0, 2), 'notes.txt'), 'not a blob');
    await mkdir(join(directory, 'lost+found'));
    assert.deepEqual(await listed(store), [info]);
  });

  it('goes on when its folders are removed under it', async (t) => {
    const directory = join(await temporaryDirectory(t), 'blobs');
    const store = fileBlobs({ directory });
    const bytes = new Uint8Array(10);
    const { digest } = await store.put(bytes);
    await rm(join(directory, digest.slice(0, 2)), { recursive: true });
    await store.put(bytes);
    await rm(directory, { recursive: true });
    await store.put(bytes);
    await rm(directory, { recursive: true });
    const source = join(directory, '..', 'source');
    await writeFile(source, bytes);
    await store.put({ path: source });
    assert.deepEqual(await store.get(digest), bytes);
    assert.deepEqual(await readdir(join(directory, 'tmp')), []);
  });

  it('sees what another store on the same folder puts and removes', async (t) => {
    const directory = await temporaryDirectory(t);
    const [one, other] = [fileBlobs({ directory }), fileBlobs({ directory })];
    const { digest } = await one.put(new Uint8Array(7));
    assert.deepEqual(await other.get(digest), new Uint8Array(7));
    await other.remove([digest]);
    assert.equal(await one.get(digest), undefined);
    assert.equal(await one.pathOf!(digest), undefined);
  });
});
