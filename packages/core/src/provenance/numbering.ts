// Short names for the nodes of drawings: digests are too long to be read in a source, their beginnings not unique.
import type { Digest } from '../identity/digest.ts';
import type { FamilyTree } from './family-tree.ts';

/** The nodes of a tree as `n0`, `n1` …, the recorded ones first; `unrecorded` are those that are only mentioned. */
export function numbering({ nodes }: FamilyTree): {
  nameOf(id: Digest): string;
  readonly unrecorded: readonly Digest[];
} {
  const numbers = new Map<Digest, number>();
  for (const id of nodes.keys()) numbers.set(id, numbers.size);
  const unrecorded: Digest[] = [];
  for (const { used } of nodes.values()) {
    for (const { id } of used) {
      if (numbers.has(id)) continue;
      numbers.set(id, numbers.size);
      unrecorded.push(id);
    }
  }
  return { nameOf: (id) => `n${numbers.get(id)!}`, unrecorded };
}
