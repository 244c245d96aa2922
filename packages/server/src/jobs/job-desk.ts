// The port of jobs: what handlers ask, whoever runs the work. One user's request for one result, from the queue to its
// end, with everything that happened on the way.
import type { Job, Submission } from '@stemma/api';
import type { Identity } from '../http/identity.ts';
import type { NodeState, WorkLine } from './work/worker.ts';

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

/** How a job is submitted. */
export interface SubmitOptions {
  /** The submitter's name for this request: sent again, it gives the same job. */
  readonly idempotencyKey?: string | undefined;
}

/** Events from the past on, and whether more can come. */
export interface Following extends AsyncIterable<JobEvent> {
  /** True when nothing is left to tell: the job has ended, and the caller has heard everything. */
  readonly isOver: boolean;
}

/** The nodes of a job as a table: analyses by data units. */
export interface NodeMatrix {
  readonly analyses: readonly string[];
  /** Data units; the empty one is for what works on none, or on several. */
  readonly units: readonly string[];
  /** How many nodes are in each state, by place in `units` and `analyses`. */
  readonly cells: readonly {
    readonly unit: number;
    readonly analysis: number;
    readonly counts: Readonly<Partial<Record<NodeState, number>>>;
  }[];
}

/** What the desk is doing, for health and metrics. */
export interface DeskStatus {
  readonly queued: number;
  readonly running: number;
  readonly watchers: number;
  readonly workerAlive: boolean;
  /** Since the start: how jobs came to their end. */
  readonly ended: Readonly<Record<'done' | 'failed' | 'cancelled', number>>;
  /** Of those done, how many were answered from the store at once. */
  readonly fromStore: number;
}

/** Takes jobs, and tells what becomes of them. Every method checks that the identity may see or change the job. */
export interface JobDesk {
  /**
   * @throws StemmaError `invalid_request`, `not_found` for the goal; `conflict` for an idempotency key that was used for
   *   something else; `unavailable` when it takes no more.
   */
  submit(submission: Submission, by: Identity, options?: SubmitOptions): Promise<Job>;
  /** @throws StemmaError `not_found`, also for a job that the identity may not see. */
  get(id: string, by: Identity): Promise<Job>;
  list(query: JobQuery, by: Identity): Promise<{ items: Job[]; next?: string }>;
  /** The job as soon as it has ended, or after `waitS` seconds. */
  wait(id: string, waitS: number, by: Identity, signal: AbortSignal): Promise<Job>;
  /** @throws StemmaError `conflict` when it has ended. */
  cancel(id: string, by: Identity): Promise<Job>;
  /** A new job for the goal of one that has failed or was cancelled. @throws StemmaError `conflict` for others. */
  retry(id: string, by: Identity): Promise<Job>;
  /** Events after the given number: first those of the past, then each as it happens; ends when the job has ended. */
  follow(id: string, after: number, by: Identity, signal: AbortSignal): Promise<Following>;
  /** The same for the whole service: each change of state of each job, and what else is announced. For operators. */
  followAll(after: number, signal: AbortSignal): Following;
  /** The nodes of a job. */
  nodes(id: string, by: Identity): Promise<NodeMatrix>;
  /** Lines of a job's log after an event number, at most `limit` of them or little more. */
  log(id: string, after: number, limit: number, by: Identity): Promise<{ lines: LogPart[]; next?: number }>;
  /** Tells operators of something else than jobs. */
  announce(type: string, data: JobEvent['data']): void;
  status(): DeskStatus;
  /** Takes no more, lets what runs finish for up to `graceMs`, and hands back the rest to the next start. */
  close(graceMs?: number): Promise<void>;
}

/** A line of a job's log. */
export type LogPart = WorkLine;
