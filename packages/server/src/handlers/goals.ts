// Plans: questions about goals that run nothing.
import { goalFromDocument, type Plan } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';

/** Handlers of questions about goals. */
export function goalHandlers({ engine }: ServerParts): Handlers<'planGoal'> {
  return {
    planGoal: async ({ body }) => planDocument(await engine.plan(goalFromDocument(body, engine.registry))),
  };
}

// By analysis: a mosaic of 500 windows has thousands of nodes of two dozen kinds.
function planDocument({ id, name, known, reused, missing, estimateS, unestimated }: Plan) {
  const kinds = new Map<string, { name: string; version: string; count: number; estimateS?: number }>();
  for (const node of missing) {
    const kind = kinds.get(node.name) ?? { name: node.name, version: node.version, count: 0 };
    kind.count++;
    if (node.estimateS !== undefined) kind.estimateS = (kind.estimateS ?? 0) + node.estimateS;
    kinds.set(node.name, kind);
  }
  return {
    id,
    name,
    known,
    reusedCount: reused,
    missingCount: missing.length,
    growing: missing.some(({ growing }) => growing),
    estimateS,
    unestimated: [...unestimated],
    missing: [...kinds.values()],
  };
}
