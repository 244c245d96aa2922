// Goals as JSON, and what resolving them would do. The grammar of goals is that of core's goal documents.
import { z } from 'zod';
import { anyJson, digest } from './common.ts';

const namedValues = z.record(z.string(), anyJson);

/** An input: another goal, a value, a file, a list or a map of those. Core reads it, with pointers to what is wrong. */
export const inputDocument = z.unknown().meta({
  id: 'Input',
  description: 'a goal, {"value": …}, {"file": {"sha256", "name", "mediaType"}}, a list of inputs, or {"map": {…}}',
});

/** One change in the whole graph of a goal. */
export const assumption = z
  .union([
    z.object({ substitute: z.string(), by: inputDocument }),
    z.object({
      configure: z.string(),
      parameters: namedValues.optional(),
      inputs: z.record(z.string(), inputDocument).optional(),
    }),
    z.object({ without: z.string() }),
  ])
  .meta({ id: 'Assumption' });

/** A request for a result. */
export const goal = z
  .object({
    analysis: z.string().min(1).max(300).describe('full name, or its last part where that is unique'),
    parameters: namedValues.optional().describe('values in any unit that can be converted: 4, "4 keV"'),
    inputs: z.record(z.string(), inputDocument).optional(),
    assumptions: z.array(assumption).max(1000).optional(),
  })
  .meta({ id: 'Goal', examples: [{ analysis: 'tutorial.BinnedEvents', parameters: { binSizeKeV: '4 keV' } }] });

/** What resolving a goal would do. */
export const plan = z
  .object({
    id: digest.describe('the id of the result, known or not'),
    name: z.string(),
    known: z.boolean().describe('true when nothing would run'),
    reusedCount: z.number().int(),
    missingCount: z.number().int(),
    growing: z.boolean().describe('true when lists that are not known yet will add more'),
    estimateS: z.number().describe('work on one core, seconds, as far as it ran here before'),
    unestimated: z.array(z.string()).describe('analyses that never ran here'),
    missing: z
      .array(
        z.object({
          name: z.string(),
          version: z.string(),
          count: z.number().int(),
          estimateS: z.number().optional().describe('of all of them together'),
        }),
      )
      .describe('by analysis, inputs before consumers'),
  })
  .meta({ id: 'Plan' });
