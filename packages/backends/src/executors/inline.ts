// Runs analyses in this thread: nothing to start, nothing to copy; for light work, and for code that exists only here.
// A time limit ends the waiting, but a synchronous loop cannot be interrupted: for that there are threads.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { StemmaError, type Execution, type ExecutionOutcome, type Executor, type Observer, type Task } from '@stemma/core';
import { withCapturedConsole } from './captured-console.ts';
import { NodeActivity } from './node-activity.ts';
import { abortOutcome, runTask } from './run-task.ts';

/** Options of {@link inlineExecutor}. */
export interface InlineOptions {
  /** Folder for working directories. */
  readonly workRoot: string;
  /** How many activities may overlap while they wait for something; 32 when left out. */
  readonly slots?: number;
}

/** An executor in the thread of the caller. */
export function inlineExecutor({ workRoot, slots = 32 }: InlineOptions): Executor {
  let counter = 0;
  return {
    label: 'this thread',
    slots,
    accepts: () => true,
    execute: (task, observer, signal) => execute(task, observer, signal, join(workRoot, `${process.pid}-${++counter}`)),
    close: async () => {},
  };
}

async function execute({ derivation, inputs, files }: Task, observer: Observer, signal: AbortSignal, directory: string): Promise<Execution> {
  const { analysis, parameters, id } = derivation;
  const { name, stochastic, resources } = analysis.definition;
  const limit = timeLimit(name, resources.timeLimitS, signal);
  const activity = new NodeActivity({ derivation: id, stochastic, name, directory, files, observer, signal: limit.signal });
  const startedMs = Date.now();
  const cpuBefore = process.threadCpuUsage();
  const running = withCapturedConsole(
    (text, level) => activity.log(text, level),
    () => runTask({ analysis, parameters, inputs, activity }),
  );
  const outcome = limit.aborted ? await Promise.race([running, limit.aborted]) : await running;
  limit.clear();
  const cpu = process.threadCpuUsage(cpuBefore);
  return {
    outcome,
    startedMs,
    finishedMs: Date.now(),
    cpuS: (cpu.user + cpu.system) / 1e6,
    log: activity.lines,
    dispose: async () => {
      if (activity.madeDirectory) rmSync(directory, { recursive: true, force: true });
    },
  };
}

// Only with a limit is there a second signal: most activities have none, and it would cost more than they do.
function timeLimit(name: string, limitS: number | undefined, outer: AbortSignal): { signal: AbortSignal; aborted?: Promise<ExecutionOutcome>; clear(): void } {
  if (limitS === undefined) return { signal: outer, clear: () => {} };
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new StemmaError('timeout', `${name} was over its time limit of ${limitS} s`)), limitS * 1000);
  const signal = AbortSignal.any([outer, own.signal]);
  const aborted = new Promise<ExecutionOutcome>((resolve) => signal.addEventListener('abort', () => resolve(abortOutcome(signal)), { once: true }));
  return { signal, aborted, clear: () => clearTimeout(timer) };
}
