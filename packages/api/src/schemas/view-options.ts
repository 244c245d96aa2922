// How a view of a family tree is asked for, in addresses as in bodies.
import { z } from 'zod';

const names = z
  .union([z.string().min(1).max(300), z.array(z.string().min(1).max(300)).max(50)])
  .optional()
  .describe('an analysis or the first digits of an id; may be repeated');

/** A switch in an address. */
export const flag = z.enum(['true', 'false']).default('false');

/** The options of a view, as query parameters. */
export const viewOptions = {
  level: z
    .enum(['l0', 'l1', 'l2', 'l3'])
    .default('l1')
    .describe('what may differ inside a block: nothing, data, parameters too, versions too'),
  keep: names,
  hide: names,
  expand: names,
  follow: names,
  collapseChains: flag,
  allEdges: flag,
};

const list = z.array(z.string().min(1).max(300)).max(50).default([]);

/** The same in a body. */
export const viewRequest = z
  .object({
    level: z.enum(['l0', 'l1', 'l2', 'l3']).default('l1'),
    keep: list,
    hide: list,
    expand: list,
    follow: list,
    collapseChains: z.boolean().default(false),
    allEdges: z.boolean().default(false),
  })
  .meta({ id: 'ViewRequest' });
