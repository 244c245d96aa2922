// What only a store in a folder can suffer: full and unwritable disks, writers that are killed at any instant, and
// processes that race. Real disks and real processes, no mocks.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { StemmaError } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { codeIs, listed, temporaryDirectory } from './contract.ts';
import { fileBlobs } from './file.ts';

const isRoot = process.getuid?.() === 0;

/** What a child process runs: the store on the folder in its first argument. */
const prelude = `
  const { fileBlobs } = await import(${JSON.stringify(new URL('file.ts', import.meta.url).href)});
  const store = fileBlobs({ directory: process.argv[1] });
  const failure = (work) => work.then(() => 'stored', (error) => error.code + ' ' + error.detail.systemCode);
`;
const nodeArguments = (script: string, ...rest: string[]): string[] => [
  '--conditions=source',
  '--input-type=module',
  '-e',
  prelude + script,
  ...rest,
];

function child(script: string, ...rest: string[]): ChildProcess {
  return spawn(process.execPath, nodeArguments(script, ...rest), { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** A file system of 2 MiB that is unmounted after the test; undefined when this user may not mount. */
async function smallDisk(t: TestContext): Promise<string | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'stemma-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', path]).status === 0;
  t.after(async () => {
    if (mounted) execFileSync('umount', ['-l', path]);
    await rmdir(path);
  });
  return mounted ? path : undefined;
}

describe('fileBlobs on a disk in trouble', () => {
  it('says that the disk is full, leaves nothing behind, keeps what it has, and works again when there is room', async (t) => {
    const disk = await smallDisk(t);
    if (disk === undefined) return t.skip('mounting a small disk needs root and mount(8)');
    const source = join(await temporaryDirectory(t), 'large');
    await writeFile(source, new Uint8Array(3 << 20).fill(1));
    const store = fileBlobs({ directory: join(disk, 'blobs') });
    const first = await store.put(new Uint8Array(1 << 20).fill(2));
    for (const large of [new Uint8Array(3 << 20), { path: source }]) {
      await assert.rejects(store.put(large), (thrown: StemmaError) => {
        assert.equal(thrown.code, 'unavailable');
        assert.match(thrown.message, /disk is full \(ENOSPC\)\. Free some space/);
        return true;
      });
    }
    assert.deepEqual(await listed(store), [first]);
    assert.deepEqual(await readdir(join(disk, 'blobs', 'tmp')), []);
    assert.equal((await store.get(first.digest))?.byteLength, 1 << 20);
    await store.remove([first.digest]);
    await store.put(new Uint8Array(1_500_000));
    assert.equal((await listed(store)).length, 1);
  });

  it('says that a file system is read-only', async (t) => {
    const disk = await smallDisk(t);
    if (disk === undefined) return t.skip('mounting a small disk needs root and mount(8)');
    const store = fileBlobs({ directory: disk });
    const { digest } = await store.put(new Uint8Array(9));
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await assert.rejects(store.put(new Uint8Array(10)), (thrown: StemmaError) => {
      assert.equal(thrown.code, 'unavailable');
      assert.match(thrown.message, /read-only \(EROFS\)\. Mount it writable/);
      return true;
    });
    await assert.rejects(store.remove([digest]), codeIs('unavailable'));
    assert.deepEqual(await store.get(digest), new Uint8Array(9));
    assert.deepEqual(
      await store.put(new Uint8Array(9)),
      { digest, sizeBytes: 9 },
      'what is there already needs no writing',
    );
  });

  it('says that a blob is larger than the limit of the process, in the middle of the write, and leaves nothing behind', async (t) => {
    const directory = await temporaryDirectory(t);
    const script = `console.log(await failure(store.put(new Uint8Array(8 << 20))));`;
    const command = ['-c', 'ulimit -f 4096; exec "$@"', 'sh', process.execPath, ...nodeArguments(script, directory)];
    assert.equal(execFileSync('sh', command, { encoding: 'utf8' }).trim(), 'unavailable EFBIG');
    assert.deepEqual(await readdir(join(directory, 'tmp')), []);
    assert.deepEqual(await listed(fileBlobs({ directory })), []);
  });

  it('says that a folder may not be written to', async (t) => {
    const directory = await temporaryDirectory(t);
    const kept = await fileBlobs({ directory }).put(new Uint8Array(5));
    for (const path of [directory, join(directory, 'tmp'), join(directory, kept.digest.slice(0, 2))])
      await chmod(path, 0o555);
    // Root may write everywhere, so the child steps down to the user "nobody" once its modules are loaded.
    const script = `${isRoot ? 'process.seteuid(65534);' : ''}
      console.log(await failure(store.put(new Uint8Array(6))), (await store.get(${JSON.stringify(kept.digest)}))?.length);`;
    assert.equal(
      execFileSync(process.execPath, nodeArguments(script, directory), { encoding: 'utf8' }).trim(),
      'unavailable EACCES 5',
    );
  });

  it('says that its path runs through a file', async (t) => {
    const file = join(await temporaryDirectory(t), 'file');
    await writeFile(file, '');
    const store = fileBlobs({ directory: join(file, 'blobs') });
    // One after the other: a rejection that waits for its turn would count as unhandled.
    const works = [
      () => store.put(new Uint8Array(1)),
      () => store.get(sha256('')),
      () => store.has([sha256('')]),
      () => store.sweep(0),
    ];
    for (const work of works) {
      await assert.rejects(work, (thrown: StemmaError) => {
        assert.deepEqual([thrown.code, thrown.detail['systemCode']], ['unavailable', 'ENOTDIR']);
        return true;
      });
    }
  });
});

