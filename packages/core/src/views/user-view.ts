// A view around the nodes that somebody cares about, after ZOOM*UserViews (Biton, Cohen-Boulakia, Davidson, Hara 2008,
// doi:10.1109/ICDE.2008.4497516): every other node goes into a block, in such a way that the relevant ones stay as
// connected as they are.
import { quotient, renumbered, type Contraction } from './contraction.ts';
import { reversed, topologicalOrder, type Dag } from './dag.ts';

/**
 * Groups the nodes that are not relevant. For such a node n let P(n) be the relevant nodes that use it without another
 * relevant one in between, and S(n) those that it uses in this way. Nodes with equal P and S become one block; a node
 * with P = {r} serves r alone and becomes part of it. P is never empty, since results are relevant.
 *
 * Along an edge n → m between nodes that are not relevant P grows and S shrinks. Hence a cycle of blocks would need equal
 * P and S all along, which is one block; and a path of blocks from r to r' has r in P and r' in S of its first block, so
 * r depends on r' in the graph too. Acyclic, complete, and exact between relevant nodes. O(R · E / 32) for R of them.
 * @param relevant one number for each node, 0 for the others; what nobody uses, the results, is always relevant.
 */
export function userView(dag: Dag, relevant: ArrayLike<number>): Contraction {
  const numbers = new Int32Array(dag.size).fill(-1);
  const turned = reversed(dag);
  let count = 0;
  for (let v = 0; v < dag.size; v++)
    if (relevant[v] || turned.offsets[v] === turned.offsets[v + 1]) numbers[v] = count++;
  const order = topologicalOrder(dag);
  const users = nearestRelevant(turned, order, numbers, count);
  const used = nearestRelevant(dag, order.toReversed(), numbers, count);
  const groups = new Map<string, number>();
  const alone = new Map<string, number>();
  for (let v = 0; v < dag.size; v++) if (numbers[v]! >= 0) alone.set(bitText(numbers[v]!, users[v]!.length), v);
  const blocks = Int32Array.from({ length: dag.size }, (_, v) => {
    if (numbers[v]! >= 0) return v;
    const text = users[v]!.join();
    const key = `${text} ${used[v]!.join()}`;
    if (!groups.has(key)) groups.set(key, alone.get(text) ?? v);
    return groups.get(key)!;
  });
  const { blockOf, count: blockCount } = renumbered(blocks);
  return quotient(dag, blockOf, blockCount);
}

// The relevant nodes that each node meets first in the direction of the edges. `order`: targets before sources.
function nearestRelevant(dag: Dag, order: Uint32Array, numbers: Int32Array, count: number): readonly Uint32Array[] {
  const words = Math.max(1, Math.ceil(count / 32));
  const all = new Uint32Array(dag.size * words);
  const sets = Array.from({ length: dag.size }, (_, v) => all.subarray(v * words, (v + 1) * words));
  for (const u of order) {
    const set = sets[u]!;
    for (let e = dag.offsets[u]!; e < dag.offsets[u + 1]!; e++) {
      const v = dag.targets[e]!;
      const number = numbers[v]!;
      if (number >= 0) set[number >>> 5]! |= 1 << (number & 31);
      else for (let w = 0; w < words; w++) set[w]! |= sets[v]![w]!;
    }
  }
  return sets;
}

function bitText(number: number, words: number): string {
  const bits = new Uint32Array(words);
  bits[number >>> 5] = 1 << (number & 31);
  return bits.join();
}
