// The service about itself.
import { z } from 'zod';
import { route } from '../route.ts';

const answerOk = z.object({ status: z.string() }).meta({ id: 'Health' });

export const systemRoutes = {
  getHealth: route({
    method: 'GET',
    path: '/healthz',
    tag: 'system',
    summary: 'whether the process is alive',
    scope: 'public',
    answer: { status: 200, description: 'it is', schema: answerOk },
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    tag: 'system',
    summary: 'this interface as OpenAPI 3.1',
    scope: 'public',
    answer: { status: 200, description: 'the document', schema: z.record(z.string(), z.unknown()) },
  }),
};
