// The default view: nodes of equal shape become one block. Two nodes have equal shape when their labels are equal and
// they use, by the same input names, the same set of shapes (bisimulation, computed bottom-up by hash-consing).
import { quotient, type Contraction } from './contraction.ts';
import { topologicalOrder, type Dag } from './dag.ts';

/** What shapes are made of. */
export interface ShapeLabels {
  /** For each node what it is, as a number: equal numbers can be equal shapes. */
  readonly labels: ArrayLike<number>;
  /** For each edge, in the order of `targets`, by which inputs it comes in, as a number; all alike when left out. */
  readonly roles?: ArrayLike<number>;
}

/**
 * The quotient by shape. Sets, not multisets, of (role, shape): mosaics of 10 and of 500 windows have one shape.
 * Acyclic by theorem: the height of a node is a function of its shape, and each edge of the quotient lowers it. All
 * members of a block use the same blocks, so an edge B → C says that every member of B depends on some member of C.
 * O(E log d) for at most d inputs of a node.
 */
export function shapeQuotient(dag: Dag, { labels, roles }: ShapeLabels): Contraction {
  const blockOf = new Int32Array(dag.size);
  const table = new KeyTable(dag.size);
  const order = topologicalOrder(dag);
  for (let i = order.length - 1; i >= 0; i--) {
    const u = order[i]!;
    const [from, to] = [dag.offsets[u]!, dag.offsets[u + 1]!];
    const key = new Float64Array(to - from);
    for (let e = from; e < to; e++) key[e - from] = (roles?.[e] ?? 0) * dag.size + blockOf[dag.targets[e]!]!;
    blockOf[u] = table.numberOf(labels[u]!, distinct(key));
  }
  return quotient(dag, blockOf, table.count);
}

function distinct(key: Float64Array): Float64Array {
  if (key.length < 2) return key;
  key.sort();
  let kept = 1;
  for (let i = 1; i < key.length; i++) if (key[i] !== key[kept - 1]) key[kept++] = key[i]!;
  return key.subarray(0, kept);
}

// Numbers lists of numbers, equal ones alike. Chained hashing in typed arrays: texts as keys took three times as long
// on the graph of a mosaic, and nearly all of the memory.
class KeyTable {
  count = 0;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #labels: Float64Array;
  readonly #keys: Float64Array[] = [];

  constructor(capacity: number) {
    this.#heads = new Int32Array(1 << Math.ceil(Math.log2(2 * capacity + 2))).fill(-1);
    this.#next = new Int32Array(capacity);
    this.#labels = new Float64Array(capacity);
  }

  numberOf(label: number, key: Float64Array): number {
    const slot = hashOf(label, key) & (this.#heads.length - 1);
    for (let i = this.#heads[slot]!; i >= 0; i = this.#next[i]!)
      if (this.#labels[i] === label && areEqual(this.#keys[i]!, key)) return i;
    this.#labels[this.count] = label;
    this.#keys.push(key);
    this.#next[this.count] = this.#heads[slot]!;
    this.#heads[slot] = this.count;
    return this.count++;
  }
}

// FNV-1a over the low words; pairs of role and block are below 2^53, and their low words tell most of them apart.
function hashOf(label: number, key: Float64Array): number {
  let hash = 0x811c9dc5 ^ label;
  for (const part of key) hash = Math.imul(hash ^ (part % 0x7fffffff), 0x01000193);
  return hash ^ (hash >>> 15);
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
