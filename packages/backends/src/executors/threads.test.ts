// The pool of worker threads: as many as there are slots, warm between activities, replaced when one is lost.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Urgency, type AnyAnalysis, type Goal, type PipelineModule } from '@stemma/core';
import { keepingObserver, taskOf } from './sample-task.ts';
import { checkedSlots, threadExecutor } from './threads.ts';

const core = pathToFileURL(createRequire(import.meta.url).resolve('@stemma/core')).href;

// A module on disk, since a thread loads code by its address.
const text = `
import { analysis, number, pipelineModule } from '${core}';
import { threadId } from 'node:worker_threads';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
const declare = (name, run) => analysis({ name: 'pool.' + name, version: '1', parameters: { n: number({ default: 0 }) }, outputs: { x: number() }, run });
const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const Thread = declare('Thread', async () => { await nap(60); return { x: threadId }; });
export const Exit = declare('Exit', () => process.exit(4));
export const Sleep = declare('Sleep', () => new Promise(() => setInterval(() => {}, 1000)));
export const Talk = declare('Talk', (_, activity) => {
  process.stdout.write('half '); process.stdout.write('line\\nrest');
  activity.progress(0.25);
  writeFileSync(join(activity.directory, 'scratch'), 'x');
  return { x: 1 };
});
export const pool = pipelineModule({ name: 'pool', version: '1', source: import.meta.url, analyses: [Thread, Exit, Sleep, Talk] });
`;

interface Pool {
  readonly pool: PipelineModule;
  readonly Thread: AnyAnalysis & ((parameters: { n: number }) => Goal<unknown>);
  readonly Exit: AnyAnalysis;
  readonly Sleep: AnyAnalysis;
  readonly Talk: AnyAnalysis;
}

async function setting(t: TestContext, slots: number, edit = (source: string) => source) {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-threads-'));
  const path = join(folder, 'pool.mjs');
  writeFileSync(path, text);
  const url = pathToFileURL(path).href;
  const module = (await import(url)) as Pool;
  writeFileSync(path, edit(text));
  const workRoot = join(folder, 'work');
  const executor = threadExecutor({
    workRoot,
    slots,
    moduleUrlOf: (analysis) => (module.pool.analyses.includes(analysis) ? url : undefined),
  });
  t.after(async () => {
    await executor.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const seen = keepingObserver();
  const execute = (goal: AnyAnalysis | Goal<unknown>, signal = new AbortController().signal, urgency?: Urgency) =>
    executor.execute({ ...taskOf(goal), ...(urgency && { urgency }) }, seen.observer, signal);
  const threadOf = async () => {
    const { outcome } = await execute(module.Thread);
    assert.ok(outcome.kind === 'outputs', JSON.stringify(outcome));
    return new TextDecoder('latin1').decode(outcome.outputs.x!.payload);
  };
  return { ...module, ...seen, executor, execute, threadOf, workRoot };
}

const limit = { timeout: 30_000 };

test('activities share the threads that there are, and each thread is used again', limit, async (t) => {
  const { threadOf } = await setting(t, 2);
  const first = await Promise.all(Array.from({ length: 6 }, threadOf));
  assert.equal(new Set(first).size, 2);
  assert.ok(first.includes(await threadOf()), 'no new thread is started while one is idle');
});

test('a thread that ends costs one activity, and those that wait get a new one', limit, async (t) => {
  const { execute, Exit, threadOf } = await setting(t, 1);
  const before = await threadOf();
  const [lost, after] = await Promise.all([execute(Exit), threadOf()]);
  assert.deepEqual(
    [lost.outcome.kind, (lost.outcome as { message: string }).message],
    ['error', 'pool.Exit ended its thread (exit code 4)'],
  );
  assert.notEqual(after, before);
});

test('cancelling ends what runs, and what comes with an aborted signal does not begin', limit, async (t) => {
  const { execute, Sleep, Thread, threadOf } = await setting(t, 1);
  const controller = new AbortController();
  const running = execute(Sleep, controller.signal);
  setTimeout(() => controller.abort(), 50);
  assert.equal(((await running).outcome as { code: string }).code, 'cancelled');
  const late = await execute(Thread, controller.signal);
  assert.equal((late.outcome as { code: string }).code, 'cancelled');
  assert.ok(await threadOf(), 'the pool goes on');
});

test('what is urgent overtakes what waits, also when it becomes urgent while it waits', limit, async (t) => {
  const { execute, Thread } = await setting(t, 1);
  const order: string[] = [];
  const never = new AbortController().signal;
  const run = async (name: string, urgency: Urgency) => {
    await execute(Thread, never, urgency);
    order.push(name);
  };
  const raised = new Urgency('long', 2);
  const running = [run('first', new Urgency('long', 2))];
  for (let i = 0; i < 3; i++) running.push(run(`batch ${i}`, new Urgency('long', 2)));
  running.push(run('raised', raised), run('interactive', new Urgency('ada', 0)));
  raised.raise(0);
  await Promise.all(running);
  assert.deepEqual(order, ['first', 'interactive', 'raised', 'batch 0', 'batch 1', 'batch 2']);
});

test('what is cancelled while it waits ends at once, and takes nobody’s turn', limit, async (t) => {
  const { execute, Sleep, threadOf } = await setting(t, 1);
  const [long, waiting] = [new AbortController(), new AbortController()];
  const running = execute(Sleep, long.signal);
  const cancelled = execute(Sleep, waiting.signal);
  const next = threadOf();
  waiting.abort();
  assert.equal(((await cancelled).outcome as { code: string }).code, 'cancelled');
  long.abort();
  await running;
  assert.ok(await next);
});

test('output in pieces becomes whole lines, live and on record; the directory goes with dispose', limit, async (t) => {
  const { execute, Talk, lines, fractions, workRoot } = await setting(t, 1);
  const execution = await execute(Talk);
  assert.equal(execution.outcome.kind, 'outputs');
  assert.deepEqual(
    execution.log.map(({ text }) => text),
    ['half line', 'rest'],
  );
  assert.deepEqual([lines, fractions], [execution.log, [0.25]]);
  assert.ok(execution.cpuS! > 0);
  assert.equal(readdirSync(workRoot).length, 1);
  await execution.dispose();
  assert.deepEqual(readdirSync(workRoot), []);
});

test('code that threads cannot load is an outcome that says so, and leaves the thread usable', limit, async (t) => {
  const { execute, Thread } = await setting(t, 1, () => 'export const nothing = 1;');
  for (let i = 0; i < 2; i++) {
    const { outcome } = await execute(Thread);
    assert.ok(outcome.kind === 'error');
    assert.match(outcome.message, /could not be loaded: .* exports no pipeline module with pool\.Thread/);
  }
});

test('analyses without a module address are not accepted', limit, async (t) => {
  const { executor, Thread } = await setting(t, 1);
  const { derivation } = taskOf(Thread);
  assert.equal(executor.accepts(derivation), true);
  const stranger = { ...derivation, analysis: Object.assign(() => {}, Thread) as unknown as AnyAnalysis };
  assert.equal(executor.accepts(stranger), false);
});

test('a number of jobs is a positive whole number', () => {
  assert.equal(checkedSlots(1), 1);
  for (const slots of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => checkedSlots(slots), { code: 'invalid_request', message: /at least 1/ });
  }
});
