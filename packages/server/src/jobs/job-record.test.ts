// Jobs as callers see them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { job as jobSchema } from '@stemma/api';
import { hasEnded, jobView, rankOf } from './job-record.ts';
import { sampleJob } from './store/sample-job.ts';

test('a job is what the interface promises, and tells nothing of keys and crashes', () => {
  const record = sampleJob({
    state: 'done',
    startedMs: 2_000,
    finishedMs: 3_000,
    contentDigest: 'b'.repeat(64),
    origin: 'computed',
    crashes: 1,
    idempotency: { key: 'secret', fingerprint: 'f' },
  });
  const view = jobView(record, 4);
  // Strict: a field that the interface does not know is a mistake.
  assert.deepEqual(jobSchema.strict().parse(view), view);
  assert.doesNotMatch(JSON.stringify(view), /secret|crashes/);
  assert.deepEqual([view.submitted, view.finished], ['1970-01-01T00:00:01.000Z', '1970-01-01T00:00:03.000Z']);
  assert.equal(view.links.events, `/api/v1/jobs/${record.id}/events`);
});

test('interactive goes before normal, and normal before batch', () => {
  assert.deepEqual((['interactive', 'normal', 'batch'] as const).map(rankOf), [0, 1, 2]);
});

test('a job has ended when nothing will happen to it any more', () => {
  const states = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
  assert.deepEqual(states.filter(hasEnded), ['done', 'failed', 'cancelled']);
});
