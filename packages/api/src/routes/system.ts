// The service about itself.
import { z } from 'zod';
import { route } from '../route.ts';

const answerOk = z.object({ status: z.string() }).meta({ id: 'Health' });

/** Whether work can be taken, and what was looked at. */
const readiness = z
  .object({
    status: z.literal('ready'),
    checks: z.array(
      z.object({ name: z.string(), ready: z.boolean(), output: z.string().describe('what was found, in words') }),
    ),
  })
  .meta({ id: 'Readiness' });

export const systemRoutes = {
  getHealth: route({
    method: 'GET',
    path: '/healthz',
    tag: 'system',
    summary: 'whether the process is alive',
    scope: 'public',
    answer: { status: 200, description: 'it is', schema: answerOk },
  }),
  getReadiness: route({
    method: 'GET',
    path: '/readyz',
    tag: 'system',
    summary: 'whether work is taken: store writable, workers alive, room on the disk',
    description: 'When something is missing, the answer is `unavailable`, with the checks among its particulars.',
    scope: 'public',
    answer: { status: 200, description: 'it is', schema: readiness },
    errors: ['unavailable'],
  }),
  getMetrics: route({
    method: 'GET',
    path: '/metrics',
    tag: 'system',
    summary: 'requests, jobs, cache, store and workers in the text format of Prometheus',
    scope: 'operate',
    answer: { status: 200, description: 'the metrics', media: ['text/plain'] },
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    tag: 'system',
    summary: 'this interface as OpenAPI 3.1',
    scope: 'public',
    answer: { status: 200, description: 'the document', schema: z.record(z.string(), z.unknown()) },
  }),
  getReferencePage: route({
    method: 'GET',
    path: '/api',
    tag: 'system',
    summary: 'this interface as a page for people',
    scope: 'public',
    answer: { status: 200, description: 'the page', media: ['text/html'] },
  }),
};
