// Previews: pictures, cut-outs and tiles of images, curves of a million points as a few thousand.
import { z } from 'zod';
import { route } from '../route.ts';
import { digestPrefix } from '../schemas/common.ts';
import { curve, previewable } from '../schemas/preview.ts';

const tag = 'products';
const scope = 'read';
const params = z.object({ id: digestPrefix });
const errors = ['invalid_request', 'not_found', 'gone', 'no_data', 'too_large'] as const;
const place = {
  source: z.string().min(1).max(1300).describe('an output, or output/file'),
  hdu: z.coerce.number().int().min(0).max(100_000).optional().describe('of a FITS file; the first that fits if absent'),
};
const pixel = z.coerce.number().int().min(0).max(1_000_000);
const level = z.coerce.number().optional();

export const previewRoutes = {
  listPreviews: route({
    method: 'GET',
    path: '/api/v1/results/{id}/previews',
    tag,
    summary: 'what of a result can be previewed',
    scope,
    params,
    answer: { status: 200, description: 'images and tables', schema: z.object({ items: z.array(previewable) }) },
    errors,
  }),
  previewImage: route({
    method: 'GET',
    path: '/api/v1/results/{id}/previews/image',
    tag,
    summary: 'an image, or a part of it, at most so many pixels wide and high',
    description:
      'Pixels are averaged over whole blocks, undefined ones left out. The first row is the lowest, as in FITS; a picture has it at the bottom. `x-cuts`, `x-shape` and `x-step` of the answer say what is shown.',
    scope,
    params,
    query: z.object({
      ...place,
      x: pixel.default(0).describe('left edge of the cut-out, pixels from 0'),
      y: pixel.default(0).describe('lower edge'),
      width: pixel.min(1).optional(),
      height: pixel.min(1).optional(),
      plane: pixel.default(0).describe('of an image with more than two axes'),
      size: z.coerce.number().int().min(1).max(4096).default(512).describe('longest side of the answer, pixels'),
      format: z.enum(['png', 'float32']).default('png').describe('float32: little-endian, lowest row first'),
      stretch: z.enum(['linear', 'log', 'sqrt', 'asinh']).default('linear'),
      low: level.describe('black; by default the 0.5 % quantile'),
      high: level.describe('white; by default the 99.5 % quantile'),
      colours: z.enum(['grey', 'inferno', 'viridis']).default('inferno'),
    }),
    answer: { status: 200, description: 'the picture', media: ['image/png', 'application/octet-stream'] },
    errors,
    conditional: true,
  }),
  previewCurve: route({
    method: 'GET',
    path: '/api/v1/results/{id}/previews/curve',
    tag,
    summary: 'two columns of a table as a curve: exact extremes in each of so many bins',
    scope,
    params,
    query: z.object({
      ...place,
      x: z.string().min(1).max(300).optional().describe('column; row numbers if absent'),
      y: z.string().min(1).max(300).describe('column'),
      from: level.describe('smallest x'),
      to: level.describe('largest x'),
      bins: z.coerce.number().int().min(1).max(10_000).default(1000),
    }),
    answer: { status: 200, description: 'the curve', schema: curve },
    errors,
    conditional: true,
  }),
};
