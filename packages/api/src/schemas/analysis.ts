// Analyses as the catalogue and forms need them: JSON Schemas of parameters with units, inputs, outputs, documentation.
import { z } from 'zod';
import { anyJson } from './common.ts';

const schemas = z
  .record(z.string(), z.record(z.string(), anyJson))
  .describe('JSON Schema 2020-12 with x-unit, x-dtype');

/** One line of the catalogue. */
export const analysisSummary = z
  .object({
    name: z.string(),
    version: z.string(),
    description: z.string().optional(),
    module: z.string().optional(),
    abstract: z.boolean().describe('true when it must be substituted before it can run'),
  })
  .meta({ id: 'AnalysisSummary' });

/** All about one analysis. */
export const analysisDescription = analysisSummary
  .extend({
    stored: z.boolean(),
    stochastic: z.boolean(),
    parameters: schemas,
    inputs: z.record(z.string(), anyJson),
    outputs: schemas,
    failures: z.record(z.string(), z.string()).describe('expected failures: reason and meaning'),
    code: z.object({ digest: z.string(), files: z.array(z.string()), packages: z.array(z.string()) }).optional(),
    example: goalExample(),
  })
  .meta({ id: 'Analysis' });

function goalExample() {
  return z.record(z.string(), anyJson).describe('a goal that works as it stands');
}
