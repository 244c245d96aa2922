// One activity: its log, progress, seed, private directory, limits and cancellation, in the thread of the caller.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analysis, listOf, number, string, TransientFailure, type AnyAnalysis } from '@stemma/core';
import { openBench, pause, temporaryFolder } from './setting.ts';

const outputs = { x: number() };

test('console output of activities that overlap goes to the log of each, not to the terminal', async (t) => {
  const Talk = analysis({
    name: 'test.Talk',
    version: '1',
    parameters: { who: string() },
    outputs,
    run: async ({ who }) => {
      for (let i = 0; i < 3; i++) {
        console.log(`${who} %d`, i);
        await pause(5);
      }
      console.warn(`${who} two\nlines`);
      return { x: 1 };
    },
  });
  const bench = await openBench(t);
  const leaked = t.mock.method(process.stdout, 'write', () => true);
  await Promise.all(['a', 'b', 'c'].map((who) => bench.run(Talk({ who }))));
  leaked.mock.restore();
  for (const who of ['a', 'b', 'c']) {
    const [activity] = await bench.activities(Talk({ who }));
    assert.deepEqual(
      activity!.log.map(({ text, level }) => `${level} ${text}`),
      [`info ${who} 0`, `info ${who} 1`, `info ${who} 2`, `warning ${who} two`, 'warning lines'],
    );
  }
  assert.ok(!leaked.mock.calls.some(({ arguments: [text] }) => /^[abc] \d/.test(String(text))));
});

test('console works as before outside of activities', async (t) => {
  const bench = await openBench(t, { analyses: [] });
  const Quiet = analysis({ name: 'test.Quiet', version: '1', outputs, run: () => ({ x: 1 }) });
  await bench.run(Quiet);
  const lines: string[] = [];
  const write = t.mock.method(process.stdout, 'write', (text: string) => (lines.push(text), true));
  console.log('outside');
  write.mock.restore();
  assert.deepEqual(lines, ['outside\n']);
});

test('progress and log lines reach whoever listens, in order, and fractions stay within 0 and 1', async (t) => {
  const Work = analysis({
    name: 'test.Work',
    version: '1',
    outputs,
    run: (_, activity) => {
      activity.progress(-1);
      activity.log('half way', 'debug');
      activity.progress(0.5, 'half');
      activity.progress(7);
      return { x: 1 };
    },
  });
  const bench = await openBench(t);
  const events = await bench.events(Work);
  const told = events.flatMap((event): (string | number)[] =>
    event.type === 'progress' ? [event.fraction] : event.type === 'log' ? [event.line.text] : [event.type],
  );
  assert.deepEqual(told, ['resolving', 'planned', 'started', 0, 'half way', 0.5, 1, 'done', 'finished']);
});

test('every listener gets all events from when it began, and each iteration ends', async (t) => {
  const Work = analysis({ name: 'test.Work', version: '1', outputs, run: async () => (await pause(10), { x: 1 }) });
  const bench = await openBench(t);
  const resolution = bench.engine.resolve(Work);
  const lists = await Promise.all([resolution.events(), resolution.events()].map((events) => Array.fromAsync(events)));
  assert.deepEqual(lists[0], lists[1]);
  assert.ok(lists[0]!.length > 3);
  const late = await Array.fromAsync(resolution.events());
  assert.deepEqual(late, []);
});

test('a log without end is cut, and says so', async (t) => {
  const Chatty = analysis({
    name: 'test.Chatty',
    version: '1',
    outputs,
    run: (_, activity) => {
      for (let i = 0; i < 12_000; i++) activity.log('x');
      return { x: 1 };
    },
  });
  const bench = await openBench(t);
  await bench.run(Chatty);
  const [activity] = await bench.activities(Chatty);
  assert.equal(activity!.log.length, 10_001);
  assert.match(activity!.log.at(-1)!.text, /cut after 10000 lines/);
});

