// The catalogue of analyses.
import { z } from 'zod';
import { route } from '../route.ts';
import { analysisDescription, analysisSummary } from '../schemas/analysis.ts';
import { pageOf } from '../schemas/common.ts';

export const analysisRoutes = {
  listAnalyses: route({
    method: 'GET',
    path: '/api/v1/analyses',
    tag: 'analyses',
    summary: 'the analyses of the loaded modules',
    scope: 'public',
    query: z.object({
      q: z.string().max(200).optional().describe('words that name or description contain'),
      module: z.string().max(200).optional(),
    }),
    answer: { status: 200, description: 'by name', schema: pageOf(analysisSummary, 'AnalysisPage') },
  }),
  getAnalysis: route({
    method: 'GET',
    path: '/api/v1/analyses/{name}',
    tag: 'analyses',
    summary: 'parameters, inputs, outputs and documentation of an analysis',
    scope: 'public',
    params: z.object({ name: z.string().max(300).describe('full or unambiguous short name') }),
    answer: { status: 200, description: 'the analysis', schema: analysisDescription },
    errors: ['not_found'],
  }),
};
