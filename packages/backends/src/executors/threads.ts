// Runs analyses in worker threads: as many at once as there are cores, each with its own memory, so that time and
// memory limits can be enforced and a crash costs one activity. Threads stay warm between activities.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  StemmaError,
  type AnyAnalysis,
  type Derivation,
  type Execution,
  type ExecutionOutcome,
  type Executor,
  type LogLine,
  type Observer,
  type Task,
  type Urgency,
} from '@stemma/core';
import { abortOutcome, neverStarted } from './run-task.ts';
import { FairQueue, turnIn } from './fair-queue.ts';
import type { RunMessage, WorkerMessage } from './thread-messages.ts';
import { newWorkDirectory, removeDirectory } from './work-directories.ts';

/** Options of {@link threadExecutor}. */
export interface ThreadOptions {
  /** Folder for working directories. */
  readonly workRoot: string;
  /** How many threads; the number of cores when left out. */
  readonly slots?: number;
  /** The URL of the module that declares an analysis; undefined when a thread cannot load it. */
  readonly moduleUrlOf: (analysis: AnyAnalysis) => string | undefined;
  /** Modules that every thread imports first, by URL: resolution hooks and the like. */
  readonly preload?: readonly string[];
}

/** How often memory is looked at: what is allocated between two looks may go over the limit. */
const memoryPollMs = 100;
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './thread-worker.ts' : './thread-worker.js',
  import.meta.url,
);

/**
 * An executor with a pool of worker threads, started when they are needed and kept warm afterwards. Time and memory
 * limits end the thread, and with it only the one activity; so do an uncaught error, `process.exit` and cancelling.
 * The next activity gets a new thread. Idle threads do not keep the process alive; `close` ends all of them at once.
 */
export function threadExecutor(options: ThreadOptions): Executor {
  return new ThreadPool(options);
}

