// Graphs without cycles as typed arrays: what every view and every drawing is computed on. Nodes are numbers; an edge
// u → v says "u was made from v". Compressed sparse rows keep a million edges in a few megabytes and in cache.
import { StemmaError } from '../errors.ts';

/** A directed graph: the targets of node `u` are `targets[offsets[u]] … targets[offsets[u + 1] - 1]`, ascending. */
export interface Dag {
  /** Number of nodes. */
  readonly size: number;
  /** `size + 1` positions in `targets`. */
  readonly offsets: Uint32Array;
  /** What each node uses, once each. */
  readonly targets: Uint32Array;
}

/** A graph out of edges in any order; edges given twice count once. O(V + E). */
export function dagOf(size: number, sources: ArrayLike<number>, targets: ArrayLike<number>): Dag {
  // Sorted by target first and by source then, both stable: rows come out ascending without a comparison.
  const [byTarget, columns] = bucketed(size, targets, sources);
  const flatTargets = new Uint32Array(targets.length);
  for (let v = 0; v < size; v++) flatTargets.fill(v, byTarget[v], byTarget[v + 1]);
  const [offsets, rows] = bucketed(size, columns, flatTargets);
  return withoutRepeats(size, offsets, rows);
}

/** The same nodes with every edge turned round: rows then hold the users of a node. O(V + E). */
export function reversed({ size, offsets, targets }: Dag): Dag {
  const [turned, rows] = bucketed(size, targets, sourcesOf({ size, offsets, targets }));
  return { size, offsets: turned, targets: rows };
}

/** The source of each edge, in the order of `targets`. */
export function sourcesOf({ size, offsets, targets }: Dag): Uint32Array {
  const sources = new Uint32Array(targets.length);
  for (let u = 0; u < size; u++) sources.fill(u, offsets[u], offsets[u + 1]);
  return sources;
}

/**
 * All nodes, each before everything it uses (Kahn's algorithm). O(V + E).
 * @throws StemmaError `invalid_request` when there is a cycle, which imported documents may have.
 */
export function topologicalOrder({ size, offsets, targets }: Dag): Uint32Array {
  const open = new Uint32Array(size);
  for (const v of targets) open[v]!++;
  const order = new Uint32Array(size);
  let known = 0;
  for (let v = 0; v < size; v++) if (open[v] === 0) order[known++] = v;
  for (let i = 0; i < known; i++) {
    const u = order[i]!;
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) if (--open[targets[e]!]! === 0) order[known++] = targets[e]!;
  }
  if (known < size) {
    throw new StemmaError(
      'invalid_request',
      `the graph has a cycle through ${size - known} of its nodes, so it cannot say what was made from what`,
      { nodes: size, inCycles: size - known },
    );
  }
  return order;
}

/** How many steps each node lies below the top, by its longest path. O(V + E). */
export function depths(dag: Dag): Uint32Array {
  const depth = new Uint32Array(dag.size);
  for (const u of topologicalOrder(dag)) {
    for (let e = dag.offsets[u]!; e < dag.offsets[u + 1]!; e++) {
      const v = dag.targets[e]!;
      if (depth[v]! <= depth[u]!) depth[v] = depth[u]! + 1;
    }
  }
  return depth;
}

/** The position of the edge u → v in `targets`, or −1. O(log of the edges of u). */
export function edgeAt({ offsets, targets }: Dag, u: number, v: number): number {
  let low = offsets[u]!;
  let high = offsets[u + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (targets[middle]! < v) low = middle + 1;
    else high = middle;
  }
  return low < offsets[u + 1]! && targets[low] === v ? low : -1;
}

/** The graph with only the edges that are marked, in the order of `targets`. */
export function withEdges({ size, offsets, targets }: Dag, marked: Uint8Array): Dag {
  const kept = new Uint32Array(size + 1);
  const rows: number[] = [];
  for (let u = 0; u < size; u++) {
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) if (marked[e]) rows.push(targets[e]!);
    kept[u + 1] = rows.length;
  }
  return { size, offsets: kept, targets: Uint32Array.from(rows) };
}

/** Distributes values over buckets in a stable way: where each bucket begins, and the values bucket by bucket. */
export function bucketed(
  count: number,
  buckets: ArrayLike<number>,
  values: ArrayLike<number>,
): readonly [offsets: Uint32Array, values: Uint32Array] {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < buckets.length; i++) offsets[buckets[i]! + 1]!++;
  for (let b = 0; b < count; b++) offsets[b + 1]! += offsets[b]!;
  const next = offsets.slice();
  const sorted = new Uint32Array(values.length);
  for (let i = 0; i < buckets.length; i++) sorted[next[buckets[i]!]!++] = values[i]!;
  return [offsets, sorted];
}

function withoutRepeats(size: number, offsets: Uint32Array, rows: Uint32Array): Dag {
  const distinct = new Uint32Array(size + 1);
  let kept = 0;
  for (let u = 0; u < size; u++) {
    const start = kept;
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++)
      if (kept === start || rows[kept - 1] !== rows[e]) rows[kept++] = rows[e]!;
    distinct[u + 1] = kept;
  }
  return { size, offsets: distinct, targets: rows.slice(0, kept) };
}
