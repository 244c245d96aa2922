// Results: what a derivation is, what became of it, who made it, and where its products are.
import { z } from 'zod';
import { anyJson, digest, moment } from './common.ts';

const named = z.record(z.string(), anyJson);

/** How a result stands that is not sound. */
export const standing = z
  .object({
    state: z.enum(['retracted', 'suspect']),
    origin: digest.describe('the derivation where the trouble begins'),
    originName: z.string(),
    words: z.string().describe('the same in one sentence'),
    retraction: z.number().int().optional().describe('number of the event'),
  })
  .meta({ id: 'Standing' });

/** A line of a listing of results. */
export const resultSummary = z
  .object({
    id: digest,
    name: z.string(),
    version: z.string(),
    parameters: named.describe('in canonical units'),
    contentDigest: digest,
    failed: z.boolean(),
    forgotten: z.boolean(),
    pinned: z.boolean(),
    published: moment,
    sizeBytes: z.number().int(),
    inDoubt: z.enum(['retracted', 'suspect']).optional(),
    href: z.string(),
  })
  .meta({ id: 'ResultSummary' });

/** A stored file of an output. */
export const productFile = z
  .object({
    name: z.string().describe('relative, may have folders'),
    mediaType: z.string(),
    sizeBytes: z.number().int(),
    sha256: digest,
    href: z.string().describe('the bytes, with ranges'),
  })
  .meta({ id: 'ProductFile' });

/** An output: what it is and how to get it. */
export const outputDescription = z
  .object({
    kind: z.string().optional().describe('as declared: number, table, image, file …'),
    schema: named
      .optional()
      .describe('JSON Schema of the declaration, with units; absent when no loaded module has it'),
    digest: digest.describe('of the encoded value'),
    sizeBytes: z.number().int(),
    href: z.string().describe('the value; `format` or Accept choose how it is written'),
    formats: z.array(z.string()).describe('what `format` can be'),
    files: z.array(productFile),
  })
  .meta({ id: 'Output' });

/** One execution. */
export const activityDescription = z
  .object({
    status: z.enum(['done', 'expected_failure', 'failed', 'cancelled']),
    started: moment,
    finished: moment,
    agent: z.string(),
    host: z.string(),
    attempt: z.number().int(),
    cpuS: z.number().optional(),
    peakMemoryBytes: z.number().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    logLines: z.number().int(),
  })
  .meta({ id: 'Activity' });

/** All about a result. */
export const resultDescription = z
  .object({
    id: digest,
    name: z.string(),
    version: z.string(),
    code: z.string(),
    environment: z.string(),
    description: z.string().optional(),
    state: z
      .enum(['stored', 'no_data', 'forgotten', 'absent'])
      .describe('no_data: an expected failure; absent: recorded without a result'),
    parameters: z.record(
      z.string(),
      z.object({
        value: anyJson.describe('in canonical units'),
        unit: z.string().optional(),
        text: z.string().describe('for people'),
      }),
    ),
    inputs: named.describe('how each is bound; ids lead to further results'),
    contentDigest: digest.optional(),
    published: moment.optional(),
    producedBy: digest.optional().describe('another id when equal inputs made it known already'),
    pinned: z.boolean(),
    standing: standing.optional(),
    failure: z
      .object({ reason: z.string(), message: z.string(), detail: anyJson, origin: digest })
      .optional()
      .describe('when the state is no_data'),
    outputs: z.record(z.string(), outputDescription),
    activities: z.array(activityDescription).describe('newest first'),
    formerContents: z.array(z.object({ contentDigest: digest, published: moment, forgotten: z.boolean() })),
    tags: z.array(z.string()),
    notes: z.number().int(),
    cite: z.object({ text: z.string(), bibTex: z.string(), dataCite: z.string() }),
    links: z.record(z.string(), z.string()),
    goal: named.describe('asks for the same again, where its inputs are the default ones'),
  })
  .meta({ id: 'Result' });

/** One line of a log. */
export const logLine = z
  .object({
    activity: z.number().int().describe('0 is the newest'),
    line: z.number().int(),
    time: moment,
    level: z.enum(['debug', 'info', 'warning', 'error']),
    text: z.string(),
  })
  .meta({ id: 'LogLine' });
