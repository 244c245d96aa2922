// What every operator of a view answers: which block each node has gone into, and the graph of the blocks. Operators
// are functions from a graph to a contraction, so that they can be applied one after another and tested by one rule.
import { bucketed, type Dag } from './dag.ts';

/** The block of a node that a view does not show. */
export const HIDDEN = -1;

/** A graph made smaller. */
export interface Contraction {
  /** For each node of the graph before, its node in the graph after, or {@link HIDDEN}. */
  readonly blockOf: Int32Array;
  /** The graph after. */
  readonly dag: Dag;
}

/** Nothing contracted: each node is its own block. */
export function identity(dag: Dag): Contraction {
  return { blockOf: Int32Array.from({ length: dag.size }, (_, v) => v), dag };
}

/** First one contraction, then another one of its outcome: the blocks of the second in terms of the nodes of the first. */
export function composed(first: Int32Array, second: Contraction): Contraction {
  const blockOf = first.map((block) => (block === HIDDEN ? HIDDEN : second.blockOf[block]!));
  return { blockOf, dag: second.dag };
}

/** The nodes of each block, ascending: block `b` has `nodes[offsets[b]] … nodes[offsets[b + 1] - 1]`. O(V). */
export function membersOf(
  blockOf: Int32Array,
  count: number,
): { readonly offsets: Uint32Array; readonly nodes: Uint32Array } {
  const visible: number[] = [];
  for (let v = 0; v < blockOf.length; v++) if (blockOf[v] !== HIDDEN) visible.push(v);
  const [offsets, nodes] = bucketed(
    count,
    visible.map((v) => blockOf[v]!),
    visible,
  );
  return { offsets, nodes };
}

/**
 * The graph of blocks: an edge B → C where some member of B uses some member of C; uses inside a block are left out.
 * Nothing may be hidden: a hidden node would take paths with it. O(V + E), and the sorting of each row.
 */
export function quotient(dag: Dag, blockOf: Int32Array, count: number): Contraction {
  const members = membersOf(blockOf, count);
  const offsets = new Uint32Array(count + 1);
  const rows: number[] = [];
  const seenBy = new Int32Array(count).fill(-1);
  for (let block = 0; block < count; block++) {
    const row: number[] = [];
    seenBy[block] = block;
    for (let i = members.offsets[block]!; i < members.offsets[block + 1]!; i++) {
      const u = members.nodes[i]!;
      for (let e = dag.offsets[u]!; e < dag.offsets[u + 1]!; e++) {
        const target = blockOf[dag.targets[e]!]!;
        if (seenBy[target] === block) continue;
        seenBy[target] = block;
        row.push(target);
      }
    }
    for (const target of row.sort((a, b) => a - b)) rows.push(target);
    offsets[block + 1] = rows.length;
  }
  return { blockOf, dag: { size: count, offsets, targets: Uint32Array.from(rows) } };
}

/** Blocks numbered 0, 1, 2 … in the order in which they first occur, and how many there are. */
export function renumbered(blocks: ArrayLike<number>): { readonly blockOf: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const blockOf = Int32Array.from(blocks, (block) => {
    const known = numbers.get(block);
    if (known !== undefined) return known;
    numbers.set(block, numbers.size);
    return numbers.size - 1;
  });
  return { blockOf, count: numbers.size };
}
