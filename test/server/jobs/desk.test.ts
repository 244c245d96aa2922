// The desk of jobs, with its worker in this process: what a job goes through, what jobs share, who may do what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, ended, eventsOf, me, openDesk, person, statesIn, until } from './setting.ts';

test('a job goes from queued to done, tells nodes, log, partial results and progress, and numbers all without gaps', async (t) => {
  const { desk } = await openDesk(t);
  const job = await desk.submit(asked('Slow', { n: 1, ms: 50 }), me);
  const events = await eventsOf(desk, job.id);
  assert.deepEqual(statesIn(events), ['queued', 'running', 'done']);
  assert.deepEqual(
    events.map(({ number }) => number),
    events.map((_, i) => i + 1),
  );
  for (const type of ['node', 'log', 'partial', 'progress'])
    assert.ok(
      events.some((event) => event.type === type),
      type,
    );
  const done = await desk.get(job.id, me);
  assert.deepEqual([done.state, done.origin, done.attempt], ['done', 'computed', 1]);
  assert.deepEqual(done.progress, { done: 1, total: 1, computed: 1, reused: 0, failed: 0 });
  assert.equal(done.contentDigest, events.at(-1)!.data.contentDigest);
});

test('what is known ends at once and never comes to the worker', async (t) => {
  const { desk } = await openDesk(t);
  const { id } = await desk.submit(asked('Slow', { n: 1, ms: 0 }), me);
  const first = await ended(desk, id);
  const again = await desk.submit(asked('Slow', { n: 1, ms: 0 }), me);
  assert.deepEqual([again.state, again.origin, again.attempt], ['done', 'store', 0]);
  assert.equal(again.contentDigest, first.contentDigest);
  assert.notEqual(again.id, id);
  assert.deepEqual(statesIn(await eventsOf(desk, again.id)), ['done']);
  assert.equal(desk.status().fromStore, 1);
});

test('two jobs for one goal share the work, and each has its own end', async (t) => {
  const { desk, parts } = await openDesk(t);
  const goal = asked('Slow', { n: 2, ms: 150 });
  const first = await desk.submit(goal, person('ada'));
  await until(async () => (await desk.get(first.id, me)).progress.total === 1);
  const second = await desk.submit(goal, person('eve'));
  const [one, two] = await Promise.all([ended(desk, first.id), ended(desk, second.id)]);
  assert.deepEqual([one.state, one.origin], ['done', 'computed']);
  assert.deepEqual([two.state, two.origin], ['done', 'shared']);
  assert.equal((await parts.index.activities(one.result)).length, 1);
  assert.deepEqual(statesIn(await eventsOf(desk, second.id)), ['queued', 'running', 'done']);
});

test('cancelling one of two jobs leaves the other its work; cancelling the last stops it', async (t) => {
  const { desk } = await openDesk(t);
  const goal = asked('Slow', { n: 3, ms: 300 });
  const first = await desk.submit(goal, me);
  const second = await desk.submit(goal, me);
  assert.equal((await desk.cancel(first.id, me)).state, 'cancelled');
  assert.equal((await ended(desk, second.id)).state, 'done');
  const long = await desk.submit(asked('Slow', { n: 4, ms: 60_000 }), me);
  await desk.cancel(long.id, me);
  await until(() => desk.status().running === 0);
  assert.equal((await desk.get(long.id, me)).state, 'cancelled');
  await assert.rejects(desk.cancel(long.id, me), { code: 'conflict' });
});

test('what is cancelled and asked for again is made', async (t) => {
  const { desk } = await openDesk(t);
  const goal = asked('Slow', { n: 5, ms: 200 });
  const first = await desk.submit(goal, me);
  await desk.cancel(first.id, me);
  const retried = await desk.retry(first.id, me);
  assert.notEqual(retried.id, first.id);
  assert.equal((await ended(desk, retried.id)).state, 'done');
  await assert.rejects(desk.retry(retried.id, me), { code: 'conflict' });
});

test('an expected failure is a result; an unexpected one fails the job in its words and can be retried', async (t) => {
  const { desk } = await openDesk(t);
  for (const origin of ['computed', 'store']) {
    const { id } = await desk.submit(asked('Nothing'), me);
    const job = await ended(desk, id);
    assert.deepEqual([job.state, job.origin, job.failure?.reason], ['done', origin, 'no_data']);
  }
  const broken = await ended(desk, (await desk.submit(asked('Broken'), me)).id);
  assert.deepEqual([broken.state, broken.error?.code], ['failed', 'analysis_failed']);
  assert.match(broken.error!.detail!, /division by cucumber/);
  assert.equal((await ended(desk, (await desk.retry(broken.id, me)).id)).state, 'failed');
});

test('one key and one request are one job, even at the same moment; another request under it is refused', async (t) => {
  const { desk } = await openDesk(t);
  const options = { idempotencyKey: 'k1' };
  const goal = asked('Slow', { n: 6, ms: 0 });
  const jobs = await Promise.all(Array.from({ length: 5 }, () => desk.submit(goal, person('ada'), options)));
  assert.equal(new Set(jobs.map(({ id }) => id)).size, 1);
  await assert.rejects(desk.submit(asked('Nothing'), person('ada'), options), { code: 'conflict' });
  assert.notEqual((await desk.submit(goal, person('eve'), options)).id, jobs[0]!.id);
});

