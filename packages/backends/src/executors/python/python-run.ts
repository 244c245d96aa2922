// One activity in one Python process, from the message that starts it to whatever comes first: its outcome, the end of
// the process, a limit, or the signal.
import { readFileSync, statSync } from 'node:fs';
import type { ExecutionOutcome, LogLevel, Observer, Task } from '@stemma/core';
import type { PythonTarget } from '../../code/python-code.ts';
import { NodeActivity } from '../node-activity.ts';
import { abortOutcome } from '../run-task.ts';
import type { Frame } from './frames.ts';
import type { ProcessListener, PythonProcess } from './python-process.ts';
import { readOutcome, type PlainOutcome } from './read-outcome.ts';
import { taskMessage } from './task-message.ts';

/** How it went, besides the log, which the activity has. */
export interface RunEnd {
  readonly outcome: ExecutionOutcome;
  readonly cpuS?: number;
  readonly peakMemoryBytes?: number;
  readonly madeDirectory: boolean;
  /** False when the process is gone or in an unknown state. */
  readonly usable: boolean;
}

interface EndedMessage {
  readonly outcome: PlainOutcome;
  readonly cpuS: number;
  readonly peakMemoryBytes: number | null;
  readonly madeDirectory: boolean;
  readonly usable: boolean;
}

/** How often memory is looked at, for what takes it without asking (mapped files, children). */
const memoryPollMs = 100;
const pageBytes = 4096;

/** Runs one task in a process that is free. */
export class PythonRun implements ProcessListener {
  readonly ended: Promise<RunEnd>;
  readonly activity: NodeActivity;
  readonly #process: PythonProcess;
  readonly #task: Task;
  readonly #signal: AbortSignal;
  readonly #stamps: ReadonlyMap<string, string>;
  #finish!: (end: RunEnd) => void;
  #timers: NodeJS.Timeout[] = [];

  constructor(
    python: PythonProcess,
    task: Task,
    target: PythonTarget,
    directory: string,
    observer: Observer,
    signal: AbortSignal,
  ) {
    this.#process = python;
    this.#task = task;
    this.#signal = signal;
    const { id, analysis } = task.derivation;
    const { name, stochastic } = analysis.definition;
    this.activity = new NodeActivity({
      derivation: id,
      stochastic,
      name,
      directory,
      files: task.files,
      observer,
      signal,
    });
    this.#stamps = stampsOf(task);
    this.ended = new Promise((resolve) => (this.#finish = resolve));
    python.listener = this;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
    else this.#start(target, directory);
  }

  #start(target: PythonTarget, directory: string): void {
    this.#watch();
    const { header, payloads } = taskMessage(this.#task, target, directory);
    this.#process.send(header, payloads);
  }

  frame({ header, payloads }: Frame): void {
    if (header.kind === 'log') this.activity.log(header.text as string, header.level as LogLevel);
    else if (header.kind === 'progress')
      this.activity.progress(header.fraction as number, (header.text as string | null) ?? undefined);
    else if (header.kind === 'ended') this.#onEnded(header as unknown as EndedMessage, payloads);
  }

  printed(line: string, to: 'stdout' | 'stderr'): void {
    this.activity.log(line, to === 'stdout' ? 'info' : 'warning');
  }

  gone(how: string): void {
    this.#fail(`the Python process of ${this.#name} ${how}`);
  }

  get #name(): string {
    return this.#task.derivation.definition.name;
  }

  #onEnded({ outcome, cpuS, peakMemoryBytes, madeDirectory, usable }: EndedMessage, payloads: Frame['payloads']): void {
    this.#process.flush();
    const { definition } = this.#task.derivation.analysis;
    const changed = this.#changedInput();
    this.#end({
      outcome: changed
        ? failure(
            `${this.#name} wrote to its input file ${changed}: inputs are read-only, work on a copy (activity.materialise)`,
          )
        : readOutcome(definition, outcome, payloads, this.activity.fileOf),
      cpuS,
      ...(peakMemoryBytes !== null && { peakMemoryBytes }),
      madeDirectory,
      usable,
    });
  }

  // Rights do not keep a superuser from writing, and a result of changed inputs would be stored under a wrong name.
  #changedInput(): string | undefined {
    for (const [path, stamp] of this.#stamps) if (stampOf(path) !== stamp) return path;
    return undefined;
  }

  #watch(): void {
    const { timeLimitS, memoryLimitMB } = this.#task.derivation.analysis.definition.resources;
    if (timeLimitS !== undefined) {
      const message = `${this.#name} was over its time limit of ${timeLimitS} s`;
      const over = () => this.#stop({ kind: 'error', code: 'timeout', message, transient: false });
      this.#timers.push(setTimeout(over, timeLimitS * 1000));
    }
    const before = memoryLimitMB === undefined ? undefined : residentBytes(this.#process.pid);
    if (memoryLimitMB === undefined || before === undefined) return;
    const look = () => {
      const usedMB = ((residentBytes(this.#process.pid) ?? 0) - before) / 2 ** 20;
      if (usedMB > memoryLimitMB)
        this.#fail(`${this.#name} used ${Math.ceil(usedMB)} MB, over its memory limit of ${memoryLimitMB} MB`);
    };
    this.#timers.push(setInterval(look, memoryPollMs));
  }

  readonly #onAbort = (): void => this.#stop(abortOutcome(this.#signal));

  #fail(message: string): void {
    this.#stop(failure(message));
  }

  // A process that was stopped in the middle of something is never used again.
  #stop(outcome: ExecutionOutcome): void {
    this.#end({ outcome, madeDirectory: true, usable: false });
  }

  #end(end: RunEnd): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#process.listener = undefined;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#finish(end);
  }
}

function failure(message: string): ExecutionOutcome {
  return { kind: 'error', code: 'analysis_failed', message, transient: false };
}

function stampsOf({ files }: Task): Map<string, string> {
  const stamps = new Map<string, string>();
  for (const file of files.values()) if ('path' in file) stamps.set(file.path, stampOf(file.path));
  return stamps;
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : 'gone';
}

// Undefined where there is no /proc: there only the limit inside of the process holds.
function residentBytes(pid: number | undefined): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'ascii').split(' ')[1]) * pageBytes;
  } catch {
    return undefined;
  }
}
