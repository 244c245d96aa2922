// The heartbeat of an open index: a small thread with a connection of its own, so that a long synchronous
// computation on the main thread does not lose the leases.
//
// Starting a thread costs 33 ms of CPU, a third of a run of 1,000 trivial analyses. It is therefore put off for a
// second: whoever judges an owner that has not beaten yet looks at its process instead (owner.ts).
import { Worker } from 'node:worker_threads';
import type { Clock } from '@stemma/core';

/** How long the thread is put off at most. */
const delayMs = 1000;

/** A heartbeat that begins with the first call of `start`. */
export interface Heartbeat {
  /** Begins beating; later calls do nothing. */
  start(): void;
  /** Ends the thread and waits for its connection to be closed. */
  stop(): Promise<void>;
}

/** What the thread is told. */
interface BeatOrder {
  readonly path: string;
  readonly owner: string;
  readonly everyMs: number;
  /** Difference between the clock of the index and the system's clock. */
  readonly offsetMs: number;
}

/**
 * The heartbeat of the session `owner` in the index at `path`, every `everyMs` milliseconds. It writes the time by
 * the index's own clock, so that tests with a clock of their own judge it rightly, and it counts its beats: an owner
 * with none is judged by its process alone.
 */
export function heartbeat(path: string, owner: string, everyMs: number, clock: Clock): Heartbeat {
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;
  let started = false;

  function begin(): void {
    const order: BeatOrder = { path, owner, everyMs, offsetMs: clock.nowMs() - Date.now() };
    worker = new Worker(`(${beat.toString()})()`, { eval: true, workerData: order, execArgv: [] });
    // A heart that fails is not the end of the run: the leases are then lost after three beats, and fenced.
    worker.on('error', () => {});
    worker.unref();
  }

  return {
    start() {
      if (started) return;
      started = true;
      timer = setTimeout(begin, Math.min(delayMs, everyMs));
      timer.unref();
    },
    async stop() {
      clearTimeout(timer);
      const ending = worker;
      worker = undefined;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      ending.postMessage('end');
      await ended;
    },
  };
}

/** The body of the thread. It is sent as text, hence uses nothing from outside itself. */
function beat(): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { path, owner, everyMs, offsetMs } = workerData as BeatOrder;
  const db = new DatabaseSync(path, { timeout: everyMs });
  db.exec('PRAGMA synchronous = NORMAL');
  const update = db.prepare('UPDATE owner SET heartbeat_ms = ?, beats = beats + 1 WHERE name = ?');
  const once = () => {
    try {
      update.run(Date.now() + offsetMs, owner);
    } catch {
      // Locked for a whole beat, or no room: the next beat tries again.
    }
  };
  once();
  const timer = setInterval(once, everyMs);
  parentPort?.on('message', () => {
    clearInterval(timer);
    db.close();
    parentPort.close();
  });
}