test('the record of an activity says who, where, when and how long', async (t) => {
  const Work = analysis({ name: 'test.Work', version: '1', outputs, run: async () => (await pause(20), { x: 1 }) });
  const bench = await openBench(t, { agent: 'tester' });
  const beforeMs = Date.now();
  await bench.run(Work);
  const [activity] = await bench.activities(Work);
  const { agent, host, pid, status, attempt, startedMs, finishedMs, cpuS } = activity!;
  assert.deepEqual(
    { agent, host, pid, status, attempt },
    { agent: 'tester', host: hostname(), pid: process.pid, status: 'done', attempt: 1 },
  );
  assert.ok(
    startedMs >= beforeMs && finishedMs - startedMs >= 19 && finishedMs <= Date.now() && cpuS! >= 0 && cpuS! < 5,
  );
});

test('each activity has an empty directory of its own, removed afterwards', async (t) => {
  const Work = analysis({
    name: 'test.Work',
    version: '1',
    parameters: { n: number() },
    outputs: { path: string(), before: listOf(string()), after: listOf(string()) },
    run: async ({ n }, activity) => {
      const before = readdirSync(activity.directory);
      writeFileSync(join(activity.directory, 'same-name.txt'), String(n));
      await pause(10);
      return { path: activity.directory, before, after: readdirSync(activity.directory) };
    },
  });
  const bench = await openBench(t);
  const all = await Promise.all([1, 2, 3].map((n) => bench.run(Work({ n }))));
  assert.equal(new Set(all.map(({ path }) => path)).size, 3);
  for (const { path, before, after } of all) {
    assert.deepEqual([before, after], [[], ['same-name.txt']]);
    assert.equal(existsSync(path), false);
  }
});

test('directories that a killed process left behind are removed, those of living processes are not', async (t) => {
  const folder = temporaryFolder(t);
  const [store, mark] = [join(folder, 'store'), join(folder, 'mark')];
  const work = join(store, 'work');
  const other = spawn(
    process.execPath,
    ['--conditions=source', fileURLToPath(new URL('processes/spin.ts', import.meta.url)), store, mark],
    { stdio: 'inherit' },
  );
  t.after(() => other.kill('SIGKILL'));
  while (!existsSync(mark)) await pause(10);
  const [left] = readdirSync(work);
  assert.ok(left);
  await openBench(t, { store });
  assert.deepEqual(readdirSync(work), [left], 'its process lives');
  other.kill('SIGKILL');
  await once(other, 'exit');
  assert.deepEqual(readdirSync(work), [left]);
  await openBench(t, { store });
  assert.deepEqual(readdirSync(work), []);
});

test('the seed is the same for the same derivation, another for another, and only for those that declare it', async (t) => {
  const Draw = analysis({
    name: 'test.Draw',
    version: '1',
    stochastic: true,
    parameters: { n: number({ default: 0 }) },
    outputs: { seed: string() },
    run: (_, activity) => ({ seed: activity.seed }),
  });
  const [first, second] = [await openBench(t), await openBench(t)];
  const { seed } = await first.run(Draw);
  assert.match(seed, /^[0-9a-f]{64}$/);
  assert.deepEqual(await second.run(Draw), { seed }, 'in another store too');
  assert.notDeepEqual(await first.run(Draw({ n: 1 })), { seed });
  const Secret = analysis({
    name: 'test.Secret',
    version: '1',
    outputs: { seed: string() },
    run: (_, activity) => ({ seed: activity.seed }),
  });
  await assert.rejects(first.run(Secret), {
    code: 'analysis_failed',
    message: /test\.Secret draws random numbers: declare it stochastic/,
  });
});

test('a time limit ends the waiting for an activity in this thread', async (t) => {
  const Wait = analysis({
    name: 'test.Wait',
    version: '1',
    outputs,
    resources: { timeLimitS: 0.05 },
    run: () => new Promise<never>(() => {}),
  });
  const bench = await openBench(t);
  await assert.rejects(bench.run(Wait), { code: 'timeout', message: /test\.Wait was over its time limit of 0\.05 s/ });
});

