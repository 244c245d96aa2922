// Looking into a block: its members, or some of them, become blocks of their own again.
import { quotient, renumbered, type Contraction } from './contraction.ts';
import type { Dag } from './dag.ts';

/**
 * Divides blocks. Members that get the same part stay together; -1 leaves a node with the rest of its block. What a part
 * uses, each of its members uses; what used the block may use some of its parts only with some of its members, which
 * the facts of an edge count.
 * @param dag the graph that was contracted, and not the graph of blocks.
 * @param blockOf the contraction to look into, with nothing hidden; by shape, or finer.
 * @param partOf the part for each node: with its own number every one of them stands alone.
 */
export function splitBlocks(dag: Dag, blockOf: Int32Array, partOf: ArrayLike<number>): Contraction {
  const numbers = new Map<string, number>();
  const parts = Int32Array.from(blockOf, (block, v) => {
    const key = `${block} ${partOf[v]!}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  const { blockOf: split, count } = renumbered(parts);
  return quotient(dag, split, count);
}
