// Linear stretches of a pipeline as one block: where a step has a single input, and nobody else uses that input, the
// two tell no more than one.
import { quotient, renumbered, type Contraction } from './contraction.ts';
import { topologicalOrder, type Dag } from './dag.ts';

/**
 * Merges every maximal chain u → v → w …, in which each node but the last uses only the next one, and each but the first
 * is used only by the one before. Everything outside of a chain is as connected as before. O(V + E).
 * @param apart nodes that stay blocks of their own: what somebody asked for by name.
 */
export function collapseChains(dag: Dag, apart: (node: number) => boolean = () => false): Contraction {
  const { size, offsets, targets } = dag;
  const users = new Uint32Array(size);
  for (const v of targets) users[v]!++;
  const head = Int32Array.from({ length: size }, (_, v) => v);
  for (const u of topologicalOrder(dag)) {
    if (offsets[u + 1]! - offsets[u]! !== 1 || apart(u)) continue;
    const v = targets[offsets[u]!]!;
    if (users[v] === 1 && !apart(v)) head[v] = head[u]!;
  }
  const { blockOf, count } = renumbered(head);
  return quotient(dag, blockOf, count);
}
