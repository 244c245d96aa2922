// Data holdings: the files that analyses start from.
import { z } from 'zod';
import { route } from '../route.ts';
import { pageOf, paging } from '../schemas/common.ts';
import { dataSource } from '../schemas/source.ts';

export const dataRoutes = {
  listSources: route({
    method: 'GET',
    path: '/api/v1/sources',
    tag: 'data',
    summary: 'data files that the loaded modules declare, by name',
    scope: 'public',
    query: z.object({
      ...paging,
      q: z.string().max(200).default('').describe('words that name or description contain'),
      module: z.string().max(200).optional(),
    }),
    answer: { status: 200, description: 'a page', schema: pageOf(dataSource, 'DataSourcePage') },
  }),
};
