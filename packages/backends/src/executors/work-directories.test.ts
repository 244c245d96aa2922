// Working directories: never shared, and removed only when their process is certainly gone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { newWorkDirectory, removeDirectory, removeStaleDirectories } from './work-directories.ts';

function workRoot(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-work-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The parts of the name that this process gives: machine, process, token, number. */
const own = () => basename(newWorkDirectory('/')).split('-');

/** The number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

test('no two directories have one name, and none is made before it is needed', (t) => {
  const root = workRoot(t);
  const paths = Array.from({ length: 1000 }, () => newWorkDirectory(root));
  assert.equal(new Set(paths).size, 1000);
  assert.ok(paths.every((path) => dirname(path) === root));
  assert.deepEqual(readdirSync(root), []);
});

test('what a dead process of this machine left behind goes; everything else stays', (t) => {
  const root = workRoot(t);
  const [machine, pid, token] = own();
  const otherToken = token === '00000000' ? '11111111' : '00000000';
  const stale = [`${machine}-${deadPid()}-${token}-1`, `${machine}-${pid}-${otherToken}-1`];
  const kept = [
    `${machine}-${pid}-${token}-1`,
    // The parent runs as long as this test does.
    `${machine}-${process.ppid}-${otherToken}-1`,
    `0123456789-${deadPid()}-${token}-1`,
    'notes-of-a-user',
    `${machine}-${deadPid()}-${token}`,
  ];
  for (const name of [...stale, ...kept]) {
    mkdirSync(join(root, name, 'inside'), { recursive: true });
    writeFileSync(join(root, name, 'inside', 'file'), 'x');
  }
  removeStaleDirectories(root);
  assert.deepEqual(readdirSync(root).sort(), [...kept].sort());
});

test('a folder that is not there yet has nothing stale in it', (t) => {
  const root = join(workRoot(t), 'work');
  removeStaleDirectories(root);
  assert.throws(() => readdirSync(root), { code: 'ENOENT' });
});

test('removing takes everything inside, and twice is as good as once', (t) => {
  const root = workRoot(t);
  const path = newWorkDirectory(root);
  mkdirSync(join(path, 'a/b'), { recursive: true });
  writeFileSync(join(path, 'a/b/c'), 'x');
  removeDirectory(path);
  removeDirectory(path);
  assert.deepEqual(readdirSync(root), []);
});
