// What every job store must do, called by the test of each.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { JobRecord } from '../job-record.ts';
import type { JobStore, NewEvent } from './job-store.ts';
import { sampleJob } from './sample-job.ts';

const event = (n: number, type = 'log'): NewEvent => ({ timeMs: n, type, data: { n } });
const everybody = { shared: [] };

/** The tests. @param open a new, empty store that is closed after the test. */
export function jobStoreContract(name: string, open: Open): void {
  keepsJobs(name, open);
  listsJobs(name, open);
  forgets(name, open);
}

type Open = (t: TestContext) => JobStore;

function keepsJobs(name: string, open: Open): void {
  test(`${name}: a job comes back as it was written, by id and by its owner's key`, (t) => {
    const store = open(t);
    const job = sampleJob({ label: 'é', idempotency: { key: 'k', fingerprint: 'f' } });
    store.add(job, []);
    assert.deepEqual(store.get(job.id), job);
    assert.deepEqual(store.byKey('ada', 'k'), job);
    assert.equal(store.byKey('eve', 'k'), undefined);
    assert.equal(store.get('nothing'), undefined);
  });

  test(`${name}: events are numbered from 1 without gaps in each job, however they came, and read from any of them`, (t) => {
    const store = open(t);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 4 })), { maxLength: 12 }), (batches) => {
        const jobs = [sampleJob(), sampleJob()] as const;
        const told = jobs.map((job) => store.add(job, [event(0, 'state')]));
        for (const [first, count] of batches) {
          const at = first ? 0 : 1;
          told[at]!.push(
            ...store.append(
              jobs[at].id,
              Array.from({ length: count }, (_, i) => event(i)),
            ),
          );
        }
        jobs.forEach(({ id }, at) => {
          const all = told[at]!;
          assert.deepEqual(
            all.map(({ number }) => number),
            all.map((_, i) => i + 1),
          );
          assert.equal(store.lastNumber(id), all.length);
          for (const after of [0, 1, all.length - 1, all.length])
            assert.deepEqual(store.events(id, after, 3), all.slice(after, after + 3));
        });
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: a job that has ended stays as it ended`, (t) => {
    const store = open(t);
    const job = sampleJob();
    store.add(job, []);
    assert.equal(store.update({ ...job, state: 'running' }), true);
    assert.equal(store.update({ ...job, state: 'done', finishedMs: 5 }), true);
    assert.equal(store.update({ ...job, state: 'failed', finishedMs: 6 }), false);
    assert.equal(store.get(job.id)!.state, 'done');
  });

  test(`${name}: unfinished jobs are those that have not ended, oldest first`, (t) => {
    const store = open(t);
    const jobs = [sampleJob(), sampleJob({ state: 'running' }), sampleJob({ state: 'done', finishedMs: 1 })];
    for (const job of jobs) store.add(job, []);
    assert.deepEqual(
      store.unfinished().map(({ id }) => id),
      [jobs[0]!.id, jobs[1]!.id],
    );
  });
}

function listsJobs(name: string, open: Open): void {
  test(`${name}: pages of any size list each visible job once, newest first, as a plain filter does`, (t) => {
    const state = fc.constantFrom<JobRecord['state']>('queued', 'done');
    const owner = fc.constantFrom('ada', 'eve');
    const analysis = fc.constantFrom('test.A', 'test.B');
    const one = fc.record({ state, owner, analysis, private: fc.boolean() });
    const narrowed = fc.record({ state, owner, analysis }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 20 }),
        narrowed,
        fc.integer({ min: 1, max: 7 }),
        (kinds, narrow, limit) => {
          const store = open(t);
          const jobs = kinds.map((kind) => sampleJob(kind));
          for (const job of jobs) store.add(job, []);
          const shared = jobs.filter((job, i) => job.owner === 'eve' && i % 3 === 0).map(({ id }) => id);
          const listed: string[] = [];
          for (let cursor: string | undefined, more = true; more;) {
            const { items, next } = store.list({ ...narrow, limit, cursor }, { subject: 'ada', shared });
            listed.push(...items.map(({ id }) => id));
            assert.ok(items.length === limit || next === undefined);
            cursor = next;
            more = next !== undefined;
          }
          const expected = jobs
            .filter((job) => !job.private || job.owner === 'ada' || shared.includes(job.id))
            .filter((job) => Object.entries(narrow).every(([key, value]) => job[key as 'state'] === value))
            .map(({ id }) => id);
          assert.deepEqual(listed, expected.reverse());
        },
      ),
      { numRuns: 25 },
    );
  });

  test(`${name}: a page goes on where the one before ended, although new jobs came meanwhile`, (t) => {
    const store = open(t);
    const jobs = Array.from({ length: 4 }, () => sampleJob());
    for (const job of jobs) store.add(job, []);
    const first = store.list({ limit: 2 }, everybody);
    store.add(sampleJob(), []);
    const second = store.list({ limit: 2, cursor: first.next }, everybody);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      jobs.map(({ id }) => id).reverse(),
    );
  });

  test(`${name}: what is no cursor is refused`, (t) => {
    const store = open(t);
    for (const cursor of ['', 'j', '7', "j1' OR 1", 'jzzzzzzzzzzzzzzzz'])
      assert.throws(() => store.list({ limit: 1, cursor }, everybody), { code: 'invalid_request' }, cursor);
  });
}

function forgets(name: string, open: Open): void {
  test(`${name}: of old jobs the last event is kept, with its number; of new ones all`, (t) => {
    const store = open(t);
    const old = sampleJob({ state: 'done', finishedMs: 10 });
    const young = sampleJob({ state: 'done', finishedMs: 30 });
    const running = sampleJob({ state: 'running' });
    for (const job of [old, young, running]) store.add(job, [event(1), event(2), event(3, 'state')]);
    assert.equal(store.compact(20, 10), 1);
    assert.equal(store.compact(20, 10), 0);
    assert.deepEqual(store.events(old.id, 0, 9), [
      { number: 3, timeMs: 3, type: 'state', data: { n: 3, compacted: true } },
    ]);
    assert.equal(store.lastNumber(old.id), 3);
    for (const { id } of [young, running]) assert.equal(store.events(id, 0, 9).length, 3);
  });

  test(`${name}: events of the service are numbered too, and the latest are kept`, (t) => {
    const store = open(t);
    for (let n = 1; n <= 5; n++) assert.equal(store.announce(event(n)).number, n);
    assert.deepEqual(
      store.serviceEvents(3, 9).map(({ data }) => data.n),
      [4, 5],
    );
    store.compact(0, 2);
    assert.deepEqual(
      store.serviceEvents(0, 9).map(({ number }) => number),
      [4, 5],
    );
    assert.equal(store.announce(event(6)).number, 6);
    assert.equal(store.lastServiceNumber(), 6);
  });

  test(`${name}: a change that cannot be made undoes those of its turn, and whoever waits for them hears of it`, async (t) => {
    const store = open(t);
    const job = sampleJob();
    store.add(job, []);
    const settled = store.settled('volatile');
    assert.throws(() => store.add(job, []), { name: 'StemmaError' });
    await assert.rejects(settled);
    assert.equal(store.get(job.id), undefined);
    store.add(job, []);
    await store.settled('durable');
    assert.deepEqual(store.get(job.id), job);
  });
}
