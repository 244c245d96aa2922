// The commands that care for a store, as processes: forgetting, keeping, repairing.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { inLab, lab, stemma, temporaryFolder } from './stemma-process.ts';

const idOf = async (folder: string, name: string) =>
  (await stemma(folder, 'find', `lab.${name}`, '--ids', '-m', lab)).stdout.trim();

function blobsOf(folder: string): string[] {
  const root = join(folder, '.stemma', 'blobs');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /[0-9a-f]{60,}$/.test(path));
}

describe('stemma gc, pin and unpin', () => {
  it('say first what they would forget, then forget it, but never what is pinned, nor where anything came from', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'TwoFiles');
    await inLab(folder, 'run', 'Doubled');
    const [files, doubled] = [await idOf(folder, 'TwoFiles'), await idOf(folder, 'Doubled')];
    const pinned = await stemma(folder, 'pin', doubled.slice(0, 10));
    assert.match(pinned.stdout, /pinned/);
    const dry = await stemma(folder, 'gc', '--older-than', '0s', '--dry-run');
    assert.match(dry.stdout, /lab\.TwoFiles +last used/);
    assert.match(dry.stdout, /2 results would be forgotten, freeing/);
    assert.equal((await stemma(folder, 'ls')).stdout.includes('forgotten'), false);
    const done = JSON.parse((await stemma(folder, 'gc', '--older-than', '0s', '--json')).stdout) as {
      forgotten: number;
      kept: number;
    };
    assert.deepEqual([done.forgotten, done.kept], [2, 1]);
    assert.match((await stemma(folder, 'show', files)).stdout, /bytes forgotten by garbage collection/);
    assert.match((await inLab(folder, 'tree', files)).stdout, /lab\.TwoFiles/);
    assert.match((await inLab(folder, 'why', 'TwoFiles')).stdout, /forgotten by garbage collection/);
    assert.match((await inLab(folder, 'run', 'TwoFiles')).stderr, /1 run/);
    assert.match((await stemma(folder, 'unpin', doubled)).stdout, /no longer pinned/);
    assert.match(
      (await stemma(folder, 'gc', '--max-size', '0B', '--names', 'lab.Doubled')).stdout,
      /1 result forgotten/,
    );
    assert.equal((await stemma(folder, 'check')).code, 0);
  });

  it('change nothing when one of several ids is unknown', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers');
    const { code } = await stemma(folder, 'pin', await idOf(folder, 'Numbers'), 'ffff');
    assert.equal(code, 4);
    assert.equal((await stemma(folder, 'ls')).stdout.includes('pinned'), false);
  });
});

describe('a damaged store', () => {
  it('is found by check with exit code 10, and mended by running again', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'TwoFiles');
    const path = blobsOf(folder).find((blob) => readFileSync(blob, 'utf8') === 'right\n')!;
    chmodSync(path, 0o644);
    writeFileSync(path, 'wrong\n');
    const broken = await stemma(folder, 'check');
    assert.equal(broken.code, 10);
    assert.match(broken.stdout, /corrupt .*damaged.* affects lab\.TwoFiles/);
    assert.equal((JSON.parse((await stemma(folder, 'check', '--json')).stdout) as { ok: boolean }).ok, false);
    assert.equal((await inLab(folder, 'run', 'TwoFiles', '--force')).code, 0);
    assert.equal((await stemma(folder, 'check')).code, 0);
  });

  it('names what is missing', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'TwoFiles');
    for (const path of blobsOf(folder)) rmSync(path, { force: true });
    const { code, stdout } = await stemma(folder, 'check');
    assert.equal(code, 10);
    assert.match(stdout, /missing/);
  });

  it('with an index that is none is refused, and left as it is', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers');
    const index = join(folder, '.stemma', 'index.sqlite');
    for (const tail of ['-wal', '-shm']) rmSync(index + tail, { force: true });
    writeFileSync(index, 'this is no database, and long enough to be looked at as one'.repeat(100));
    const before = readFileSync(index);
    for (const words of [['ls'], ['run', 'Numbers']]) assert.equal((await inLab(folder, ...words)).code, 10);
    assert.deepEqual(readFileSync(index), before);
  });

  it('of a newer version is refused, and left as it is', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers');
    const db = new DatabaseSync(join(folder, '.stemma', 'index.sqlite'));
    db.exec('PRAGMA user_version = 999');
    db.close();
    for (const words of [['ls'], ['run', 'Numbers'], ['gc']]) {
      const { code, stderr } = await inLab(folder, ...words);
      assert.equal(code, 5);
      assert.match(stderr, /newer Stemma .*: update Stemma to use it\n$/);
    }
  });
});
