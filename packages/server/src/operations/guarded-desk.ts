// Back-pressure in front of the desk of jobs: beyond a number of waiting jobs, or without room on the disk, nothing new
// is taken (a retry is a new job too), and callers are told when to come back. Everything else goes through.
import { StemmaError } from '@stemma/core';
import type { JobDesk } from '../jobs/job-desk.ts';

/** What must hold before a job is taken. */
export interface Admission {
  /** How many jobs wait now. */
  waiting(this: void): Promise<number> | number;
  /** How many may wait. */
  readonly queueLimit: number;
  /** @throws StemmaError `unavailable` when there is no room. */
  requireRoom(this: void): Promise<void>;
}

// A worker that does one job a second has made room by then.
const retryAfterS = 5;

/** The same desk, which refuses new jobs while something does not hold. */
export function guardedDesk(desk: JobDesk, { waiting, queueLimit, requireRoom }: Admission): JobDesk {
  const admit = async () => {
    await requireRoom();
    const waitingCount = await waiting();
    if (waitingCount < queueLimit) return;
    throw new StemmaError(
      'unavailable',
      `${waitingCount} jobs wait already, and ${queueLimit} may: try again in a few seconds`,
      { waitingCount, queueLimit, retryAfterS },
    );
  };
  const admitted: Pick<JobDesk, 'submit' | 'retry'> = {
    submit: async (...given) => {
      await admit();
      return desk.submit(...given);
    },
    retry: async (...given) => {
      // That there is no such job is true however full the queue is.
      await desk.get(...given);
      await admit();
      return desk.retry(...given);
    },
  };
  return new Proxy(desk, {
    get: (target, key) => {
      const value: unknown = Reflect.get(Object.hasOwn(admitted, key) ? admitted : target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
