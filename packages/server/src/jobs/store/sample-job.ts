// What the tests of jobs share: a job as it is when it has just been taken.
import { randomUUID } from 'node:crypto';
import { noProgress, type JobRecord } from '../job-record.ts';

/** A job that waits; `changes` make it another. */
export function sampleJob(changes: Partial<JobRecord> = {}): JobRecord {
  return {
    id: randomUUID(),
    state: 'queued',
    goal: { analysis: 'test.Sum' },
    analysis: 'test.Sum',
    priority: 'normal',
    owner: 'ada',
    private: false,
    result: 'a'.repeat(64),
    progress: noProgress,
    attempt: 0,
    crashes: 0,
    submittedMs: 1_000,
    ...changes,
  };
}