// A worker is idle, running one activity, or gone; those who wait are served by urgency, then by fair share.
class ThreadPool implements Executor {
  readonly label = 'worker threads';
  readonly slots: number;
  readonly #options: ThreadOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting = new FairQueue<(worker: Worker) => void>();

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.slots = options.slots ?? availableParallelism();
  }

  accepts({ analysis }: Derivation): boolean {
    return this.#options.moduleUrlOf(analysis) !== undefined;
  }

  async execute(task: Task, observer: Observer, signal: AbortSignal): Promise<Execution> {
    const directory = newWorkDirectory(this.#options.workRoot);
    const { urgency } = task;
    const owner = urgency?.owner ?? '';
    const worker = await this.#take(owner, urgency, signal);
    const startedMs = Date.now();
    if (!worker) return neverStarted(signal, startedMs);
    const run = new ThreadRun(
      worker,
      task,
      this.#options.moduleUrlOf(task.derivation.analysis)!,
      directory,
      observer,
      signal,
    );
    const { outcome, cpuS, madeDirectory, usable } = await run.ended;
    this.#waiting.ended(owner);
    if (usable) this.#give(worker);
    else this.#replace(worker);
    return {
      outcome,
      startedMs,
      finishedMs: Date.now(),
      ...(cpuS !== undefined && { cpuS }),
      ...(run.peakMemoryBytes > 0 && { peakMemoryBytes: run.peakMemoryBytes }),
      log: run.lines,
      dispose: async () => {
        if (madeDirectory) removeDirectory(directory);
      },
    };
  }

  async close(): Promise<void> {
    const all = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  // Undefined when it was cancelled while it waited.
  #take(owner: string, urgency: Urgency | undefined, signal: AbortSignal): Promise<Worker | undefined> {
    const idle = this.#idle.pop();
    if (idle || this.#all.size < this.slots) {
      this.#waiting.began(owner);
      idle?.ref();
      return Promise.resolve(idle ?? this.#spawn());
    }
    return turnIn(this.#waiting, owner, urgency, signal);
  }

  #give(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next) return next(worker);
    // An idle thread must not keep the process alive.
    worker.unref();
    this.#idle.push(worker);
  }

  // Counted out before it has ended: whoever waits must not wait for the end of a thread that hangs.
  #replace(worker: Worker): void {
    this.#all.delete(worker);
    void worker.terminate();
    const next = this.#waiting.shift();
    if (next) next(this.#spawn());
  }

  #spawn(): Worker {
    const worker = new Worker(workerUrl, { workerData: { preload: this.#options.preload ?? [] } });
    worker.setMaxListeners(0);
    this.#all.add(worker);
    return worker;
  }
}

interface Ended {
  readonly outcome: ExecutionOutcome;
  readonly cpuS?: number;
  readonly madeDirectory: boolean;
  /** False when the thread is gone or in an unknown state. */
  readonly usable: boolean;
}

/**
 * One activity in one thread, from the message that starts it to whatever comes first: its outcome, an error or exit of
 * the thread, a limit, or the signal. Only the first counts: `#end` removes all listeners before anything else comes.
 */
class ThreadRun {
  readonly ended: Promise<Ended>;
  readonly lines: LogLine[] = [];
  peakMemoryBytes = 0;
  readonly #worker: Worker;
  readonly #task: Task;
  readonly #observer: Observer;
  readonly #signal: AbortSignal;
  #finish!: (ended: Ended) => void;
  #timers: NodeJS.Timeout[] = [];

  constructor(
    worker: Worker,
    task: Task,
    moduleUrl: string,
    directory: string,
    observer: Observer,
    signal: AbortSignal,
  ) {
    this.#worker = worker;
    this.#task = task;
    this.#observer = observer;
    this.#signal = signal;
    this.ended = new Promise((resolve) => (this.#finish = resolve));
    worker.on('message', this.#onMessage).on('error', this.#onError).on('exit', this.#onExit);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
    else this.#post(moduleUrl, directory);
  }

  #post(moduleUrl: string, directory: string): void {
    this.#watch();
    const task = this.#task;
    const { id, parameters, analysis } = task.derivation;
    const message: RunMessage = {
      kind: 'run',
      moduleUrl,
      analysis: analysis.definition.name,
      derivation: id,
      parameters,
      inputs: task.inputs,
      files: task.files,
      directory,
    };
    this.#worker.postMessage(message);
  }

  get #name(): string {
    return this.#task.derivation.definition.name;
  }

  #watch(): void {
    const { timeLimitS, memoryLimitMB } = this.#task.derivation.analysis.definition.resources;
    if (timeLimitS !== undefined) {
      const over = () =>
        this.#stop({
          kind: 'error',
          code: 'timeout',
          message: `${this.#name} was over its time limit of ${timeLimitS} s`,
          transient: false,
        });
      this.#timers.push(setTimeout(over, timeLimitS * 1000));
    }
    if (memoryLimitMB !== undefined)
      this.#timers.push(setInterval(() => void this.#measure(memoryLimitMB), memoryPollMs));
  }

  // Typed arrays lie outside of the heap that V8 can limit, so heap and external memory are looked at together.
  async #measure(limitMB: number): Promise<void> {
    const heap = await this.#worker.getHeapStatistics().catch(() => undefined);
    if (!heap) return;
    const used = heap.used_heap_size + heap.external_memory;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, used);
    if (used <= limitMB * 2 ** 20) return;
    const message = `${this.#name} used ${Math.ceil(used / 2 ** 20)} MB, over its memory limit of ${limitMB} MB`;
    this.#stop({ kind: 'error', code: 'analysis_failed', message, transient: false });
  }

  readonly #onMessage = (message: WorkerMessage): void => {
    if (message.kind === 'log') {
      this.lines.push(message.line);
      this.#observer.log(message.line);
    } else if (message.kind === 'progress') this.#observer.progress(message.fraction, message.text);
    else
      this.#end({ outcome: message.outcome, cpuS: message.cpuS, madeDirectory: message.madeDirectory, usable: true });
  };

  readonly #onError = (error: Error & { code?: string }): void => {
    const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = memory ? `${this.#name} ran out of memory` : error.message;
    this.#stop({
      kind: 'error',
      code: 'analysis_failed',
      message,
      transient: false,
      ...(error.stack !== undefined && { stack: error.stack }),
    });
  };

  readonly #onExit = (code: number): void => {
    this.#stop({
      kind: 'error',
      code: 'analysis_failed',
      message: `${this.#name} ended its thread (exit code ${code})`,
      transient: false,
    });
  };

  readonly #onAbort = (): void => {
    this.#stop(abortOutcome(this.#signal));
  };

  #stop(outcome: ExecutionOutcome): void {
    this.#end({ outcome, madeDirectory: true, usable: false });
  }

  #end(ended: Ended): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#worker.off('message', this.#onMessage).off('error', this.#onError).off('exit', this.#onExit);
    // A thread that is about to be terminated may still report an error; nobody listens any more, so it must not throw.
    if (!ended.usable) this.#worker.on('error', () => {});
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#finish(ended);
  }
}

/**
 * The number of threads, when it is one.
 * @throws StemmaError `invalid_request` when the number of threads is no positive whole number.
 */
export function checkedSlots(slots: number): number {
  if (!Number.isInteger(slots) || slots < 1)
    throw new StemmaError('invalid_request', `the number of jobs must be at least 1, got ${slots}`);
  return slots;
}
