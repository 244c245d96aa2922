// The family tree over HTTP: walks, views, comparisons and exports. All of it works for forgotten bytes and for analyses
// that are not loaded.
import { z } from 'zod';
import { route } from '../route.ts';
import { digestPrefix } from '../schemas/common.ts';
import { goal } from '../schemas/goal.ts';
import {
  comparison,
  exportFormat,
  exportListing,
  impactClass,
  lineageGraph,
  path,
  provenanceView,
  restingInput,
} from '../schemas/provenance.ts';
import { viewOptions, viewRequest } from '../schemas/view-options.ts';

const tag = 'provenance';
const scope = 'read';
const params = z.object({ id: digestPrefix });
const pair = z.object({ id: digestPrefix, other: digestPrefix });
const errors = ['invalid_request', 'not_found'] as const;
const large = [...errors, 'too_large'] as const;

export const provenanceRoutes = {
  getLineage: route({
    method: 'GET',
    path: '/api/v1/results/{id}/lineage',
    tag,
    summary: 'everything that it was made from (up), or that was made with it (down)',
    scope,
    params,
    query: z.object({
      direction: z.enum(['up', 'down']).default('up'),
      limit: z.coerce.number().int().min(1).max(200_000).default(20_000).describe('more nodes are refused'),
    }),
    answer: { status: 200, description: 'nodes and edges', schema: lineageGraph },
    errors: large,
  }),
  getDescendants: route({
    method: 'GET',
    path: '/api/v1/results/{id}/descendants',
    tag,
    summary: 'what depends on it, counted by analysis and version, however much that is',
    scope,
    params,
    answer: { status: 200, description: 'the most numerous first', schema: z.object({ items: z.array(impactClass) }) },
    errors,
  }),
  drawTree: route({
    method: 'GET',
    path: '/api/v1/results/{id}/tree',
    tag,
    summary: 'the whole family tree as text, JSON, Graphviz or Mermaid',
    scope,
    params,
    query: z.object({ format: z.enum(['text', 'json', 'dot', 'mermaid']).default('text') }),
    answer: {
      status: 200,
      description: 'the tree',
      media: ['text/plain', 'application/json', 'text/vnd.graphviz', 'text/vnd.mermaid'],
    },
    errors: large,
    conditional: true,
  }),
  getView: route({
    method: 'GET',
    path: '/api/v1/results/{id}/view',
    tag,
    summary: 'the family tree at a glance: what is alike is one block',
    scope,
    params,
    query: z.object(viewOptions),
    answer: { status: 200, description: 'blocks and edges', schema: provenanceView },
    errors: large,
  }),
  drawView: route({
    method: 'GET',
    path: '/api/v1/results/{id}/view/{format}',
    tag,
    summary: 'the same view drawn',
    scope,
    params: z.object({ id: digestPrefix, format: z.enum(['svg', 'dot', 'mermaid', 'text']) }),
    query: z.object(viewOptions),
    answer: {
      status: 200,
      description: 'the drawing',
      media: ['image/svg+xml', 'text/vnd.graphviz', 'text/vnd.mermaid', 'text/plain'],
    },
    errors: large,
    conditional: true,
  }),
  viewGoal: route({
    method: 'POST',
    path: '/api/v1/plan/view',
    tag,
    summary: 'the view of what would be made; nothing runs',
    scope: 'public',
    body: z.object({ goal, options: viewRequest.default(viewRequest.parse({})) }).meta({ id: 'ViewOfGoal' }),
    answer: { status: 200, description: 'blocks and edges', schema: provenanceView },
    errors,
  }),
  getPath: route({
    method: 'GET',
    path: '/api/v1/results/{id}/path/{other}',
    tag,
    summary: 'the shortest way by which one came into the other',
    scope,
    params: pair,
    answer: { status: 200, description: 'steps', schema: path },
    errors: large,
  }),
  getCommonAncestors: route({
    method: 'GET',
    path: '/api/v1/results/{id}/common-ancestors/{other}',
    tag,
    summary: 'the nearest derivations that both were made from',
    scope,
    params: pair,
    answer: {
      status: 200,
      description: 'the nearest first',
      schema: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
    },
    errors: large,
  }),
  getInputs: route({
    method: 'GET',
    path: '/api/v1/results/{id}/resting-inputs',
    tag,
    summary: 'files, literals and sources that it rests on, the most influential first',
    scope,
    params,
    answer: { status: 200, description: 'inputs', schema: z.object({ items: z.array(restingInput) }) },
    errors: large,
  }),
  compareResults: route({
    method: 'GET',
    path: '/api/v1/results/{id}/compare/{other}',
    tag,
    summary: 'why two results differ: causes from provenance, and which outputs have other bytes',
    scope,
    params: pair,
    answer: { status: 200, description: 'the nearest cause first', schema: comparison },
    errors,
  }),
  listExportFormats: route({
    method: 'GET',
    path: '/api/v1/export-formats',
    tag,
    summary: 'formats in which a history can be written',
    scope: 'public',
    answer: { status: 200, description: 'formats', schema: z.object({ items: z.array(exportFormat) }) },
  }),
  exportResult: route({
    method: 'GET',
    path: '/api/v1/results/{id}/exports/{format}',
    tag,
    summary: 'the files of an export',
    scope,
    params: z.object({ id: digestPrefix, format: z.string().min(1).max(100) }),
    answer: { status: 200, description: 'the main file first', schema: exportListing },
    errors: large,
  }),
  getExportFile: route({
    method: 'GET',
    path: '/api/v1/results/{id}/exports/{format}/{path}',
    tag,
    summary: 'a file of an export by its path (folders as %2F); `main` is the first',
    scope,
    params: z.object({
      id: digestPrefix,
      format: z.string().min(1).max(100),
      path: z.string().min(1).max(1000),
    }),
    answer: { status: 200, description: 'the file', media: ['application/octet-stream'] },
    errors: [...large, 'gone'],
    conditional: true,
  }),
};
