// The job store in memory and in a file; what a file keeps over a restart; how it behaves with very many jobs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { jobStoreContract } from './job-store-contract.ts';
import { sampleJob } from './sample-job.ts';
import { sqliteJobStore } from './sqlite-job-store.ts';

jobStoreContract('in memory', (t) => closing(t, sqliteJobStore(':memory:')));
jobStoreContract('in a file', (t) => closing(t, sqliteJobStore(newPath(t))));

function newPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-jobs-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'service.sqlite');
}

function closing<S extends { close(): Promise<void> }>(t: TestContext, store: S): S {
  t.after(() => store.close());
  return store;
}

test('jobs, events and their numbers survive closing and opening', async (t) => {
  const path = newPath(t);
  const job = sampleJob();
  const first = sqliteJobStore(path);
  first.add(job, [{ timeMs: 1, type: 'state', data: {} }]);
  first.announce({ timeMs: 1, type: 'job', data: {} });
  await first.close();
  const second = closing(t, sqliteJobStore(path));
  assert.deepEqual(second.unfinished(), [job]);
  assert.equal(second.append(job.id, [{ timeMs: 2, type: 'log', data: {} }])[0]!.number, 2);
  assert.equal(second.announce({ timeMs: 2, type: 'job', data: {} }).number, 2);
});

test('another program’s database is refused and left alone', async (t) => {
  const { DatabaseSync } = await import('node:sqlite');
  const path = newPath(t);
  const db = new DatabaseSync(path);
  db.exec('CREATE TABLE theirs (a)');
  db.close();
  assert.throws(() => sqliteJobStore(path), { code: 'corrupt' });
});

test('with a hundred thousand jobs, adding one and listing a page anywhere takes no longer than with few', (t) => {
  const store = closing(t, sqliteJobStore(':memory:'));
  const add = (count: number) => {
    for (let i = 0; i < count; i++) {
      const state = i % 50 === 0 ? 'failed' : 'done';
      store.add(sampleJob({ state, finishedMs: 1, private: i % 3 === 0, owner: `owner ${i % 100}` }), []);
    }
  };
  const ask = () => {
    const viewer = { subject: 'owner 7', shared: [] };
    for (const narrow of [{}, { state: 'failed' as const }, { analysis: 'test.Sum' }, { owner: 'owner 7' }])
      store.list({ ...narrow, limit: 20, cursor: 'j1000' }, viewer);
    store.add(sampleJob(), []);
  };
  const fastest = () =>
    Math.min(
      ...Array.from({ length: 30 }, () => {
        const startedMs = performance.now();
        ask();
        return performance.now() - startedMs;
      }),
    );
  add(1_000);
  const few = fastest();
  add(99_000);
  const many = fastest();
  // A scan would be a hundred times slower; deeper trees and larger caches cost a little.
  assert.ok(many < 10 * few + 1, `${few.toFixed(3)} ms with few, ${many.toFixed(3)} ms with many`);
});
