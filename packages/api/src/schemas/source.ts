// Declared data files: what they are, where they can be had, whether they are here.
import { z } from 'zod';
import { digest } from './common.ts';

/** A data file that a module declares. */
export const dataSource = z
  .object({
    name: z.string(),
    module: z.string(),
    sha256: digest,
    mediaType: z.string(),
    sizeBytes: z.number().int().optional(),
    description: z.string().optional(),
    licence: z.string().optional(),
    urls: z.array(z.string()).describe('public addresses, tried in order'),
    held: z.boolean().describe('true when the bytes are in the store'),
    href: z.string().optional().describe('the bytes, when they are held'),
  })
  .meta({ id: 'DataSource' });
