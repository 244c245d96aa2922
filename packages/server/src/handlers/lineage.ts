// Walks over the family tree: ancestors and descendants, ways, what results have in common, what they rest on.
import {
  nameOf,
  nearestCommonAncestors,
  restingInputs,
  shortestPath,
  type Digest,
  type Json,
  type LineageGraph,
  type PathStep,
} from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { readableId, readableIds, visibleOnly } from '../results/named-result.ts';

type Operations = 'getLineage' | 'getDescendants' | 'getPath' | 'getCommonAncestors' | 'getInputs';

/** Handlers of walks. */
export function lineageHandlers(parts: ServerParts): Handlers<Operations> {
  const { index } = parts;
  return {
    getLineage: async ({ params: { id }, query }, { identity }) => {
      const graph = await index.lineage([await readableId(parts, id, identity)], query);
      return graphDocument(graph, new Set(visibleOnly(parts, graph.ids, identity)));
    },
    getDescendants: async ({ params: { id } }, { identity }) => ({
      items: (await index.impact([await readableId(parts, id, identity)])).map((one) => ({ ...one })),
    }),
    getPath: async ({ params: { id, other } }, { identity }) => {
      const [from, to] = (await readableIds(parts, [id, other], identity)) as [string, string];
      const steps = (await wayUp(parts, from, to)) ?? (await wayUp(parts, to, from)) ?? [];
      return { steps: [...steps] };
    },
    getCommonAncestors: async ({ params: { id, other } }, { identity }) => {
      const ids = await readableIds(parts, [id, other], identity);
      const graph = await index.lineage(ids, { direction: 'up' });
      const place = new Map(graph.ids.map((one, node) => [one, node]));
      const items = nearestCommonAncestors(graph, ids).map((one) => ({
        id: one,
        name: nameOf(graph, place.get(one)!),
      }));
      return { items };
    },
    getInputs: async ({ params: { id } }, { identity }) => {
      const graph = await index.lineage([await readableId(parts, id, identity)], { direction: 'up' });
      return { items: restingInputs(graph).map((one) => ({ ...one, parameters: { ...one.parameters } })) };
    },
  };
}

async function wayUp({ index }: ServerParts, from: string, to: string): Promise<PathStep[] | undefined> {
  return shortestPath(await index.lineage([from], { direction: 'up' }), from, to);
}

// Downstream there may be what others made for themselves.
function graphDocument(graph: LineageGraph, visible: ReadonlySet<Digest>) {
  const { ids, definitions, definitionOf, parameters, from, to, role, roles } = graph;
  const nodes = ids.map((id, node) => {
    const definition = definitions[definitionOf[node]!];
    return {
      id,
      ...(definition && { name: definition.name, version: definition.version }),
      parameters: JSON.parse(parameters[node]!) as Record<string, Json>,
    };
  });
  const edges = Array.from(from, (user, i) => ({ user: ids[user]!, used: ids[to[i]!]!, role: roles[role[i]!]! }));
  return {
    nodes: nodes.filter(({ id }) => visible.has(id)),
    edges: edges.filter(({ user, used }) => visible.has(user) && visible.has(used)),
  };
}
