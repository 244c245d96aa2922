// Hiding nodes without lying: what is left is connected where, and only where, it was connected before.
import { HIDDEN, type Contraction } from './contraction.ts';
import { dagOf, topologicalOrder, type Dag } from './dag.ts';
import { transitiveReduction } from './transitive-reduction.ts';

/** Kept nodes looked at together, as in the transitive reduction. */
const chunk = 2048;

/**
 * Keeps the marked nodes only. Between them x ~> y holds after exactly when it held before; edges that others imply are
 * left out, so the outcome depends on what is kept and not on the order of hiding. O(K · E / 32) for K kept nodes.
 * @param keep one number for each node, 0 for hidden.
 */
export function eliminate(dag: Dag, keep: ArrayLike<number>): Contraction {
  const blockOf = new Int32Array(dag.size).fill(HIDDEN);
  let count = 0;
  for (let v = 0; v < dag.size; v++) if (keep[v]) blockOf[v] = count++;
  // Reduced first: what is implied before is implied after, and would only be connected to be left out.
  const [sources, targets] = edgesThroughHidden(transitiveReduction(dag).dag, blockOf, count);
  return { blockOf, dag: transitiveReduction(dagOf(count, sources, targets)).dag };
}

// For each node the kept nodes that it meets first, whatever way it goes: bit sets, filled from the leaves up.
function edgesThroughHidden(dag: Dag, blockOf: Int32Array, count: number): readonly [number[], number[]] {
  const { size, offsets, targets } = dag;
  const order = topologicalOrder(dag);
  const words = Math.ceil(Math.min(chunk, count) / 32);
  const met = new Uint32Array(size * words);
  const edges: [number[], number[]] = [[], []];
  for (let low = 0; low < count; low += chunk) {
    met.fill(0);
    for (let i = size - 1; i >= 0; i--) {
      const u = order[i]!;
      for (let e = offsets[u]!; e < offsets[u + 1]!; e++) {
        const v = targets[e]!;
        const kept = blockOf[v]! - low;
        if (blockOf[v] === HIDDEN) for (let w = 0; w < words; w++) met[u * words + w]! |= met[v * words + w]!;
        else if (kept >= 0 && kept < chunk) met[u * words + (kept >>> 5)]! |= 1 << (kept & 31);
      }
      if (blockOf[u] !== HIDDEN) addEdges(edges, blockOf[u]!, met.subarray(u * words, (u + 1) * words), low);
    }
  }
  return edges;
}

function addEdges([sources, targets]: readonly [number[], number[]], source: number, bits: Uint32Array, low: number) {
  for (const [w, word] of bits.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      sources.push(source);
      targets.push(low + 32 * w + 31 - Math.clz32(rest & -rest));
    }
  }
}
