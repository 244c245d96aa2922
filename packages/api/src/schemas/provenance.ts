// Answers about the family tree: graphs, views, comparisons, retractions and what they concern.
import { z } from 'zod';
import { anyJson, digest, moment } from './common.ts';
import { resultSummary } from './result.ts';

const parameters = z.record(z.string(), anyJson);
/** In what two results are alike: in all but the data, but parameters, but versions; or more loosely. */
const similarityLevel = z.enum(['data', 'parameters', 'versions', 'near']);
/** How to look for similar results. */
export const similarOptions = {
  level: similarityLevel.default('near').describe('how far to look: this level and all nearer ones'),
  limit: z.coerce.number().int().min(1).max(100).default(10),
  least: z.coerce.number().min(0).max(1).default(0.2).describe('the least likeness of near ones'),
};
const edge = z.object({ user: digest, used: digest, role: z.string() }).meta({ id: 'Use' });

/** A part of the family tree. */
export const lineageGraph = z
  .object({
    nodes: z
      .array(z.object({ id: digest, name: z.string().optional(), version: z.string().optional(), parameters }))
      .describe('the result first, then by distance'),
    edges: z.array(edge),
  })
  .meta({ id: 'Lineage' });

/** Counts by analysis and version. */
export const impactClass = z
  .object({
    name: z.string(),
    version: z.string(),
    derivations: z.number().int(),
    results: z.number().int(),
    pinned: z.number().int(),
  })
  .meta({ id: 'ImpactClass' });

/** A contracted view. */
export const provenanceView = z
  .object({
    root: digest,
    derivations: z.number().int(),
    hidden: z.number().int(),
    blocks: z.array(z.record(z.string(), anyJson)).describe('the block of the root first; `members` opens one'),
    edges: z.array(
      z.object({ user: z.number().int(), used: z.number().int(), role: z.string(), users: z.number().int() }),
    ),
  })
  .meta({ id: 'View' });

/** One cause of a difference. */
const difference = z
  .object({
    path: z.string().describe('input names from the root, joined by /; . for the root'),
    name: z.string(),
    kind: z.string(),
    parameter: z.string().optional(),
    before: anyJson.optional(),
    after: anyJson.optional(),
    words: z.string(),
  })
  .meta({ id: 'Difference' });

/** Results of one shape that are like the one asked for. */
export const similarResults = z
  .object({
    level: similarityLevel.describe('what they differ in at most'),
    likeness: z.number().describe('estimated part of the two family trees that is the same, 0 to 1'),
    id: digest.describe('the newest of them'),
    name: z.string(),
    results: z.number().int().describe('how many have this shape, counted up to 1000'),
    words: z.string().describe('what they differ in, in few words'),
    differences: z.array(difference),
  })
  .meta({ id: 'SimilarResults' });

/** Why something would have to run. */
export const whyReport = z
  .object({
    id: digest,
    name: z.string(),
    known: z.boolean().describe('true when nothing would run; there are no reasons then'),
    reasons: z.array(
      z.object({
        id: digest.describe('the goal, or something that it is made from'),
        name: z.string(),
        text: z.string(),
        differences: z.array(difference),
        comparedWith: digest.optional().describe('the nearest earlier result'),
      }),
    ),
  })
  .meta({ id: 'WhyReport' });

/** Why two results differ, and in what. */
export const comparison = z
  .object({
    before: digest,
    after: digest,
    causes: z.array(difference),
    outputs: z
      .array(z.object({ name: z.string(), state: z.enum(['equal', 'differs', 'only_before', 'only_after']) }))
      .describe('by digest; empty when one of the two has no result'),
  })
  .meta({ id: 'Comparison' });

/** The way from one result to another. */
export const path = z
  .object({
    steps: z
      .array(z.object({ id: digest, name: z.string(), role: z.string().optional() }))
      .describe('the later one first; empty when neither was made from the other'),
  })
  .meta({ id: 'Path' });

/** What a result rests on. */
export const restingInput = z
  .object({
    id: digest,
    name: z.string(),
    version: z.string(),
    parameters,
    influence: z.number().int().describe('how many derivations on the way to the result depend on it'),
    distance: z.number().int(),
  })
  .meta({ id: 'RestingInput' });

/** What can be retracted. */
export const retractionTarget = z
  .union([
    z.object({ kind: z.literal('result'), id: digest }),
    z.object({ kind: z.literal('definition'), name: z.string().min(1).max(300), version: z.string().min(1).max(100) }),
    z.object({ kind: z.literal('code'), digest }),
    z.object({ kind: z.literal('file'), digest }),
  ])
  .meta({ id: 'RetractionTarget' });

/** A retraction as it is asked for. */
export const newRetraction = z
  .object({
    target: retractionTarget,
    reason: z.string().min(1).max(4000).describe('one sentence for those whose results depend on it'),
    replacedBy: z.string().min(1).max(4000).optional(),
  })
  .meta({ id: 'NewRetraction' });

/** One event; events are only ever appended. */
export const retractionEvent = z
  .object({
    number: z.number().int(),
    kind: z.enum(['retract', 'withdraw', 'confirm', 'supersede']),
    target: retractionTarget,
    reason: z.string(),
    by: z.string(),
    replacedBy: z.string().optional(),
    contentDigest: digest.optional(),
    of: z.number().int().optional(),
    time: moment,
  })
  .meta({ id: 'RetractionEvent' });

/** What a retraction concerns. */
export const impact = z
  .object({
    meant: z.number().int().describe('derivations that it meets directly'),
    classes: z.array(impactClass),
    results: z.number().int(),
    kept: z.array(resultSummary).describe('pinned, tagged or in a collection'),
    items: z.array(resultSummary).describe('one page of all, newest first'),
    next: z.string().optional(),
  })
  .meta({ id: 'Impact' });

/** A format of exports. */
export const exportFormat = z
  .object({ name: z.string(), mediaType: z.string(), title: z.string() })
  .meta({ id: 'ExportFormat' });

/** The files of an export. */
export const exportListing = z
  .object({
    format: z.string(),
    mediaType: z.string(),
    files: z
      .array(z.object({ path: z.string(), sizeBytes: z.number().int().optional(), href: z.string() }))
      .describe('the main file first'),
  })
  .meta({ id: 'Export' });
