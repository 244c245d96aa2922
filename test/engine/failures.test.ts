// Failures: expected ones are results; unexpected ones stop only what depends on them; transient ones are tried again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accepting,
  analysis,
  ExpectedFailure,
  listOf,
  noData,
  number,
  optional,
  string,
  StemmaError,
  TransientFailure,
  type AnyAnalysis,
} from '@stemma/core';
import { openBench, pause, quickClock, recordingCalls } from './setting.ts';

const outputs = { x: number() };
let runs: Record<string, number> = {};
const count = (name: string) => (runs[name] = (runs[name] ?? 0) + 1);
const fresh = () => (runs = {});

const Events = analysis({
  name: 'test.Events',
  version: '1',
  parameters: { scw: string({ default: 'empty' }) },
  outputs,
  failures: { no_events: 'no events in this window' },
  run: ({ scw }) => {
    count('Events');
    if (scw === 'empty') throw new ExpectedFailure('no_events', 'no events in this window', { scw, counts: 0 });
    return { x: 5 };
  },
});
const Spectrum = analysis({
  name: 'test.Spectrum',
  version: '1',
  inputs: { events: Events },
  outputs,
  run: ({ events }) => (count('Spectrum'), { x: events.x }),
});

test('an expected failure is a result: cached, with reason, message and particulars', async (t) => {
  const bench = await openBench(t);
  fresh();
  const result = await bench.result(Events);
  const { reason, message, detail, origin } = result.failure!;
  assert.deepEqual(
    { reason, message, detail },
    { reason: 'no_events', message: 'no events in this window', detail: { scw: 'empty', counts: 0 } },
  );
  assert.equal(origin, bench.engine.bind(Events).id);
  await assert.rejects(result.outputs(), { code: 'no_data', detail: { reason, detail, origin }, exitCode: 6 });
  await assert.rejects(result.output('x'), { code: 'no_data' });
  const again = await openBench(t, { store: bench.store });
  assert.equal((await again.result(Events)).failure!.reason, 'no_events');
  assert.deepEqual(runs, { Events: 1 });
  const [activity] = await again.activities(Events);
  assert.equal(activity!.status, 'expected_failure');
});

test('a consumer inherits the failure without running, and that is cached too', async (t) => {
  const bench = await openBench(t);
  fresh();
  const result = await bench.result(Spectrum);
  assert.equal(result.failure!.reason, 'no_events');
  assert.equal(result.failure!.origin, bench.engine.bind(Events).id, 'where it arose first');
  assert.deepEqual(await bench.origins(Spectrum), ['Spectrum: store']);
  assert.deepEqual(runs, { Events: 1 });
});