test('an activity hears of its cancellation and may clean up', async (t) => {
  let heard = false;
  const Polite = analysis({
    name: 'test.Polite',
    version: '1',
    outputs,
    run: (_, { signal }) =>
      new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          heard = true;
          reject(new Error('stopped'));
        }),
      ),
  });
  const bench = await openBench(t);
  const resolution = bench.engine.resolve(Polite);
  await pause(20);
  resolution.cancel();
  await assert.rejects(resolution.result, { code: 'cancelled' });
  assert.equal(heard, true);
  assert.equal((await bench.activities(Polite))[0]!.status, 'cancelled');
});

test('cancelling does not wait for an activity that never listens', { timeout: 5000 }, async (t) => {
  const Deaf = analysis({ name: 'test.Deaf', version: '1', outputs, run: () => new Promise<never>(() => {}) });
  const bench = await openBench(t);
  const resolution = bench.engine.resolve(Deaf);
  await pause(20);
  resolution.cancel();
  await assert.rejects(resolution.result, { code: 'cancelled' });
});

test(
  'cancelling during the pause before another try ends it at once, with code cancelled',
  { timeout: 5000 },
  async (t) => {
    const Busy = analysis({
      name: 'test.Busy',
      version: '1',
      outputs,
      run: () => {
        throw new TransientFailure('busy');
      },
    });
    const bench = await openBench(t);
    const resolution = bench.engine.resolve(Busy, { retry: { attempts: 3, firstDelayMs: 60_000 } });
    await pause(30);
    resolution.cancel();
    await assert.rejects(resolution.result, { code: 'cancelled' });
  },
);

test('a signal of the caller cancels too, before the start and afterwards', { timeout: 5000 }, async (t) => {
  let runs = 0;
  const Slow = analysis({
    name: 'test.Slow',
    version: '1',
    outputs,
    run: async () => (runs++, await pause(30), { x: 1 }),
  });
  const bench = await openBench(t);
  await assert.rejects(bench.run(Slow, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  assert.equal(runs, 0);
  await assert.rejects(bench.run(Slow, { signal: AbortSignal.timeout(5) as never }), { code: 'cancelled' });
  assert.deepEqual(await bench.run(Slow), { x: 1 });
});

test('cancelling keeps what is finished and never starts what is left', { timeout: 5000 }, async (t) => {
  const ran: number[] = [];
  const Step = analysis({
    name: 'test.Step',
    version: '1',
    parameters: { n: number() },
    inputs: { before: [] as never },
    outputs,
    run: async ({ n }) => (ran.push(n), await pause(20), { x: n }),
  });
  let goal = Step({ n: 0 } as never);
  for (let n = 1; n < 20; n++) goal = Step({ n, before: [goal] } as never);
  const bench = await openBench(t);
  const resolution = bench.engine.resolve(goal);
  await pause(75);
  resolution.cancel();
  await assert.rejects(resolution.result, { code: 'cancelled' });
  const finished = ran.length;
  assert.ok(finished < 20);
  await pause(50);
  assert.equal(ran.length, finished, 'nothing starts afterwards');
  const again = await openBench(t, { store: bench.store });
  ran.length = 0;
  assert.deepEqual(await again.run(goal), { x: 19 });
  assert.ok(ran.length <= 20 - finished + 1, `${finished} were started before, ${ran.length} again`);
});

test(
  'one of two resolutions that share an activity can be cancelled without harm to the other',
  { timeout: 5000 },
  async (t) => {
    const Shared: AnyAnalysis = analysis({
      name: 'test.Shared',
      version: '1',
      outputs,
      run: async () => (await pause(40), { x: 1 }),
    });
    const bench = await openBench(t);
    const [first, second] = [bench.engine.resolve(Shared), bench.engine.resolve(Shared)];
    await pause(10);
    first.cancel();
    await assert.rejects(first.result, { code: 'cancelled' });
    assert.deepEqual(await (await second.result).outputs(), { x: 1 });
  },
);
