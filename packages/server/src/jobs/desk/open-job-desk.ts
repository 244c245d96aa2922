// Opens the desk of a service: its store beside the index, its workers, and the jobs that an earlier service left.
import { join } from 'node:path';
import { StemmaError, type Clock, type Engine } from '@stemma/core';
import { noSuch } from '../../access/visibility.ts';
import { isOwn } from '../../http/identity.ts';
import type { JobStore } from '../store/job-store.ts';
import { sqliteJobStore } from '../store/sqlite-job-store.ts';
import { inProcessWorker } from '../work/in-process-worker.ts';
import type { Worker } from '../work/worker.ts';
import type { Access } from './admission.ts';
import { Desk, type DeskParts } from './desk.ts';
import { takeStoreAlone } from './store-lock.ts';

/** How a desk is opened. */
export interface JobDeskOptions {
  readonly engine: Engine;
  /** The folder of the store, or `memory`. */
  readonly store: string;
  /** Who sees what; by default private jobs are their owners' and all else is everybody's. */
  readonly access?: Access;
  /** Where work runs; in this process when it is left out. */
  readonly worker?: Worker;
  /** Where work runs alone after it was met in several crashes; `worker` when it is left out. */
  readonly quarantine?: Worker;
  /** How many goals are worked on at once; by default four for each slot of the engine, at least 8. */
  readonly concurrency?: number;
  /** How many may wait; more are refused with `unavailable`. 100,000 when it is left out. */
  readonly maxQueued?: number;
  /** Asked before new work is taken: the reason to refuse it, such as a full disk. */
  readonly mayAccept?: () => StemmaError | undefined;
  /** Ended jobs keep their single events for so long; 7 days when it is left out. */
  readonly keepEventsMs?: number;
  readonly clock?: Clock;
}

/**
 * Opens the desk, and takes up again every job that an earlier service on this store did not finish.
 * @throws StemmaError `unavailable` when another service has the store; as the job store.
 */
export async function openJobDesk(options: JobDeskOptions): Promise<Desk> {
  const { store } = options;
  const inMemory = store === 'memory';
  const lock = inMemory ? undefined : takeStoreAlone(store);
  let jobs: JobStore | undefined;
  try {
    jobs = sqliteJobStore(inMemory ? ':memory:' : join(store, 'service.sqlite'));
    const desk = new Desk({ ...withDefaults(options), store: jobs, release: () => lock?.release() });
    await desk.takeUp();
    return desk;
  } catch (error) {
    await jobs?.close();
    lock?.release();
    throw error;
  }
}

function withDefaults(options: JobDeskOptions): Omit<DeskParts, 'store' | 'release'> {
  const { engine } = options;
  const { worker = inProcessWorker(engine), quarantine = worker } = options;
  // So that the first request need not wait for it.
  worker.start?.();
  return {
    access: ownersOnly,
    concurrency: Math.max(8, 4 * (engine.services.pool?.slots ?? 1)),
    maxQueued: 100_000,
    mayAccept: () => undefined,
    keepEventsMs: 7 * 86_400_000,
    clock: engine.services.clock,
    ...options,
    worker,
    quarantine,
  };
}

// Without accounts there is nobody to share with.
const ownersOnly: Access = {
  canSee: (identity, thing) => thing.kind !== 'job' || !thing.private || isOwn(identity, thing.owner),
  canChange: (identity, thing) => isOwn(identity, thing.owner) || (identity.scopes.has('operate') && !thing.private),
  hidden: () => new Set(),
  granted: () => [],
  claim: ({ by, private: isPrivate }) => {
    if (isPrivate && !isOwn(by, by.subject)) throw noSuch('job', 'private');
  },
};
