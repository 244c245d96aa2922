// Runs analyses in this thread: nothing to start, nothing to copy; for light work, and for code that exists only here.
// A time limit ends the waiting, but a synchronous loop cannot be interrupted: for that there are threads.
import {
  StemmaError,
  type Execution,
  type ExecutionOutcome,
  type Executor,
  type Observer,
  type Task,
} from '@stemma/core';
import { withCapturedConsole } from './captured-console.ts';
import { NodeActivity } from './node-activity.ts';
import { abortOutcome, runTask } from './run-task.ts';
import { newWorkDirectory, removeDirectory, removeStaleDirectories } from './work-directories.ts';

/** Options of {@link inlineExecutor}. */
export interface InlineOptions {
  /** Folder for working directories. */
  readonly workRoot: string;
  /** How many activities may overlap while they wait for something; 32 when left out. */
  readonly slots?: number;
}

/**
 * An executor in the thread of the caller. It accepts every analysis, and clears away working directories that dead
 * processes left under `workRoot`. An analysis over its time limit gets outcome `timeout` at once; when it does not
 * heed its signal it goes on in the background and what it returns is dropped. Memory limits are not enforced here.
 */
export function inlineExecutor({ workRoot, slots = 32 }: InlineOptions): Executor {
  removeStaleDirectories(workRoot);
  return {
    label: 'this thread',
    slots,
    accepts: () => true,
    execute: (task, observer, signal) => execute(task, observer, signal, newWorkDirectory(workRoot)),
    close: async () => {},
  };
}

async function execute(
  { derivation, inputs, files }: Task,
  observer: Observer,
  signal: AbortSignal,
  directory: string,
): Promise<Execution> {
  const { analysis, parameters, id } = derivation;
  const { name, stochastic, resources } = analysis.definition;
  const limit = timeLimit(name, resources.timeLimitS, signal);
  const activity = new NodeActivity({
    derivation: id,
    stochastic,
    name,
    directory,
    files,
    observer,
    signal: limit.signal,
  });
  const startedMs = Date.now();
  const cpuBefore = process.threadCpuUsage();
  const running = withCapturedConsole(
    (text, level) => activity.log(text, level),
    () => runTask({ analysis, parameters, inputs, activity }),
  );
  // Whichever comes first counts: an activity that ignores its signal must not hold up the resolution.
  const stop = abortion(limit.signal);
  const outcome = await Promise.race([running, stop.outcome]);
  stop.clear();
  limit.clear();
  const cpu = process.threadCpuUsage(cpuBefore);
  return {
    outcome,
    startedMs,
    finishedMs: Date.now(),
    cpuS: (cpu.user + cpu.system) / 1e6,
    log: activity.lines,
    dispose: async () => {
      if (activity.madeDirectory) removeDirectory(directory);
    },
  };
}

// Only with a limit is there a second signal: most activities have none, and it would cost more than they do.
function timeLimit(
  name: string,
  limitS: number | undefined,
  outer: AbortSignal,
): { signal: AbortSignal; clear(): void } {
  if (limitS === undefined) return { signal: outer, clear: () => {} };
  const own = new AbortController();
  const timer = setTimeout(
    () => own.abort(new StemmaError('timeout', `${name} was over its time limit of ${limitS} s`)),
    limitS * 1000,
  );
  return { signal: AbortSignal.any([outer, own.signal]), clear: () => clearTimeout(timer) };
}

// Nobody waits for an activity that does not listen to its signal: what it still does is lost.
function abortion(signal: AbortSignal): { outcome: Promise<ExecutionOutcome>; clear(): void } {
  let stop = () => {};
  const outcome = new Promise<ExecutionOutcome>((resolve) => (stop = () => resolve(abortOutcome(signal))));
  const stops = stopsOf(signal);
  stops.add(stop);
  if (signal.aborted) stop();
  return { outcome, clear: () => stops.delete(stop) };
}

// One listener for all activities of a resolution: they share its signal, and a listener each costs as much as a run.
const listening = new WeakMap<AbortSignal, Set<() => void>>();

function stopsOf(signal: AbortSignal): Set<() => void> {
  let stops = listening.get(signal);
  if (!stops) {
    const all = new Set<() => void>();
    signal.addEventListener('abort', () => all.forEach((stop) => stop()), { once: true });
    listening.set(signal, (stops = all));
  }
  return stops;
}
