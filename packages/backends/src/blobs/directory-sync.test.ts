// Shared fsyncs of folders, and folders remembered.
import assert from 'node:assert/strict';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryDirectory } from './contract.ts';
import { directorySync } from './directory-sync.ts';
import { durableFolders } from './durable-folders.ts';

describe('directorySync', () => {
  it('lets calls share an fsync only when it begins after they were made', async (t) => {
    const folder = await temporaryDirectory(t);
    const sync = directorySync();
    const running = sync(folder);
    const [second, third] = [sync(folder), sync(folder)];
    assert.notEqual(second, running, 'the running one may have begun before the new name was made');
    assert.equal(third, second);
    await Promise.all([running, second, third]);
    await sync(folder);
  });

  it('fails for each caller when the folder is gone, and works again when it is back', async (t) => {
    const folder = join(await temporaryDirectory(t), 'folder');
    const sync = directorySync();
    const [first, second] = await Promise.allSettled([sync(folder), sync(folder)]);
    assert.deepEqual([first.status, second.status], ['rejected', 'rejected']);
    await mkdir(folder);
    await sync(folder);
  });
});

describe('durableFolders', () => {
  it('makes a folder with its parents, and syncs the folder above each new one', async (t) => {
    const root = await temporaryDirectory(t);
    const synced: string[] = [];
    const folders = durableFolders(async (path) => void synced.push(path));
    await Promise.all([folders.ensure(join(root, 'a', 'b')), folders.ensure(join(root, 'a', 'b'))]);
    assert.ok((await stat(join(root, 'a', 'b'))).isDirectory());
    assert.deepEqual(synced, [join(root, 'a'), root]);
  });

  it('remembers what it made, and forgets when something turns out to be missing', async (t) => {
    const folder = join(await temporaryDirectory(t), 'folder');
    const folders = durableFolders(async () => undefined);
    await folders.ensure(folder);
    await rm(folder, { recursive: true });
    await folders.ensure(folder);
    await assert.rejects(stat(folder), { code: 'ENOENT' }, 'remembered, not looked at');
    await folders.whereTheyAre(async () => {
      await folders.ensure(folder);
      await writeFile(join(folder, 'file'), '');
    });
    assert.ok((await stat(join(folder, 'file'))).isFile());
  });

  it('does not remember a failure', async (t) => {
    const root = await temporaryDirectory(t);
    await writeFile(join(root, 'name'), '');
    const folders = durableFolders(async () => undefined);
    await assert.rejects(folders.ensure(join(root, 'name', 'below')), { code: 'ENOTDIR' });
    await rm(join(root, 'name'));
    await folders.ensure(join(root, 'name', 'below'));
    assert.ok((await stat(join(root, 'name', 'below'))).isDirectory());
  });
});
