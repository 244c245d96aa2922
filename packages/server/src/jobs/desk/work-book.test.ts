// Work behind jobs: shared, raised, retried after crashes, and alone when it is suspect. The worker of these tests does
// nothing until it is told how work ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../events/feed.ts';
import type { JobRecord } from '../job-record.ts';
import { sampleJob } from '../store/sample-job.ts';
import type { Worker, WorkEnd, WorkListener, WorkOrder } from '../work/worker.ts';
import type { LiveJob } from './job-book.ts';
import { WorkBook, type Work } from './work-book.ts';

interface Started {
  readonly order: WorkOrder;
  readonly listener: WorkListener;
  readonly told: string[];
}

function toldWorker(): Worker & { readonly started: Started[] } {
  const started: Started[] = [];
  return {
    alive: true,
    started,
    run: (order, listener) => {
      const told: string[] = [];
      started.push({ order, listener, told });
      return { raise: (rank) => told.push(`raise ${rank}`), cancel: () => told.push('cancel') };
    },
    close: async () => {},
  };
}

const done: WorkEnd = {
  kind: 'done',
  contentDigest: 'c',
  progress: { done: 1, total: 1, computed: 1, reused: 0, failed: 0 },
};
const crashed: WorkEnd = { kind: 'crashed', message: 'SIGKILL' };

function bookOf(concurrency: number) {
  const worker = toldWorker();
  const quarantine = toldWorker();
  const heard: string[] = [];
  const say = (what: string) => (work: Work) => void heard.push(`${what} ${work.id}`);
  const events = { started: say('started'), reported: say('reported'), again: say('again') };
  const book = new WorkBook(
    { worker, quarantine, concurrency },
    { ...events, ended: ({ id }, { kind }) => void heard.push(`${kind} ${id}`) },
  );
  return { book, worker, quarantine, heard };
}

const job = (result: string, changes: Partial<JobRecord> = {}): LiveJob => ({
  record: sampleJob({ result, ...changes }),
  feed: new Feed(),
  etaS: undefined,
});

test('jobs for one goal are one piece of work, as urgent as the most urgent of them', () => {
  const { book, worker } = bookOf(1);
  assert.equal(book.join(job('a', { priority: 'batch' })), false);
  assert.equal(book.join(job('a', { priority: 'interactive' })), true);
  assert.deepEqual(
    worker.started.map(({ order, told }) => [order.rank, told]),
    [[2, ['raise 0']]],
  );
});

test('no more is started than may run, but what is urgent may double it', () => {
  const { book, worker } = bookOf(2);
  for (const id of ['a', 'b', 'c', 'd']) book.join(job(id));
  assert.equal(worker.started.length, 2);
  for (const id of ['x', 'y', 'z']) book.join(job(id, { priority: 'interactive' }));
  assert.equal(worker.started.length, 4);
  assert.deepEqual(book.counts, { queued: 3, running: 4 });
});

test('work that waits and becomes urgent starts at once', () => {
  const { book, worker } = bookOf(1);
  for (const id of ['a', 'b']) book.join(job(id, { priority: 'batch' }));
  assert.equal(worker.started.length, 1);
  book.join(job('b', { priority: 'interactive' }));
  assert.equal(worker.started.length, 2);
});

test('work is cancelled when its last job leaves, and asked for again it is new work', () => {
  const { book, worker, heard } = bookOf(2);
  const [one, two] = [job('a'), job('a')];
  book.join(one);
  book.join(two);
  book.leave(one);
  assert.deepEqual(worker.started[0]!.told, []);
  book.leave(two);
  assert.deepEqual(worker.started[0]!.told, ['cancel']);
  assert.equal(book.join(job('a')), false);
  worker.started[0]!.listener.ended({ kind: 'stopped' });
  worker.started[1]!.listener.ended(done);
  assert.deepEqual(heard, ['started a', 'started a', 'done a']);
});

test('work that waits and is left never starts', () => {
  const { book, worker } = bookOf(1);
  const waiting = job('b');
  book.join(job('a'));
  book.join(waiting);
  book.leave(waiting);
  worker.started[0]!.listener.ended(done);
  assert.deepEqual([worker.started.length, book.counts.queued], [1, 0]);
});

test('after two crashes work runs alone in quarantine, one at a time; the third ends only the one that crashed', () => {
  const { book, worker, quarantine, heard } = bookOf(2);
  for (const id of ['guilty', 'innocent']) book.join(job(id));
  for (const at of [0, 1, 2, 3]) worker.started[at]!.listener.ended(crashed);
  assert.equal(worker.started.length, 4);
  assert.deepEqual(book.counts, { queued: 1, running: 1 });
  quarantine.started[0]!.listener.ended(crashed);
  quarantine.started[1]!.listener.ended(done);
  assert.deepEqual(heard.slice(-3), ['failed guilty', 'started innocent', 'done innocent']);
  assert.deepEqual(book.counts, { queued: 0, running: 0 });
});

test('a book that is closed starts nothing more', () => {
  const { book, worker } = bookOf(1);
  book.close();
  book.join(job('a'));
  assert.equal(worker.started.length, 0);
});
