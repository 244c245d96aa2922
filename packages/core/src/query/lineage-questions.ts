// Questions that one read part of the family tree answers: the path between two results, what two have in common, which
// inputs a result rests on. Pure and linear in the graph.
import type { Json } from '../canonical/json.ts';
import type { Digest } from '../identity/digest.ts';
import type { LineageGraph } from '../ports/lineage-index.ts';

/** One step of a path: the derivation, and the input name by which the one before used it (absent for the first). */
export interface PathStep {
  readonly id: Digest;
  readonly name: string;
  readonly role?: string;
}

/** Something that a result rests on: a file, a literal, an analysis without inputs, or nothing but an id. */
export interface RestingInput {
  readonly id: Digest;
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** How many derivations between it and the result depend on it, the result included. */
  readonly influence: number;
  /** Steps on the shortest way to the result. */
  readonly distance: number;
}

/** Edges by node in both directions, as offsets into one array: what every walk over a graph needs. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly edge: Int32Array;
}

/** Lists the edges by one of their ends. @param by the end that edges are listed by. */
export function adjacencyOf(count: number, by: Int32Array, other: Int32Array): Adjacency {
  const start = new Int32Array(count + 1);
  for (const node of by) start[node + 1]! += 1;
  for (let node = 0; node < count; node++) start[node + 1]! += start[node]!;
  const next = start.slice(0, count);
  const target = new Int32Array(by.length);
  const edge = new Int32Array(by.length);
  for (let i = 0; i < by.length; i++) {
    const place = next[by[i]!]!++;
    target[place] = other[i]!;
    edge[place] = i;
  }
  return { start, target, edge };
}

/** Distances from some nodes along the edges, -1 for what cannot be reached, and the edge by which each was first met. */
export function distancesFrom(
  nodes: readonly number[],
  { start, target, edge }: Adjacency,
): { distance: Int32Array; via: Int32Array } {
  const count = start.length - 1;
  const distance = new Int32Array(count).fill(-1);
  const via = new Int32Array(count).fill(-1);
  const queue = new Int32Array(count);
  let end = 0;
  for (const node of nodes) {
    if (distance[node] !== -1) continue;
    distance[node] = 0;
    queue[end++] = node;
  }
  for (let at = 0; at < end; at++) {
    const node = queue[at]!;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const other = target[i]!;
      if (distance[other] !== -1) continue;
      distance[other] = distance[node]! + 1;
      via[other] = edge[i]!;
      queue[end++] = other;
    }
  }
  return { distance, via };
}

/** The name of a node's analysis; empty when only its id is known. */
export function nameOf(graph: LineageGraph, node: number): string {
  return graph.definitions[graph.definitionOf[node]!]?.name ?? '';
}

/** The shortest way from a result up to something it was made from; undefined when there is none. */
export function shortestPath(graph: LineageGraph, from: Digest, to: Digest): PathStep[] | undefined {
  const [first, last] = [graph.ids.indexOf(from), graph.ids.indexOf(to)];
  if (first < 0 || last < 0) return undefined;
  const { distance, via } = distancesFrom([first], adjacencyOf(graph.ids.length, graph.from, graph.to));
  if (distance[last] === -1) return undefined;
  const steps: PathStep[] = [];
  for (let node = last; node !== first; node = graph.from[via[node]!]!) {
    steps.push({ id: graph.ids[node]!, name: nameOf(graph, node), role: graph.roles[graph.role[via[node]!]!]! });
  }
  steps.push({ id: from, name: nameOf(graph, first) });
  return steps.reverse();
}

/**
 * What all of these were made from, the nearest first: those common ancestors that no other common one was made from.
 * An ancestor counts as its own, so of a result and its input the input is the answer.
 */
export function nearestCommonAncestors(graph: LineageGraph, ids: readonly Digest[]): Digest[] {
  const down = adjacencyOf(graph.ids.length, graph.from, graph.to);
  const places = ids.map((id) => graph.ids.indexOf(id));
  if (places.length === 0 || places.includes(-1)) return [];
  const walks = places.map((node) => distancesFrom([node], down).distance);
  const common: number[] = [];
  for (let node = 0; node < graph.ids.length; node++) if (walks.every((walk) => walk[node] !== -1)) common.push(node);
  const covered = new Uint8Array(graph.ids.length);
  // What a common one uses is common too, so looking one step down is enough.
  for (const node of common)
    for (let i = down.start[node]!; i < down.start[node + 1]!; i++) covered[down.target[i]!] = 1;
  const farthest = (node: number) => Math.max(...walks.map((walk) => walk[node]!));
  const nearest = common.filter((node) => covered[node] === 0).sort((a, b) => farthest(a) - farthest(b) || a - b);
  return nearest.map((node) => graph.ids[node]!);
}

/**
 * What a result rests on in the end: nodes without inputs, ranked by how much of the way to the result depends on them,
 * then by how near they are. The graph is that of its ancestors, the result first.
 */
export function restingInputs(graph: LineageGraph): RestingInput[] {
  const count = graph.ids.length;
  if (count === 0) return [];
  const down = adjacencyOf(count, graph.from, graph.to);
  const up = adjacencyOf(count, graph.to, graph.from);
  const { distance } = distancesFrom([0], down);
  const inputs: RestingInput[] = [];
  for (let node = 0; node < count; node++) {
    if (down.start[node] !== down.start[node + 1] || node === 0) continue;
    const definition = graph.definitions[graph.definitionOf[node]!];
    inputs.push({
      id: graph.ids[node]!,
      name: definition?.name ?? '',
      version: definition?.version ?? '',
      parameters: JSON.parse(graph.parameters[node]!) as Record<string, Json>,
      influence: countReached(node, up),
      distance: distance[node]!,
    });
  }
  return inputs.sort((a, b) => b.influence - a.influence || a.distance - b.distance || (a.id < b.id ? -1 : 1));
}

// Leaves number in the thousands and most depend on few: each walk touches only what it counts.
function countReached(node: number, { start, target }: Adjacency): number {
  const met = new Set([node]);
  for (const one of met) for (let i = start[one]!; i < start[one + 1]!; i++) met.add(target[i]!);
  return met.size - 1;
}