describe('fileBlobs with many processes', () => {
  it('shows only whole blobs when a writer is killed at any instant, and sweeps what it left', async (t) => {
    const directory = await temporaryDirectory(t);
    const script = `
      console.log('ready');
      for (let round = 0; ; round++) {
        await Promise.all(Array.from({ length: 6 }, (_, index) => {
          const bytes = new Uint8Array(1 + Math.floor(Math.random() * (index === 0 ? 3e6 : 2e4))).fill(Math.random() * 256);
          return store.put(bytes);
        }));
      }`;
    const kills = 10;
    for (let kill = 0; kill < kills; kill++) {
      const writer = child(script, directory);
      await once(writer.stdout!, 'data');
      await wait(Math.random() * 80);
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
    const store = fileBlobs({ directory });
    const infos = await listed(store);
    assert.ok(infos.length > 0, 'some blobs were stored before the kills');
    for (const { digest, sizeBytes } of infos) assert.equal((await store.get(digest))?.byteLength, sizeBytes);
    assert.ok((await readdir(join(directory, 'tmp'))).length > 0, 'ten kills leave at least one unfinished file');
    assert.ok((await store.sweep(0)) > 0);
    assert.deepEqual(await readdir(join(directory, 'tmp')), []);
    assert.deepEqual(await listed(store), infos);
  });

  it('lets two processes race on the same blobs, and both of them win', async (t) => {
    const directory = await temporaryDirectory(t);
    // Both say that they are ready and start together, when the file appears.
    const script = `
      const { existsSync } = await import('node:fs');
      console.log('ready');
      while (!existsSync(process.argv[1] + '/go')) await new Promise((wake) => setTimeout(wake, 1));
      await Promise.all(Array.from({ length: 300 }, (_, index) => store.put(new TextEncoder().encode('blob ' + index))));`;
    const racers = [child(script, directory), child(script, directory)];
    const ends = racers.map(async (racer) => (await once(racer, 'exit'))[0] as number);
    await Promise.all(racers.map((racer) => once(racer.stdout!, 'data')));
    await writeFile(join(directory, 'go'), '');
    assert.deepEqual(await Promise.all(ends), [0, 0]);
    const store = fileBlobs({ directory });
    const digests = Array.from({ length: 300 }, (_, index) => sha256(`blob ${index}`));
    assert.deepEqual(
      (await listed(store)).map(({ digest }) => digest),
      digests.toSorted(),
    );
    for (const digest of digests) assert.ok(await store.get(digest));
    assert.deepEqual(await readdir(join(directory, 'tmp')), []);
  });
});
