// What the edges of a view stand for: input names, and how many members of a block really use the other one.
import { HIDDEN } from './contraction.ts';
import { edgeAt } from './dag.ts';
import type { View } from './provenance-view.ts';

/** For each edge of a view, in the order of `dag.targets`. */
export interface EdgeFacts {
  /** By which inputs what is used comes in; empty where it comes through something that is hidden. */
  readonly roles: readonly string[];
  /** How many members of the user's block use some member of the other block directly. */
  readonly users: Uint32Array;
}

/** The facts of all edges of a view: one pass over the edges of its graph. */
export function edgeFacts({ graph, blockOf, dag }: View): EdgeFacts {
  const names = Array.from(dag.targets, () => new Set<string>());
  const users = new Uint32Array(dag.targets.length);
  const lastUser = new Int32Array(dag.targets.length).fill(-1);
  for (let u = 0; u < graph.dag.size; u++) {
    const block = blockOf[u]!;
    if (block === HIDDEN) continue;
    for (let e = graph.dag.offsets[u]!; e < graph.dag.offsets[u + 1]!; e++) {
      const target = blockOf[graph.dag.targets[e]!]!;
      const edge = target === HIDDEN || target === block ? -1 : edgeAt(dag, block, target);
      if (edge < 0) continue;
      names[edge]!.add(graph.roleNames[graph.roles[e]!]!);
      if (lastUser[edge] === u) continue;
      lastUser[edge] = u;
      users[edge]!++;
    }
  }
  return { roles: names.map((set) => [...set].sort().join(', ')), users };
}
