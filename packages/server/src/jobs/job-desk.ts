// The port of jobs: what handlers ask, whoever runs the work. One user's request for one result, from the queue to its
// end, with everything that happened on the way.
import type { Job, Submission } from '@stemma/api';
import type { Identity } from '../http/identity.ts';

/** One thing that happened in a job, numbered from 1 without gaps, so that a listener can resume after any of them. */
export interface JobEvent {
  readonly number: number;
  readonly timeMs: number;
  /** `state`, `progress`, `node`, `log`, `partial`: the name of the server-sent event. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Which jobs to list. */
export interface JobQuery {
  readonly state?: Job['state'] | undefined;
  readonly analysis?: string | undefined;
  readonly owner?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Takes jobs, and tells what becomes of them. Every method checks that the identity may see or change the job. */
export interface JobDesk {
  /** @throws StemmaError `invalid_request`, `not_found` for the goal; `unavailable` when it takes no more. */
  submit(submission: Submission, by: Identity): Promise<Job>;
  /** @throws StemmaError `not_found`, also for a job that the identity may not see. */
  get(id: string, by: Identity): Promise<Job>;
  list(query: JobQuery, by: Identity): Promise<{ items: Job[]; next?: string }>;
  /** The job as soon as it has ended, or after `waitS` seconds. */
  wait(id: string, waitS: number, by: Identity, signal: AbortSignal): Promise<Job>;
  cancel(id: string, by: Identity): Promise<Job>;
  /** Events after the given number: first those of the past, then each as it happens; ends when the job has ended. */
  follow(id: string, after: number, by: Identity, signal: AbortSignal): Promise<AsyncIterable<JobEvent>>;
  /** Takes no more, and ends or hands back what runs. */
  close(): Promise<void>;
}
