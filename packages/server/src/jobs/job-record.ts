// A job as it is kept, and as its callers see it.
import type { Job, Submission } from '@stemma/api';
import type { Digest, Rank } from '@stemma/core';

/** A job as it is kept. Times are ms since 1970-01-01T00:00:00 UTC. */
export interface JobRecord {
  readonly id: string;
  readonly state: Job['state'];
  readonly goal: Submission['goal'];
  /** Full name. */
  readonly analysis: string;
  readonly label?: string;
  readonly priority: Job['priority'];
  readonly owner: string;
  readonly private: boolean;
  readonly result: Digest;
  readonly contentDigest?: Digest;
  readonly failure?: Job['failure'];
  readonly error?: Job['error'];
  readonly origin?: Job['origin'];
  readonly progress: Job['progress'];
  /** How many times it was started. */
  readonly attempt: number;
  /** How many times the process that ran it ended while it did. */
  readonly crashes: number;
  readonly submittedMs: number;
  readonly startedMs?: number;
  readonly finishedMs?: number;
  /** What the submitter called the request, to send it twice without asking twice, and what was in it. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: Digest };
}

/** Nothing done yet. */
export const noProgress: Job['progress'] = { done: 0, total: 1, computed: 0, reused: 0, failed: 0 };

const ranks: Readonly<Record<Job['priority'], Rank>> = { interactive: 0, normal: 1, batch: 2 };

/** The rank of a priority in queues. */
export function rankOf(priority: Job['priority']): Rank {
  return ranks[priority];
}

/** Whether nothing will happen to a job any more. */
export function hasEnded(state: Job['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** A job as callers see it. */
export function jobView(record: JobRecord, etaS?: number): Job {
  const { crashes: _, submittedMs, startedMs, finishedMs, idempotency: _key, ...told } = record;
  const self = `/api/v1/jobs/${record.id}`;
  return {
    ...told,
    submitted: isoTime(submittedMs),
    ...(startedMs !== undefined && { started: isoTime(startedMs) }),
    ...(finishedMs !== undefined && { finished: isoTime(finishedMs) }),
    ...(etaS !== undefined && { etaS }),
    links: { self, events: `${self}/events`, result: `/api/v1/results/${record.result}`, log: `${self}/log` },
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
