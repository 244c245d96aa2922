// Backups of a store that is written to, and stores made from them.
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { open } from '../../packages/cli/src/stemma.ts';
import { goalFromDocument, Registry } from '../../packages/core/src/index.ts';
import { tutorial } from '../../packages/instruments/src/tutorial/module.ts';
import { copyStore } from '../../packages/server/src/index.ts';

const registry = new Registry([tutorial]);
const goal = (binSizeKeV: number) =>
  goalFromDocument({ analysis: 'tutorial.BinnedEvents', parameters: { binSizeKeV } }, registry);

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a copy made while results are written is a whole store, and is brought up to date', async (t) => {
  const folder = folderOf(t);
  const [store, copy] = [join(folder, 'store'), join(folder, 'copy')];
  await using stemma = await open({ store, modules: [tutorial], jobs: 1 });
  await stemma.run(goal(1));
  const writing = Promise.all([2, 3, 4, 5, 6].map((size) => stemma.run(goal(size))));
  const first = await copyStore(store, copy, false);
  assert.deepEqual(first.databases, ['index.sqlite']);
  await using copied = await open({ store: copy, readOnly: true, modules: [tutorial] });
  assert.deepEqual((await copied.check()).problems, []);
  assert.ok((await copied.find()).length > 0);
  await copied.close();
  await writing;
  const second = await copyStore(store, copy, true);
  assert.equal(second.knownCount, first.blobCount);
  await using again = await open({ store: copy, readOnly: true, modules: [tutorial] });
  assert.equal((await again.find()).length, (await stemma.find()).length);
  assert.deepEqual((await again.check()).problems, []);
});

test('nothing that is no copy is written over, and no store is no backup', async (t) => {
  const folder = folderOf(t);
  const store = join(folder, 'store');
  await assert.rejects(copyStore(store, join(folder, 'copy'), false), /there is no store/);
  await using stemma = await open({ store, modules: [tutorial], jobs: 1 });
  await stemma.run(goal(1));
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'thesis.tex'), 'text');
  await assert.rejects(copyStore(store, other, false), /has other files/);
  assert.deepEqual(readdirSync(other), ['thesis.tex']);
  await assert.rejects(copyStore(store, join(store, 'copy'), false), /lies in the store itself/);
  assert.ok(!existsSync(join(store, 'copy')));
});
