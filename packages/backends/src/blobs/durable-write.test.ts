// Whole or not there: temporary files that fail are gone, final names are never taken twice.
import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sha256 } from '../hashing/sha256.ts';
import { codeIs, temporaryDirectory } from './contract.ts';
import { fillFromFile, fillWithBytes, openTemporary, publishTemporary } from './durable-write.ts';

const noLinks = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(`${code}: link`), { code }));

describe('openTemporary and its filling', () => {
  it('never opens a name that is taken', async (t) => {
    const path = join(await temporaryDirectory(t), 'taken');
    await writeFile(path, 'of another writer');
    await assert.rejects(openTemporary(path), { code: 'EEXIST' });
    assert.equal(await readFile(path, 'utf8'), 'of another writer');
  });

  it('writes bytes into a file that nobody may write to afterwards', async (t) => {
    const path = join(await temporaryDirectory(t), 'new');
    await fillWithBytes(await openTemporary(path), new TextEncoder().encode('whole'));
    assert.equal(await readFile(path, 'utf8'), 'whole');
    assert.equal((await stat(path)).mode & 0o222, 0);
  });

  it('copies a file and tells the digest of the copy; without a source nothing remains', async (t) => {
    const folder = await temporaryDirectory(t);
    await writeFile(join(folder, 'source'), 'raw events');
    const info = await fillFromFile(await openTemporary(join(folder, 'copy')), join(folder, 'source'));
    assert.deepEqual(info, { digest: sha256('raw events'), sizeBytes: 10 });
    const failing = fillFromFile(await openTemporary(join(folder, 'none')), join(folder, 'absent'));
    await assert.rejects(failing, codeIs('not_found'));
    assert.deepEqual((await readdir(folder)).sort(), ['copy', 'source']);
  });

  it('removes what it began when a write fails', async (t) => {
    const folder = await temporaryDirectory(t);
    const temporary = await openTemporary(join(folder, 'new'));
    await temporary.file.close();
    await assert.rejects(fillWithBytes(temporary, new Uint8Array(5)), { code: 'EBADF' });
    assert.deepEqual(await readdir(folder), []);
  });
});

describe('publishTemporary', () => {
  it('gives the final name and takes the temporary one away', async (t) => {
    const folder = await temporaryDirectory(t);
    await writeFile(join(folder, 'temporary'), 'whole');
    assert.equal(await publishTemporary(join(folder, 'temporary'), join(folder, 'final')), true);
    assert.deepEqual(await readdir(folder), ['final']);
  });

  it('leaves both files alone when the final name is taken', async (t) => {
    const folder = await temporaryDirectory(t);
    await writeFile(join(folder, 'temporary'), 'second');
    await writeFile(join(folder, 'final'), 'first');
    assert.equal(await publishTemporary(join(folder, 'temporary'), join(folder, 'final')), false);
    assert.equal(await readFile(join(folder, 'final'), 'utf8'), 'first');
    assert.equal(await readFile(join(folder, 'temporary'), 'utf8'), 'second');
  });

  it('renames where hard links are not supported', async (t) => {
    const folder = await temporaryDirectory(t);
    for (const code of ['EPERM', 'ENOTSUP', 'EMLINK']) {
      await writeFile(join(folder, 'temporary'), code);
      assert.equal(await publishTemporary(join(folder, 'temporary'), join(folder, 'final'), noLinks(code)), true);
      assert.equal(await readFile(join(folder, 'final'), 'utf8'), code);
      assert.deepEqual(await readdir(folder), ['final']);
    }
  });

  it('passes every other failure on', async (t) => {
    const folder = await temporaryDirectory(t);
    await writeFile(join(folder, 'temporary'), 'whole');
    const publishing = publishTemporary(join(folder, 'temporary'), join(folder, 'final'), noLinks('ENOSPC'));
    await assert.rejects(publishing, { code: 'ENOSPC' });
    assert.deepEqual(await readdir(folder), ['temporary']);
  });
});
