// Arbitrary graphs of derivations, for property tests: a recipe that can be built, changed and built again.
import type { Digest, Sha256 } from '../identity/digest.ts';
import { SampleGraph, type SampleNode } from './sample-graph.ts';

/** A graph as numbers: node `i` is `t.N<i>` and uses nodes before it; the last one is the root. */
export interface Recipe {
  /** For each node but the first, which earlier ones it uses; each may be any natural number. */
  readonly uses: readonly (readonly number[])[];
  /** True where a node takes its inputs as one list. */
  readonly asList: readonly boolean[];
}

/** For each node, the nodes it uses: distinct, always one at least, so that everything is reachable from some node. */
export function usesOf({ uses }: Recipe): number[][] {
  return [[], ...uses.map((given, i) => [...new Set([i, ...given.map((number) => number % (i + 1))])])];
}

/** Builds a graph; `change` gives what differs from the plain node. Ids in the order of the nodes. */
export function build(
  recipe: Recipe,
  sha256: Sha256,
  change: (node: number) => SampleNode = () => ({}),
): { graph: SampleGraph; ids: Digest[] } {
  const graph = new SampleGraph(sha256);
  const ids: Digest[] = [];
  for (const [node, used] of usesOf(recipe).entries()) {
    const inputs = used.map((other) => [`in${other}`, ids[other]!] as const);
    const plain = recipe.asList[node % recipe.asList.length]
      ? { all: inputs.map(([, id]) => id) }
      : Object.fromEntries(inputs);
    ids.push(graph.add(`t.N${node}`, { parameters: { width: 1 }, inputs: plain, ...change(node) }));
  }
  return { graph, ids };
}