test('what cannot be bound is refused with the place of the mistake, and leaves no job', async (t) => {
  const { desk } = await openDesk(t);
  await assert.rejects(desk.submit(asked('Slow', { n: 'x', ms: 0 }), me), { code: 'invalid_request' });
  await assert.rejects(desk.submit(asked('Slo'), me), { code: 'not_found' });
  assert.deepEqual((await desk.list({ limit: 9 }, me)).items, []);
});

test('private jobs are there for their owner only: others cannot see, list, follow or end them', async (t) => {
  const { desk } = await openDesk(t);
  const [ada, eve] = [person('ada'), person('eve')];
  const { id } = await desk.submit(asked('Slow', { n: 7, ms: 200 }, { private: true }), ada);
  const signal = new AbortController().signal;
  for (const attempt of [
    desk.get(id, eve),
    desk.wait(id, 1, eve, signal),
    desk.cancel(id, eve),
    desk.retry(id, eve),
    desk.follow(id, 0, eve, signal),
    desk.nodes(id, eve),
    desk.log(id, 0, 10, eve),
  ])
    await assert.rejects(attempt, { code: 'not_found' });
  assert.equal((await desk.list({ limit: 9 }, eve)).items.length, 0);
  assert.equal((await desk.list({ limit: 9 }, ada)).items.length, 1);
  const open = await desk.submit(asked('Slow', { n: 8, ms: 200 }), ada);
  await assert.rejects(desk.cancel(open.id, eve), { code: 'forbidden' });
});

test('beyond the number that may wait nothing new is taken, while what is known still is', async (t) => {
  const { desk } = await openDesk(t, { concurrency: 1, maxQueued: 1 });
  await ended(desk, (await desk.submit(asked('Nothing'), me)).id);
  for (const n of [1, 2]) await desk.submit(asked('Slow', { n, ms: 60_000 }), me);
  await assert.rejects(desk.submit(asked('Slow', { n: 3, ms: 0 }), me), { code: 'unavailable' });
  assert.equal((await desk.submit(asked('Nothing'), me)).state, 'done');
  assert.deepEqual(await desk.list({ limit: 9, state: 'queued' }, me).then(({ items }) => items.length), 1);
});

test('an interactive request overtakes a long batch of many owners, and the batch still ends', async (t) => {
  const { desk } = await openDesk(t, { concurrency: 2 });
  const batch = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      desk.submit(asked('Slow', { n, ms: 40 }, { priority: 'batch' }), person(`owner ${n % 6}`)),
    ),
  );
  const urgent = await desk.submit(asked('Slow', { n: 100, ms: 40 }, { priority: 'interactive' }), person('ada'));
  await ended(desk, urgent.id);
  const unfinished = (await Promise.all(batch.map(({ id }) => desk.get(id, me)))).filter(
    ({ state }) => state !== 'done',
  );
  assert.ok(unfinished.length >= 20, `${unfinished.length} of the batch were left`);
  for (const { id } of batch) assert.equal((await ended(desk, id)).state, 'done');
});

test('a job of thousands of nodes tells of them in few events, and its table has each once', async (t) => {
  const { desk } = await openDesk(t);
  const parts = Array.from({ length: 3_000 }, (_, n) => ({ analysis: 'jobs.Part', parameters: { unit: `u${n}` } }));
  const goal = { analysis: 'jobs.Sum', inputs: { parts } };
  const startedMs = performance.now();
  const { id } = await desk.submit({ goal, priority: 'normal', private: false }, me);
  assert.equal((await ended(desk, id)).state, 'done');
  const periods = Math.ceil((performance.now() - startedMs) / 100);
  const events = await eventsOf(desk, id);
  // The first and the last report beside one for each period.
  assert.ok(events.filter(({ type }) => type === 'progress').length <= periods + 2);
  const { analyses, units, cells } = await desk.nodes(id, me);
  assert.deepEqual(analyses.toSorted(), ['jobs.Part', 'jobs.Sum']);
  assert.equal(units.length, 3_001);
  assert.equal(cells.length, 3_001);
  assert.ok(cells.every(({ counts }) => counts.computed === 1));
});

test('operators hear of every change of every job, and resume after any of them', async (t) => {
  const { desk } = await openDesk(t);
  const { id } = await desk.submit(asked('Slow', { n: 9, ms: 0 }), me);
  await ended(desk, id);
  desk.announce('service', { name: 'response', status: 'critical' });
  const heard = await takeFrom(desk.followAll(0, new AbortController().signal), 4);
  assert.deepEqual(
    heard.map(({ type, data }) => data.state ?? type),
    ['queued', 'running', 'done', 'service'],
  );
  const rest = await takeFrom(desk.followAll(2, new AbortController().signal), 2);
  assert.deepEqual(rest, heard.slice(2));
});

async function takeFrom<E>(events: AsyncIterable<E>, count: number): Promise<E[]> {
  const taken: E[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}

test('the log of a job is paged, and a poll that waits returns at its end, not before and not later', async (t) => {
  const { desk } = await openDesk(t);
  const { id } = await desk.submit(asked('Slow', { n: 10, ms: 100 }), me);
  const signal = new AbortController().signal;
  assert.equal((await desk.wait(id, 0.02, me, signal)).state, 'running');
  const startedMs = performance.now();
  assert.equal((await desk.wait(id, 60, me, signal)).state, 'done');
  assert.ok(performance.now() - startedMs < 10_000);
  assert.deepEqual(
    (await desk.log(id, 0, 10, me)).lines.map(({ text }) => text),
    ['begins 10'],
  );
});
