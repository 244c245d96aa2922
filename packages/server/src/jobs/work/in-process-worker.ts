// A worker in this process: for tests, and for stores in memory, which no other process can see.
import type { Engine } from '@stemma/core';
import { runWork } from './run-work.ts';
import type { RunningWork, Worker } from './worker.ts';

/** A worker over an engine of this process, which it does not close. */
export function inProcessWorker(engine: Engine): Worker {
  const running = new Map<RunningWork, Promise<void>>();
  return {
    alive: true,
    run: (order, listener) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const work: RunningWork = runWork(engine, order, {
        report: (report) => listener.report(report),
        ended: (end) => {
          running.delete(work);
          listener.ended(end);
          resolve();
        },
      });
      running.set(work, promise);
      return work;
    },
    close: async (graceMs) => {
      const cancel = () => running.forEach((_, work) => work.cancel());
      const timer = setTimeout(cancel, graceMs);
      await Promise.all(running.values());
      clearTimeout(timer);
    },
  };
}
