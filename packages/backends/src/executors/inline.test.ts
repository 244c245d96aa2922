// The executor in the caller's thread: outcomes, limits, cancellation, and nothing left behind.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { analysis, number, type Activity, type ExecutionOutcome } from '@stemma/core';
import { inlineExecutor } from './inline.ts';
import { keepingObserver, taskOf } from './sample-task.ts';
import { newWorkDirectory } from './work-directories.ts';

function root(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-inline-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Run = (activity: Activity) => unknown;

function declared(run: Run, timeLimitS?: number) {
  return analysis({
    name: 'test.Inline',
    version: '1',
    outputs: { x: number() },
    resources: timeLimitS === undefined ? {} : { timeLimitS },
    run: ((_: unknown, activity: Activity) => run(activity)) as never,
  });
}

async function execute(t: TestContext, run: Run, { limitS, signal }: { limitS?: number; signal?: AbortSignal } = {}) {
  const workRoot = root(t);
  const seen = keepingObserver();
  const executor = inlineExecutor({ workRoot });
  const task = taskOf(declared(run, limitS));
  const execution = await executor.execute(task, seen.observer, signal ?? new AbortController().signal);
  return { ...seen, execution, workRoot };
}

const codeOf = (outcome: ExecutionOutcome) => (outcome.kind === 'error' ? outcome.code : outcome.kind);

test('an execution has its outcome, its times and its log', async (t) => {
  const { execution, lines, fractions } = await execute(t, async (activity) => {
    console.log('printed');
    activity.log('logged', 'warning');
    activity.progress(0.5);
    // Some work, so that processor time can be told from none.
    for (const before = process.threadCpuUsage(); process.threadCpuUsage(before).user < 10_000;);
    return { x: 1 };
  });
  assert.equal(execution.outcome.kind, 'outputs');
  assert.ok(execution.finishedMs - execution.startedMs >= 8);
  assert.ok(execution.cpuS! >= 0.01, `${execution.cpuS} s of processor time`);
  assert.deepEqual(
    execution.log.map(({ text, level }) => [text, level]),
    [
      ['printed', 'info'],
      ['logged', 'warning'],
    ],
  );
  assert.deepEqual(lines, execution.log);
  assert.deepEqual(fractions, [0.5]);
});

test('the working directory stays until the outputs are stored, and then goes', async (t) => {
  const { execution, workRoot } = await execute(t, (activity) => {
    writeFileSync(join(activity.directory, 'product'), 'x');
    return { x: 1 };
  });
  assert.equal(readdirSync(workRoot).length, 1);
  await execution.dispose();
  assert.deepEqual(readdirSync(workRoot), []);
});

test('executions that overlap have directories of their own', async (t) => {
  const workRoot = root(t);
  const executor = inlineExecutor({ workRoot });
  const paths: string[] = [];
  const { observer } = keepingObserver();
  const task = taskOf(declared((activity) => (paths.push(activity.directory), { x: 1 })));
  await Promise.all([1, 2, 3].map(() => executor.execute(task, observer, new AbortController().signal)));
  assert.equal(new Set(paths).size, 3);
});

test('a time limit ends the waiting for an analysis that never ends', { timeout: 10_000 }, async (t) => {
  const { execution } = await execute(t, () => new Promise(() => {}), { limitS: 0.05 });
  assert.equal(codeOf(execution.outcome), 'timeout');
  assert.match((execution.outcome as { message: string }).message, /test\.Inline was over its time limit of 0\.05 s/);
});

test('an analysis that listens to its signal hears of the time limit', { timeout: 10_000 }, async (t) => {
  let reason: unknown;
  const run: Run = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject((reason = signal.reason))));
  const { execution } = await execute(t, run, { limitS: 0.05 });
  assert.equal(codeOf(execution.outcome), 'timeout');
  assert.equal((reason as { code: string }).code, 'timeout');
});

test('a limit that is kept leaves no trace', async (t) => {
  const { execution } = await execute(t, () => ({ x: 1 }), { limitS: 5 });
  assert.equal(execution.outcome.kind, 'outputs');
});

test('cancelling ends every execution on that signal, running or not yet begun', { timeout: 10_000 }, async (t) => {
  const executor = inlineExecutor({ workRoot: root(t) });
  const { observer } = keepingObserver();
  const controller = new AbortController();
  const never = taskOf(declared(() => new Promise(() => {})));
  const running = [1, 2, 3].map(() => executor.execute(never, observer, controller.signal));
  setImmediate(() => controller.abort());
  assert.deepEqual(
    (await Promise.all(running)).map(({ outcome }) => codeOf(outcome)),
    ['cancelled', 'cancelled', 'cancelled'],
  );
  const late = await executor.execute(taskOf(declared(() => ({ x: 1 }))), observer, controller.signal);
  assert.equal(codeOf(late.outcome), 'cancelled');
});

test('an executor takes every analysis, clears up after the dead, and says how many may overlap', async (t) => {
  const workRoot = root(t);
  const stale = `${newWorkDirectory(workRoot).replace(/-[0-9a-f]{8}-\d+$/, '')}-00000000-1`;
  mkdirSync(stale);
  const executor = inlineExecutor({ workRoot, slots: 3 });
  assert.ok(!existsSync(stale));
  assert.equal(executor.slots, 3);
  assert.equal(inlineExecutor({ workRoot }).slots, 32);
  assert.ok(executor.accepts(taskOf(declared(() => ({ x: 1 }))).derivation));
  await executor.close();
});
