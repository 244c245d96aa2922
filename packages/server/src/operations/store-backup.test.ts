// Copies of a store while it is written to: whole, continued, private, and never mixed with something else.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { copyStore } from './store-backup.ts';

const digest = (letter: string) => letter.repeat(64);

function store(t: TestContext): { from: string; to: string; index: DatabaseSync } {
  const root = mkdtempSync(join(tmpdir(), 'stemma-backup-'));
  const from = join(root, 'store');
  mkdirSync(join(from, 'blobs', 'aa'), { recursive: true });
  const index = new DatabaseSync(join(from, 'index.sqlite'));
  index.exec('PRAGMA journal_mode = WAL; CREATE TABLE x (n INTEGER); INSERT INTO x VALUES (1)');
  const access = new DatabaseSync(join(from, 'access.sqlite'));
  access.exec('CREATE TABLE token (t TEXT)');
  access.close();
  chmodSync(join(from, 'access.sqlite'), 0o600);
  writeFileSync(join(from, 'blobs', 'aa', digest('a')), 'bytes');
  writeFileSync(join(from, 'blobs', 'aa', '.tmp-1'), 'being written');
  t.after(() => {
    index.close();
    rmSync(root, { recursive: true, force: true });
  });
  return { from, to: join(root, 'copy'), index };
}

function countIn(folder: string): number {
  const db = new DatabaseSync(join(folder, 'index.sqlite'), { readOnly: true });
  const { n } = db.prepare('SELECT count(*) AS n FROM x').get() as { n: number };
  db.close();
  return n;
}

test('a copy holds what was committed, also what is only in the log yet, and no file that is being written', async (t) => {
  const { from, to, index } = store(t);
  index.exec('INSERT INTO x VALUES (2)');
  const copied = await copyStore(from, to, false);
  assert.deepEqual(copied, {
    databases: ['index.sqlite', 'access.sqlite'],
    blobCount: 1,
    blobBytes: 5,
    knownCount: 0,
  });
  assert.equal(countIn(to), 2);
  assert.ok(!existsSync(join(to, 'blobs', 'aa', '.tmp-1')));
});

test('copying again takes what is new, and replaces databases whole', async (t) => {
  const { from, to, index } = store(t);
  await copyStore(from, to, true);
  index.exec('INSERT INTO x VALUES (2), (3)');
  writeFileSync(join(from, 'blobs', 'aa', digest('b')), 'more bytes');
  const { blobCount, knownCount } = await copyStore(from, to, true);
  assert.deepEqual([blobCount, knownCount, countIn(to)], [1, 1, 3]);
});

test('accounts stay as private in the copy as they were', async (t) => {
  const { from, to } = store(t);
  await copyStore(from, to, false);
  assert.equal(statSync(join(to, 'access.sqlite')).mode & 0o777, 0o600);
});

test('what is no store, no copy, or the store itself is refused, and stays as it was', async (t) => {
  const { from, to } = store(t);
  mkdirSync(to);
  writeFileSync(join(to, 'thesis.txt'), 'mine');
  await assert.rejects(copyStore(from, to, false), { code: 'conflict' });
  await assert.rejects(copyStore(from, join(from, 'copy'), false), { code: 'invalid_request' });
  await assert.rejects(copyStore(join(from, 'nowhere'), to, false), { code: 'not_found' });
  assert.ok(!existsSync(join(to, 'index.sqlite')));
});
