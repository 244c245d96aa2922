// Jobs: submit, watch, wait, cancel.
import { z } from 'zod';
import { route } from '../route.ts';
import { pageOf, paging } from '../schemas/common.ts';
import { job, jobLog, jobState, nodeMatrix, submission } from '../schemas/job.ts';

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
    errors: ['invalid_request', 'not_found', 'conflict', 'rate_limited', 'unavailable'],
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
  retryJob: route({
    method: 'POST',
    path: '/api/v1/jobs/{id}/retry',
    tag: 'jobs',
    summary: 'a new job for the goal of one that has failed or was cancelled',
    scope: 'run',
    params,
    answer: { status: 202, description: 'the new job', schema: job },
    errors: ['not_found', 'conflict', 'unavailable'],
  }),
  followJob: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}/events',
    tag: 'jobs',
    summary: 'what happens in a job, as server-sent events; `Last-Event-ID` resumes',
    description:
      'Events are numbered from 1 without gaps: `state` (also the first and the last), `progress`, `node` (nodes that have changed), `log` (lines), `partial` (results that can be read). 204 when the job has ended and everything was told.',
    scope: 'read',
    params,
    answer: { status: 200, description: 'the stream', media: ['text/event-stream'] },
    errors: ['not_found'],
  }),
  getJobNodes: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}/nodes',
    tag: 'jobs',
    summary: 'the nodes of a job as a table of data units and analyses, with their states',
    scope: 'read',
    params,
    answer: { status: 200, description: 'the table', schema: nodeMatrix },
    errors: ['not_found'],
  }),
  getJobLog: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}/log',
    tag: 'jobs',
    summary: 'what the activities of a job wrote, in order',
    scope: 'read',
    params,
    query: z.object({
      ...paging,
      cursor: z.coerce.number().int().min(0).default(0).describe('`next` of the page before'),
      level: z.enum(['debug', 'info', 'warning', 'error']).default('debug').describe('the least important to list'),
    }),
    answer: { status: 200, description: 'about as many lines as asked for', schema: jobLog },
    errors: ['not_found'],
  }),
  followService: route({
    method: 'GET',
    path: '/api/v1/events',
    tag: 'system',
    summary: 'what happens in the service, as server-sent events: every change of state of every job',
    scope: 'operate',
    answer: { status: 200, description: 'the stream', media: ['text/event-stream'] },
  }),
};
