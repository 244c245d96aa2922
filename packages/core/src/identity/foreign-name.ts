// How the names of foreign nodes begin: derivations that were made elsewhere, of which the index only tells.
import type { Definition } from './records.ts';

/** The first part of the names of all foreign nodes; no module may be called so. */
export const foreignModule = 'foreign';

/** True for the definition of a foreign node. */
export function isForeign({ name }: Pick<Definition, 'name'>): boolean {
  return name.startsWith(`${foreignModule}.`);
}
