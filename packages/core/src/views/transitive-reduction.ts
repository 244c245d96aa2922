// The fewest edges that say the same about who depends on whom: in a graph without cycles there is exactly one such set
// (Aho, Garey, Ullman 1972, doi:10.1137/0201008).
import { identity, type Contraction } from './contraction.ts';
import { topologicalOrder, withEdges, type Dag } from './dag.ts';

/** Targets looked at together: rows of 64 words stay in cache, and memory is linear in the nodes. */
const chunk = 2048;

/** Leaves out each edge u → v for which another path leads from u to v. Reachability is unchanged. O(V · E / 32). */
export function transitiveReduction(dag: Dag): Contraction {
  return identity(withEdges(dag, essentialEdges(dag)));
}

/** Marks, in the order of `targets`, the edges that no other path replaces. */
export function essentialEdges(dag: Dag): Uint8Array {
  const { size, offsets, targets } = dag;
  const order = topologicalOrder(dag);
  const rank = new Uint32Array(size);
  order.forEach((v, i) => (rank[v] = i));
  const rows = edgesByRank(dag, rank);
  const essential = new Uint8Array(targets.length).fill(1);
  const words = Math.min(chunk, Math.ceil(size / 32) * 32) / 32;
  const reach = new Uint32Array(size * words);
  for (let low = 0; low < size; low += chunk) {
    const high = Math.min(size, low + chunk);
    // Who comes after the chunk in the order reaches nothing in it.
    reach.fill(0, 0, high * words);
    for (let r = high - 1; r >= 0; r--) {
      const u = order[r]!;
      for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
        const edge = rows[i]!;
        const target = rank[targets[edge]!]!;
        if (target >= high) break;
        if (target >= low) {
          // In the order of ranks, whatever leads to the target was added before.
          const [word, bit] = [r * words + ((target - low) >>> 5), 1 << (target & 31)];
          if (reach[word]! & bit) {
            essential[edge] = 0;
            continue;
          }
          reach[word]! |= bit;
        }
        for (let w = 0; w < words; w++) reach[r * words + w]! |= reach[target * words + w]!;
      }
    }
  }
  return essential;
}

// The edges of each row in the order of the ranks of their targets.
function edgesByRank({ size, offsets, targets }: Dag, rank: Uint32Array): Uint32Array {
  const rows = Uint32Array.from({ length: targets.length }, (_, e) => e);
  for (let u = 0; u < size; u++)
    rows.subarray(offsets[u], offsets[u + 1]).sort((a, b) => rank[targets[a]!]! - rank[targets[b]!]!);
  return rows;
}
