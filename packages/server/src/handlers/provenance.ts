// Everything about the family tree, from the files that answer its parts.
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { comparisonHandlers } from './comparisons.ts';
import { exportHandlers } from './exports.ts';
import { likenessHandlers } from './likeness.ts';
import { lineageHandlers } from './lineage.ts';
import { retractionHandlers } from './retractions.ts';
import { viewHandlers } from './views.ts';

/** Handlers of provenance. */
export function provenanceHandlers(parts: ServerParts) {
  return {
    ...lineageHandlers(parts),
    ...likenessHandlers(parts),
    ...viewHandlers(parts),
    ...comparisonHandlers(parts),
    ...exportHandlers(parts),
    ...retractionHandlers(parts),
  } satisfies Partial<Handlers>;
}
