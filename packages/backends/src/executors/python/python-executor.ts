// Runs analyses in warm Python processes: as many at once as there are cores, started when they are needed, each with the
// modules of one folder, replaced when it was stopped, crashed, or left something behind.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Derivation, Execution, Executor, Observer, Task, Urgency } from '@stemma/core';
import { foreignCodeOf, type PythonTarget } from '../../code/python-code.ts';
import { FairQueue, turnIn } from '../fair-queue.ts';
import { neverStarted } from '../run-task.ts';
import { newWorkDirectory, removeDirectory } from '../work-directories.ts';
import { PythonProcess } from './python-process.ts';
import { PythonRun } from './python-run.ts';

/** Options of {@link pythonExecutor}. */
export interface PythonOptions {
  /** Folder for working directories. */
  readonly workRoot: string;
  /** How many processes; the number of cores when left out. */
  readonly slots?: number;
}

/**
 * An executor for analyses that come from Python files. Time and memory limits and cancelling end the process with all
 * that it has started, and with it only the one activity. Idle processes do not keep the engine alive, and end when it
 * is gone, however it went.
 */
export function pythonExecutor(options: PythonOptions): Executor {
  return new PythonPool(options);
}

class PythonPool implements Executor {
  readonly label = 'Python processes';
  readonly slots: number;
  readonly #workRoot: string;
  readonly #idle: PythonProcess[] = [];
  readonly #all = new Set<PythonProcess>();
  readonly #waiting = new FairQueue<(isTurn: boolean) => void>();
  #running = 0;
  #hasWorkRoot = false;

  constructor({ workRoot, slots = availableParallelism() }: PythonOptions) {
    this.#workRoot = workRoot;
    this.slots = slots;
  }

  accepts({ analysis }: Derivation): boolean {
    return foreignCodeOf(analysis.definition)?.python !== undefined;
  }

  async execute(task: Task, observer: Observer, signal: AbortSignal): Promise<Execution> {
    const { urgency } = task;
    const owner = urgency?.owner ?? '';
    const isTurn = await this.#turn(owner, urgency, signal);
    const startedMs = Date.now();
    if (!isTurn) return neverStarted(signal, startedMs);
    const target = foreignCodeOf(task.derivation.analysis.definition)!.python!;
    const directory = this.#newDirectory();
    const python = this.#processFor(target);
    const run = new PythonRun(python, task, target, directory, observer, signal);
    const { outcome, cpuS, peakMemoryBytes, madeDirectory, usable } = await run.ended;
    this.#giveBack(python, usable);
    this.#waiting.ended(owner);
    this.#next();
    return {
      outcome,
      startedMs,
      finishedMs: Date.now(),
      ...(cpuS !== undefined && { cpuS }),
      ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
      log: run.activity.lines,
      dispose: async () => {
        if (madeDirectory) removeDirectory(directory);
      },
    };
  }

  async close(): Promise<void> {
    const all = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    for (const python of all) python.kill();
    await Promise.all(all.map((python) => python.ended));
  }

  // False when it was cancelled while it waited.
  async #turn(owner: string, urgency: Urgency | undefined, signal: AbortSignal): Promise<boolean> {
    if (this.#running < this.slots) {
      this.#running++;
      this.#waiting.began(owner);
      return true;
    }
    return (await turnIn(this.#waiting, owner, urgency, signal)) ?? false;
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next(true);
    else this.#running--;
  }

  #newDirectory(): string {
    if (!this.#hasWorkRoot) mkdirSync(this.#workRoot, { recursive: true });
    this.#hasWorkRoot = true;
    return newWorkDirectory(this.#workRoot);
  }

  // The last one used is the warmest. Two folders may have files of one name, so no process ever serves both.
  #processFor({ root, executable }: PythonTarget): PythonProcess {
    const at = this.#idle.findLastIndex((python) => python.root === root && python.executable === executable);
    const [idle] = at < 0 ? [] : this.#idle.splice(at, 1);
    if (idle && !idle.isGone) {
      idle.hold(true);
      return idle;
    }
    if (idle) this.#drop(idle);
    else if (this.#all.size >= this.slots) this.#drop(this.#idle.shift());
    const python = new PythonProcess(executable, root);
    this.#all.add(python);
    return python;
  }

  #giveBack(python: PythonProcess, usable: boolean): void {
    if (!usable || python.isGone || !this.#all.has(python)) return this.#drop(python);
    python.hold(false);
    this.#idle.push(python);
  }

  #drop(python: PythonProcess | undefined): void {
    if (!python) return;
    this.#all.delete(python);
    python.kill();
  }
}
