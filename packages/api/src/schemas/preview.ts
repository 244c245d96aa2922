// Previews: what can be looked at without downloading it.
import { z } from 'zod';

/** Something that can be previewed: an image, or a table with columns to plot. */
export const previewable = z
  .object({
    source: z.string().describe('to be given as `source`: an output, or output/file'),
    hdu: z.number().int().optional().describe('of a FITS file'),
    kind: z.enum(['image', 'curve']),
    name: z.string(),
    width: z.number().int().optional(),
    height: z.number().int().optional(),
    planes: z.number().int().optional().describe('of an image with more than two axes'),
    unit: z.string().optional(),
    rows: z.number().int().optional(),
    columns: z.array(z.object({ name: z.string(), unit: z.string().optional() })).optional(),
  })
  .meta({ id: 'Previewable' });

/** A decimated curve. */
export const curve = z
  .object({
    x: z.object({ name: z.string(), unit: z.string().optional() }),
    y: z.object({ name: z.string(), unit: z.string().optional() }),
    rows: z.number().int().describe('rows between from and to'),
    exact: z.boolean().describe('true when these are all rows'),
    xs: z.array(z.number().nullable()),
    ys: z
      .array(z.number().nullable())
      .describe('first, lowest, highest and last value of each bin, in the order of x; null for what is no number'),
  })
  .meta({ id: 'Curve' });