test('a consumer that accepts the failure runs and sees its reason; a success it sees as one', async (t) => {
  const Careful = analysis({
    name: 'test.Careful',
    version: '1',
    parameters: { scw: string() },
    inputs: { events: accepting(Events, 'no_events') },
    outputs: { text: string() },
    run: ({ events }) => ({
      text: events.ok
        ? `got ${events.value.x}`
        : `${events.reason}: ${events.message} ${JSON.stringify(events.detail)}`,
    }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Careful({ scw: 'a' })), {
    text: 'no_events: no events in this window {"counts":0,"scw":"empty"}',
  });
  assert.deepEqual(await bench.run(Careful({ scw: 'a', events: accepting(Events({ scw: 'full' })) })), {
    text: 'got 5',
  });
});

test('a failure for another reason than the accepted ones is inherited', async (t) => {
  const Picky = analysis({
    name: 'test.Picky',
    version: '1',
    inputs: { events: accepting(Events, 'bad_pointing') },
    outputs,
    run: () => (count('Picky'), { x: 1 }),
  });
  const bench = await openBench(t);
  fresh();
  assert.equal((await bench.result(Picky)).failure!.reason, 'no_events');
  assert.deepEqual(runs, { Events: 1 });
});

test('an optional input that failed as expected is absent, and the consumer runs', async (t) => {
  const Bare = analysis({
    name: 'test.Bare',
    version: '1',
    inputs: { events: optional(Events) },
    outputs,
    run: ({ events }) => ({ x: events === undefined ? -1 : events.x }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Bare), { x: -1 });
  assert.deepEqual(await bench.run(Bare({ events: optional(Events({ scw: 'full' })) })), { x: 5 });
});

test('a sum over members skips those that failed as expected, when it accepts them', async (t) => {
  const scws = ['a', 'empty', 'b'];
  const Sum = analysis({
    name: 'test.Sum',
    version: '1',
    inputs: { all: scws.map((scw) => accepting(Events({ scw }))) },
    outputs: { used: number(), skipped: listOf(string()) },
    run: ({ all }) => ({
      used: all.filter(({ ok }) => ok).length,
      skipped: all.flatMap((one) => (one.ok ? [] : [one.reason])),
    }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Sum), { used: 2, skipped: ['no_events'] });
});

test('an expected failure is a result whatever the reason is called, and differs by its particulars', async (t) => {
  const Make = analysis({
    name: 'test.Make',
    version: '1',
    parameters: { n: number() },
    outputs,
    run: ({ n }) => {
      throw noData('nothing', { n });
    },
  });
  const bench = await openBench(t);
  const [a, b] = [await bench.result(Make({ n: 1 })), await bench.result(Make({ n: 2 }))];
  assert.deepEqual([a.failure!.detail, b.failure!.detail], [{ n: 1 }, { n: 2 }]);
  assert.notEqual(a.contentDigest, b.contentDigest);
});

test('after an unexpected failure the siblings go on and their results are kept', async (t) => {
  fresh();
  const Good = analysis({
    name: 'test.Good',
    version: '1',
    parameters: { n: number() },
    outputs,
    run: async ({ n }) => (await pause(5 * n), count('Good'), { x: n }),
  });
  const Bad = analysis({ name: 'test.Bad', version: '1', outputs, run: () => (count('Bad'), assert.fail('no luck')) });
  const AfterBad = analysis({
    name: 'test.AfterBad',
    version: '1',
    inputs: { bad: Bad },
    outputs,
    run: () => (count('AfterBad'), { x: 1 }),
  });
  const AfterGood = analysis({
    name: 'test.AfterGood',
    version: '1',
    inputs: { good: Good({ n: 4 }) },
    outputs,
    run: () => (count('AfterGood'), { x: 1 }),
  });
  const Goal = analysis({
    name: 'test.Goal',
    version: '1',
    inputs: { first: AfterBad, second: AfterGood, third: [Good({ n: 1 }), Good({ n: 2 }), Good({ n: 3 })] },
    outputs,
    run: () => (count('Goal'), { x: 1 }),
  });
  const bench = await openBench(t);
  await assert.rejects(bench.result(Goal), (error: StemmaError) => {
    assert.equal(error.code, 'analysis_failed');
    assert.match(error.message, /test\.Bad failed: no luck/);
    assert.equal(error.exitCode, 7);
    assert.equal(error.detail.name, 'test.Bad');
    return true;
  });
  assert.deepEqual(runs, { Good: 4, Bad: 1, AfterGood: 1 });
  const again = await openBench(t, { store: bench.store });
  assert.deepEqual(await again.origins(AfterGood), ['AfterGood: store']);
});

test('an unexpected failure is not cached: it runs again when asked again', async (t) => {
  fresh();
  let fail = true;
  const Flaky = analysis({
    name: 'test.Flaky',
    version: '1',
    outputs,
    run: () => {
      count('Flaky');
      if (fail) throw new Error('first time');
      return { x: 1 };
    },
  });
  const bench = await openBench(t);
  await assert.rejects(bench.run(Flaky), { code: 'analysis_failed' });
  fail = false;
  assert.deepEqual(await bench.run(Flaky), { x: 1 });
  assert.deepEqual(runs, { Flaky: 2 });
  const statuses = (await bench.activities(Flaky)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, ['done', 'failed']);
});

test('a failed activity is on record with its message, stack and log', async (t) => {
  const Broken = analysis({
    name: 'test.Broken',
    version: '1',
    outputs,
    run: (_, activity) => {
      activity.log('so far so good');
      throw new RangeError('index 7 of 3');
    },
  });
  const bench = await openBench(t, { agent: 'tester' });
  await assert.rejects(bench.run(Broken));
  const [activity] = await bench.activities(Broken);
  assert.equal(activity!.status, 'failed');
  assert.equal(activity!.agent, 'tester');
  assert.equal(activity!.error!.message, 'index 7 of 3');
  assert.match(activity!.error!.stack!, /failures\.test\.ts/);
  assert.deepEqual(
    activity!.log.map(({ text }) => text),
    ['so far so good'],
  );
});

test('a transient failure is tried again, with pauses that double', async (t) => {
  fresh();
  const slept: number[] = [];
  const Busy = analysis({
    name: 'test.Busy',
    version: '1',
    outputs,
    run: () => {
      if (count('Busy') < 3) throw new TransientFailure('licence server busy');
      return { x: 1 };
    },
  });
  const bench = await openBench(t, { clock: quickClock(slept) });
  const events = await bench.events(Busy, { retry: { attempts: 5, firstDelayMs: 100 } });
  assert.deepEqual(slept, [100, 200]);
  assert.deepEqual(runs, { Busy: 3 });
  assert.deepEqual(
    events.filter(({ type }) => type === 'retry').map((event) => (event as { attempt: number }).attempt),
    [2, 3],
  );
  assert.deepEqual(await bench.run(Busy), { x: 1 });
  assert.equal((await bench.activities(Busy))[0]!.attempt, 3);
});

test('errors of the network are transient, whatever their class', async (t) => {
  fresh();
  const Net = analysis({
    name: 'test.Net',
    version: '1',
    outputs,
    run: () => {
      if (count('Net') < 2) throw Object.assign(new Error('read'), { code: 'ECONNRESET' });
      return { x: 1 };
    },
  });
  const bench = await openBench(t, { clock: quickClock([]) });
  assert.deepEqual(await bench.run(Net), { x: 1 });
  assert.deepEqual(runs, { Net: 2 });
});

test('a transient failure that stays is given up after the allowed attempts', async (t) => {
  fresh();
  const slept: number[] = [];
  const Busy = analysis({
    name: 'test.Busy',
    version: '1',
    outputs,
    run: () => {
      count('Busy');
      throw new TransientFailure('still busy');
    },
  });
  const bench = await openBench(t, { clock: quickClock(slept) });
  await assert.rejects(bench.run(Busy, { retry: { attempts: 4, firstDelayMs: 10 } }), {
    code: 'analysis_failed',
    message: /still busy/,
  });
  assert.deepEqual(runs, { Busy: 4 });
  assert.deepEqual(slept, [10, 20, 40]);
});

test('a deterministic failure is never tried again', async (t) => {
  for (const thrown of [
    new TypeError('x is not a function'),
    'a string',
    undefined,
    { odd: true },
    new StemmaError('unavailable', 'said by the analysis'),
  ]) {
    fresh();
    const slept: number[] = [];
    const Wrong = analysis({
      name: 'test.Wrong',
      version: '1',
      outputs,
      run: () => {
        count('Wrong');
        throw thrown;
      },
    });
    const bench = await openBench(t, { clock: quickClock(slept) });
    await assert.rejects(bench.run(Wrong), { code: 'analysis_failed' });
    assert.deepEqual([runs, slept], [{ Wrong: 1 }, []], String(thrown));
  }
});

test('outputs that are missing, undeclared or of another type are the failure of their analysis, with the place', async (t) => {
  const cases: [unknown, RegExp][] = [
    [undefined, /must return its outputs \(x\), but returned undefined/],
    [{}, /did not return its output "x"/],
    [{ x: 1, y: 2 }, /returned "y", which is no declared output/],
    [{ x: '1' }, /output test\.Odd\.x must be a number, got "1"/],
  ];
  for (const [returned, message] of cases) {
    const Odd = analysis({ name: 'test.Odd', version: '1', outputs, run: () => returned as never });
    const bench = await openBench(t);
    await assert.rejects(bench.run(Odd), { code: 'analysis_failed', message });
  }
});

test('a failure of one goal leaves nothing claimed', async (t) => {
  const Broken = analysis({ name: 'test.Broken', version: '1', outputs, run: () => assert.fail('broken') });
  const bench = await openBench(t);
  await assert.rejects(bench.run(Broken));
  const { id } = bench.engine.bind(Broken);
  const other = await openBench(t, { store: bench.store });
  assert.equal((await other.parts.index.claim([id])).get(id)!.state, 'claimed');
});

test('an unexpected failure inside a chain names the analysis that failed and who asked for it', async (t) => {
  const Bad = analysis({ name: 'test.Bad', version: '1', outputs, run: () => assert.fail('deep down') });
  let goal: AnyAnalysis = Bad;
  for (const name of ['test.Middle', 'test.Top'])
    goal = analysis({ name, version: '1', inputs: { below: goal }, outputs, run: () => ({ x: 1 }) });
  const bench = await openBench(t);
  const events = await bench.events(goal);
  const failed = events.filter((event) => event.type === 'failed');
  assert.deepEqual(
    failed.map((event) => event.type === 'failed' && event.name),
    ['test.Bad'],
  );
  assert.equal(events.at(-1)!.type, 'finished');
});

test('a store that breaks ends the run with its own code, not as a failure of the analysis', async (t) => {
  const Fine = analysis({ name: 'test.Fine', version: '1', outputs, run: () => ({ x: 1 }) });
  const calls: { method: string; argument: unknown }[] = [];
  const bench = await openBench(t, {
    wrap: (index) => ({
      ...recordingCalls(calls)(index),
      known: (ids) => index.known(ids),
      knownActions: (keys) => index.knownActions(keys),
      claim: (ids) => index.claim(ids),
      release: (leases) => index.release(leases),
      results: (ids) => index.results(ids),
      recordActivities: async () => {},
      publish: async () => {
        throw new StemmaError('unavailable', 'no room left on the disk');
      },
    }),
  });
  await assert.rejects(bench.run(Fine), { code: 'unavailable', message: /no room left/ });
  const again = await openBench(t, { store: bench.store });
  assert.deepEqual(await again.run(Fine), { x: 1 });
});

test('when the store breaks, every resolution that had something to publish says so, and later ones go on', async (t) => {
  let full = true;
  const Fine = analysis({
    name: 'test.Fine',
    version: '1',
    parameters: { n: number() },
    outputs,
    run: async ({ n }) => (await pause(n), { x: n }),
  });
  const bench = await openBench(t, {
    wrap: (index) =>
      new Proxy(index, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (key === 'publish' && full)
            return () => Promise.reject(new StemmaError('unavailable', 'no room left on the disk'));
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  });
  const ends = await Promise.allSettled([1, 2, 3, 60].map((n) => bench.run(Fine({ n }))));
  assert.deepEqual(
    ends.map((end) => (end.status === 'rejected' ? (end.reason as StemmaError).code : end.value)),
    Array.from({ length: 4 }, () => 'unavailable'),
  );
  full = false;
  assert.deepEqual(await bench.run(Fine({ n: 2 })), { x: 2 });
  const again = await openBench(t, { store: bench.store });
  assert.deepEqual(await again.origins(Fine({ n: 2 })), ['Fine: store']);
  assert.deepEqual(await again.parts.index.check(), []);
});

test('a resolution whose results were lost in a write that failed never says that it has succeeded', async (t) => {
  let failures = 1;
  const Step = analysis({
    name: 'test.Step',
    version: '1',
    parameters: { ms: number() },
    inputs: { before: [] as never },
    outputs,
    run: async ({ ms }) => (await pause(ms), { x: ms }),
  });
  const bench = await openBench(t, {
    wrap: (index) =>
      new Proxy(index, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (key === 'publish' && failures > 0)
            return () => (failures--, Promise.reject(new StemmaError('unavailable', 'no room left on the disk')));
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  });
  const long = Step({ ms: 60, before: [Step({ ms: 1 } as never)] } as never);
  const ends = await Promise.allSettled([bench.run(long), bench.run(Step({ ms: 8 } as never))]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['rejected', 'rejected'],
    'one write held results of both',
  );
  assert.deepEqual(await bench.run(long), { x: 60 });
  assert.equal(
    (await bench.parts.index.known([bench.engine.bind(long).id, bench.engine.bind(Step({ ms: 1 } as never)).id])).size,
    2,
  );
});
