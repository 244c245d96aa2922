// Jobs: submit, watch, wait, cancel.
import { z } from 'zod';
import { route } from '../route.ts';
import { pageOf, paging } from '../schemas/common.ts';
import { job, jobState, submission } from '../schemas/job.ts';

const params = z.object({ id: z.string().max(100) });

export const jobRoutes = {
  submitJob: route({
    method: 'POST',
    path: '/api/v1/jobs',
    tag: 'jobs',
    summary: 'ask for a result',
    description: 'A known result ends the job at once. Two jobs for one goal share the computation.',
    scope: 'run',
    body: submission,
    answer: { status: 202, description: 'the job', schema: job },
    errors: ['invalid_request', 'not_found', 'rate_limited', 'unavailable'],
    idempotent: true,
  }),
  listJobs: route({
    method: 'GET',
    path: '/api/v1/jobs',
    tag: 'jobs',
    summary: 'jobs that the caller may see, newest first',
    scope: 'read',
    query: z.object({
      ...paging,
      state: jobState.optional(),
      analysis: z.string().max(300).optional(),
      mine: z.stringbool().default(false).describe('only the caller’s own'),
    }),
    answer: { status: 200, description: 'a page', schema: pageOf(job, 'JobPage') },
  }),
  getJob: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}',
    tag: 'jobs',
    summary: 'a job; with `wait`, as soon as it has ended or the time is over',
    scope: 'read',
    params,
    query: z.object({ wait: z.coerce.number().min(0).max(60).default(0).describe('seconds to wait for its end') }),
    answer: { status: 200, description: 'the job', schema: job },
    errors: ['not_found'],
  }),
  cancelJob: route({
    method: 'POST',
    path: '/api/v1/jobs/{id}/cancel',
    tag: 'jobs',
    summary: 'stop a job; what is finished is kept, and what other jobs need goes on',
    scope: 'run',
    params,
    answer: { status: 200, description: 'the job', schema: job },
    errors: ['not_found', 'conflict'],
  }),
  followJob: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}/events',
    tag: 'jobs',
    summary: 'what happens in a job, as server-sent events; `Last-Event-ID` resumes',
    scope: 'read',
    params,
    answer: { status: 200, description: 'the stream', media: ['text/event-stream'] },
    errors: ['not_found'],
  }),
};
