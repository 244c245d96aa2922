// A worker in a process of its own, so that the service stays quick while analyses run, and survives whatever they do.
import { fork, type ChildProcess } from 'node:child_process';
import type { FromWorker, ToWorker } from './messages.ts';
import { noProgress } from '../job-record.ts';
import type { RunningWork, Worker, WorkEnd, WorkListener, WorkOrder } from './worker.ts';

/** How the worker process opens its parts. */
export interface ChildWorkerOptions {
  /** Address of a module that exports `openParts(options)`: the engine over the store of the service, and `close`. */
  readonly partsUrl: string;
  /** What it is given, as JSON. */
  readonly partsOptions: unknown;
  /** What the process writes on standard error, line by line; passed on to ours when left out. */
  readonly onOutput?: (text: string) => void;
}

const processUrl = new URL(
  import.meta.url.endsWith('.ts') ? './worker-process.ts' : './worker-process.js',
  import.meta.url,
);
// What a process needs to end after it was asked to, beside the grace time, before it is killed.
const lastMs = 5_000;

/**
 * A worker whose process is started with its first work, and again after it has ended. All work that ran in a process
 * that ends is told as `crashed`; whoever ordered it decides whether to try again.
 */
export function childWorker(options: ChildWorkerOptions): Worker & { readonly pid: number | undefined } {
  return new Child(options);
}

class Child implements Worker {
  readonly #options: ChildWorkerOptions;
  readonly #running = new Map<number, WorkListener>();
  #process: ChildProcess | undefined;
  #broken: string | undefined;
  #count = 0;
  #closing = false;

  constructor(options: ChildWorkerOptions) {
    this.#options = options;
  }

  get alive(): boolean {
    return this.#broken === undefined && !this.#closing;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process before there is work, so that the first need not wait for it. */
  start(): void {
    this.#process ??= this.#fork();
  }

  run(order: WorkOrder, listener: WorkListener): RunningWork {
    const work = ++this.#count;
    this.#running.set(work, listener);
    this.#send({ kind: 'run', work, order });
    return {
      raise: (rank) => this.#send({ kind: 'raise', work, rank }),
      cancel: () => this.#send({ kind: 'cancel', work }),
    };
  }

  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    const child = this.#process;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    this.#send({ kind: 'close', graceMs });
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs + lastMs);
    await gone;
    clearTimeout(timer);
  }

  #send(message: ToWorker): void {
    if (message.kind === 'run') this.start();
    // Ending is told by `exit`, so a message that comes too late needs no answer.
    this.#process?.send(message, () => {});
  }

  #fork(): ChildProcess {
    const { partsUrl, partsOptions, onOutput } = this.#options;
    const child = fork(processUrl, [partsUrl, JSON.stringify(partsOptions)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', onOutput ? 'pipe' : 'inherit', 'ipc'],
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
    child.on('message', (message: FromWorker) => this.#hear(message));
    child.on('error', () => {});
    child.once('exit', (code, signal) => this.#gone(child, signal ?? `exit code ${code}`));
    return child;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') this.#broken = undefined;
    else if (message.kind === 'broken') this.#broken = message.message;
    else if (message.kind === 'report') this.#running.get(message.work)?.report(message.report);
    else {
      const listener = this.#running.get(message.work);
      this.#running.delete(message.work);
      listener?.ended(message.end);
    }
  }

  #gone(child: ChildProcess, how: string): void {
    if (this.#process === child) this.#process = undefined;
    const lost = [...this.#running.values()];
    this.#running.clear();
    for (const listener of lost) listener.ended(this.#closing ? { kind: 'stopped' } : endOf(how, this.#broken));
  }
}

// A process that could not even begin is not the fault of the work.
function endOf(how: string, broken: string | undefined): WorkEnd {
  if (broken === undefined) return { kind: 'crashed', message: how };
  const detail = `the worker cannot start: ${broken}`;
  return { kind: 'failed', error: { code: 'unavailable', status: 503, detail, retryable: true }, progress: noProgress };
}
