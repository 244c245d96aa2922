// Products by reference: values of outputs in the formats that people open, stored files with ranges.
import { z } from 'zod';
import { route } from '../route.ts';
import { digest, digestPrefix } from '../schemas/common.ts';

const anyBytes = ['application/octet-stream'];

export const productRoutes = {
  getOutput: route({
    method: 'GET',
    path: '/api/v1/results/{id}/outputs/{name}',
    tag: 'products',
    summary: 'the value of an output as JSON, CSV, VOTable, FITS, or as it is stored',
    description:
      'The format is that of `format`, else what Accept prefers among those that the value can have, else JSON.',
    scope: 'read',
    params: z.object({ id: digestPrefix, name: z.string().min(1).max(300) }),
    query: z.object({
      format: z.enum(['json', 'csv', 'votable', 'fits', 'stored']).optional().describe('wins over Accept'),
    }),
    answer: {
      status: 200,
      description: 'the value',
      media: ['application/json', 'text/csv', 'application/x-votable+xml', 'application/fits', ...anyBytes],
    },
    errors: ['invalid_request', 'not_found', 'gone', 'no_data'],
    conditional: true,
    ranges: true,
  }),
  getFile: route({
    method: 'GET',
    path: '/api/v1/results/{id}/files/{name}',
    tag: 'products',
    summary: 'a stored file of a result by its name (folders as %2F)',
    scope: 'read',
    params: z.object({ id: digestPrefix, name: z.string().min(1).max(1000) }),
    answer: { status: 200, description: 'the bytes, of the media type that the file has', media: anyBytes },
    errors: ['invalid_request', 'not_found', 'gone'],
    conditional: true,
    ranges: true,
  }),
  getBlob: route({
    method: 'GET',
    path: '/api/v1/blobs/{sha256}/{filename}',
    tag: 'products',
    summary: 'stored bytes by their digest, for ever the same; the name is for whoever saves them',
    scope: 'read',
    params: z.object({ sha256: digest, filename: z.string().min(1).max(1000) }),
    answer: { status: 200, description: 'the bytes', media: anyBytes },
    errors: ['invalid_request', 'not_found'],
    conditional: true,
    ranges: true,
  }),
};
