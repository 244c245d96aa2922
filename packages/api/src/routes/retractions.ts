// Retraction: saying that something is wrong, and seeing whom it concerns.
import { z } from 'zod';
import { route } from '../route.ts';
import { pageOf, paging } from '../schemas/common.ts';
import { impact, newRetraction, retractionEvent, retractionTarget } from '../schemas/provenance.ts';

const tag = 'provenance';

export const retractionRoutes = {
  listRetractions: route({
    method: 'GET',
    path: '/api/v1/retractions',
    tag,
    summary: 'events of retraction, oldest first: nothing is ever taken away from them',
    scope: 'read',
    query: z.object({
      limit: paging.limit,
      cursor: z.coerce.number().int().min(0).default(0).describe('the number of the last event that is known'),
    }),
    answer: { status: 200, description: 'a page', schema: pageOf(retractionEvent, 'RetractionPage') },
  }),
  retract: route({
    method: 'POST',
    path: '/api/v1/retractions',
    tag,
    summary: 'retract a result, a definition, code or a data file; nothing is deleted',
    scope: 'operate',
    body: newRetraction,
    answer: { status: 201, description: 'the event', schema: retractionEvent },
    errors: ['invalid_request', 'not_found', 'too_large'],
  }),
  withdrawRetraction: route({
    method: 'POST',
    path: '/api/v1/retractions/{number}/withdraw',
    tag,
    summary: 'take a retraction back, as a further event',
    scope: 'operate',
    params: z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    body: z.object({ reason: z.string().min(1).max(4000) }).meta({ id: 'Withdrawal' }),
    answer: { status: 201, description: 'the event', schema: retractionEvent },
    errors: ['invalid_request', 'not_found', 'conflict'],
  }),
  getImpact: route({
    method: 'POST',
    path: '/api/v1/impact',
    tag,
    summary: 'whom a retraction would concern: classes, what others rely on, results page by page',
    scope: 'read',
    body: z
      .object({
        target: retractionTarget,
        limit: z.number().int().min(1).max(1000).default(20),
        cursor: z.string().max(2000).optional(),
      })
      .meta({ id: 'ImpactQuestion' }),
    answer: { status: 200, description: 'the report', schema: impact },
    errors: ['invalid_request'],
  }),
};
