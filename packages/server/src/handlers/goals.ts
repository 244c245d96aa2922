// Plans: questions about goals that run nothing.
import { goalFromDocument, planOf, type Plan } from '@stemma/core';
import { visibleIndex } from '../access/visible-index.ts';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';

/** Handlers of questions about goals. */
export function goalHandlers({ engine, index, visibility }: ServerParts): Handlers<'planGoal'> {
  return {
    planGoal: async ({ body }, { identity }) => {
      const root = engine.bind(goalFromDocument(body, engine.registry));
      return planDocument(await planOf(root, visibility ? visibleIndex(index, visibility, identity) : index));
    },
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
