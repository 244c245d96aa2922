// The search for results as JSON: the declared query of core, field by field.
import { resultStates, sortKeys } from '@stemma/core';
import { z } from 'zod';
import { anyJson, digest } from './common.ts';

const text = z.string().min(1).max(1000);
const timeMs = z.number().describe('milliseconds since 1970, UTC');
const state = z.enum(resultStates);

const condition = z
  .object({
    name: text.describe('of the parameter; a unit at its end may be left out'),
    min: z.number().optional(),
    max: z.number().optional(),
    minOpen: z.boolean().optional(),
    maxOpen: z.boolean().optional(),
    in: z.array(anyJson).min(1).max(1000).optional().describe('one of these, instead of min and max'),
    not: z.boolean().optional(),
    unit: z.string().max(100).optional().describe('of the numbers given here; converted to that of the parameter'),
  })
  .meta({ id: 'ParameterCondition' });

const thing = z
  .union([
    z.object({ id: digest }),
    z.object({ file: text.describe('sha256 or name') }),
    z.object({ analysis: text, version: text.optional() }),
  ])
  .meta({ id: 'UsedThing' });

/** Which results are looked for; every field narrows. */
export const searchQuery = z
  .strictObject({
    analysis: text.optional().describe('full name; * stands for any text'),
    version: text.optional(),
    parameters: z.array(condition).max(50).optional(),
    publishedFromMs: timeMs.optional(),
    publishedToMs: timeMs.optional(),
    startedFromMs: timeMs.optional(),
    startedToMs: timeMs.optional(),
    agent: text.optional(),
    site: text.optional(),
    is: z.array(state).max(50).optional(),
    isNot: z.array(state).max(50).optional(),
    tags: z.array(text).max(50).optional(),
    collection: text.optional(),
    text: text.optional(),
    shape: z
      .object({ level: z.enum(['l1', 'l2', 'l3']), of: digest })
      .optional()
      .describe('the same processing: of other data (l1), with other parameters (l2), in other versions (l3)'),
    uses: z.array(thing).max(50).optional().describe('made with all of these, directly or through others'),
    withoutLeaves: z.boolean().optional().describe('leave out files and literals'),
    sort: z.object({ by: z.enum(sortKeys), descending: z.boolean() }).optional(),
    pageSize: z.number().int().min(1).max(10_000).optional(),
    cursor: z.string().min(1).max(2000).optional(),
  })
  .meta({ id: 'SearchQuery', examples: [{ analysis: 'tutorial.*', withoutLeaves: true }] });
