// Results: searched, and each by its id.
import { z } from 'zod';
import { route } from '../route.ts';
import { digestPrefix, pageOf, paging } from '../schemas/common.ts';
import { logLine, resultDescription, resultSummary } from '../schemas/result.ts';
import { searchQuery } from '../schemas/search.ts';

const page = pageOf(resultSummary, 'ResultPage');
const params = z.object({ id: digestPrefix });

export const resultRoutes = {
  listResults: route({
    method: 'GET',
    path: '/api/v1/results',
    tag: 'results',
    summary: 'results, newest first, by the terms of `stemma find`',
    description:
      'For example `tutorial.BinnedEvents binSize>=4keV tag:good since:2026-11-01`. Terms are parted by spaces; quotes keep a term together.',
    scope: 'read',
    query: z.object({ ...paging, q: z.string().max(4000).default('').describe('terms') }),
    answer: { status: 200, description: 'a page; files and literals are left out', schema: page },
    errors: ['invalid_request', 'not_found'],
  }),
  searchResults: route({
    method: 'POST',
    path: '/api/v1/results/search',
    tag: 'results',
    summary: 'results by a declared query',
    scope: 'read',
    body: searchQuery,
    answer: { status: 200, description: 'a page', schema: page },
    errors: ['invalid_request'],
  }),
  getResult: route({
    method: 'GET',
    path: '/api/v1/results/{id}',
    tag: 'results',
    summary: 'a result: definition, parameters, outputs, activities, how it stands, how to cite it',
    scope: 'read',
    params,
    answer: { status: 200, description: 'the result', schema: resultDescription },
    errors: ['invalid_request', 'not_found'],
    conditional: true,
  }),
  getResultLog: route({
    method: 'GET',
    path: '/api/v1/results/{id}/log',
    tag: 'results',
    summary: 'what its executions said, the newest execution first',
    scope: 'read',
    params,
    query: z.object({
      ...paging,
      level: z.enum(['debug', 'info', 'warning', 'error']).default('debug').describe('this level and above'),
    }),
    answer: { status: 200, description: 'a page', schema: pageOf(logLine, 'LogPage') },
    errors: ['invalid_request', 'not_found'],
  }),
  pinResult: route({
    method: 'PUT',
    path: '/api/v1/results/{id}/pin',
    tag: 'results',
    summary: 'keep a result from garbage collection, or no longer',
    scope: 'annotate',
    params,
    body: z.object({ pinned: z.boolean() }).meta({ id: 'Pin' }),
    answer: { status: 204, description: 'it is' },
    errors: ['invalid_request', 'not_found'],
  }),
};
