// The state of a graph viewer: what is visible, folded, found and selected; typed arrays, so that 10,000 nodes are quick.
import { StemmaError } from '@stemma/core';
import { type Dag, dagOf } from '@stemma/core/layout';

/** States of a node; each has a sign, so that colour is never alone. */
export const nodeStates = ['queued', 'running', 'done', 'cached', 'failed', 'warning'] as const;

/** One of {@link nodeStates}. */
export type NodeState = (typeof nodeStates)[number];

/** The sign of each state. */
export const stateSigns: Readonly<Record<NodeState, string>> = {
  queued: '○',
  running: '◐',
  done: '✓',
  cached: '⧉',
  failed: '✕',
  warning: '▲',
};

/** A node of a graph. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly state?: NodeState;
  /** How many equal things it stands for; shown as ×n. */
  readonly count?: number;
}

/** Nodes, and edges as numbers of nodes: each user and what it uses. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly users: ArrayLike<number>;
  readonly used: ArrayLike<number>;
}

/** The visible part: numbers of nodes, and their graph by place in that list. */
export interface VisibleGraph {
  readonly nodes: Uint32Array;
  readonly dag: Dag;
}

/** A graph with what is folded away. Numbers of nodes are those of the data. */
export class GraphModel {
  readonly nodes: readonly GraphNode[];
  /** Rows: what each node uses. */
  readonly uses: Dag;
  /** Rows: the users of each node. */
  readonly usedBy: Dag;
  selected: number | undefined;
  readonly #folded = new Set<number>();

  /** @throws StemmaError `invalid_request` when an edge names no node. */
  constructor({ nodes, users, used }: Graph) {
    this.nodes = nodes;
    for (let e = 0; e < users.length; e++)
      if (!(users[e]! >= 0 && users[e]! < nodes.length && used[e]! >= 0 && used[e]! < nodes.length))
        throw new StemmaError('invalid_request', `edge ${e} of the graph goes to a node that is not there`);
    this.uses = dagOf(nodes.length, users, used);
    this.usedBy = dagOf(nodes.length, used, users);
  }

  isFolded(node: number): boolean {
    return this.#folded.has(node);
  }

  /** Hides what only this node uses, directly or not; nodes that use nothing stay as they are. */
  fold(node: number): void {
    if (rowOf(this.uses, node).length > 0) this.#folded.add(node);
  }

  /** Shows again what a node uses. */
  unfold(node: number): void {
    this.#folded.delete(node);
  }

  /** Unfolds whatever hides a node, along one way to it. O(V + E). */
  reveal(node: number): void {
    let at: number | undefined = node;
    const seen = new Set<number>();
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = rowOf(this.usedBy, at)[0];
      if (at !== undefined) this.#folded.delete(at);
    }
  }

  /** What can be reached from the ends without going below a folded node. O(V + E). */
  visible(): VisibleGraph {
    const { size } = this.uses;
    const place = new Int32Array(size).fill(-1);
    const order: number[] = [];
    const add = (node: number) => {
      if (place[node]! < 0) place[node] = order.push(node) - 1;
    };
    for (let v = 0; v < size; v++) if (rowOf(this.usedBy, v).length === 0) add(v);
    const [users, used]: [number[], number[]] = [[], []];
    for (let i = 0; i < order.length; i++) {
      if (this.#folded.has(order[i]!)) continue;
      for (const v of rowOf(this.uses, order[i]!)) {
        add(v);
        users.push(i);
        used.push(place[v]!);
      }
    }
    return { nodes: Uint32Array.from(order), dag: dagOf(order.length, users, used) };
  }

  /** Nodes whose label or id contains a text, in upper or lower case; none for an empty text. */
  search(text: string): number[] {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return [];
    return this.nodes.flatMap(({ label, id }, i) => (`${label}\n${id}`.toLowerCase().includes(wanted) ? [i] : []));
  }

  /** A shortest way between two nodes along the edges, in whichever direction there is one; empty for none. O(V + E). */
  path(a: number, b: number): number[] {
    const down = shortestPath(this.uses, a, b);
    return down.length > 0 ? down : shortestPath(this.usedBy, a, b);
  }

  /** One sentence on what is shown. */
  summary(): string {
    const { nodes, dag } = this.visible();
    const hidden = this.nodes.length - nodes.length;
    const failed = this.nodes.filter(({ state }) => state === 'failed').length;
    return `${nodes.length} nodes and ${dag.targets.length} edges${hidden > 0 ? `, ${hidden} more folded away` : ''}${failed > 0 ? `; ${failed} failed` : ''}.`;
  }
}

/** The targets of a node. */
export function rowOf({ offsets, targets }: Dag, node: number): Uint32Array {
  return targets.subarray(offsets[node], offsets[node + 1]);
}

function shortestPath(dag: Dag, from: number, to: number): number[] {
  const before = new Int32Array(dag.size).fill(-1);
  before[from] = from;
  const queue = [from];
  for (let i = 0; i < queue.length && before[to]! < 0; i++)
    for (const v of rowOf(dag, queue[i]!)) {
      if (before[v]! >= 0) continue;
      before[v] = queue[i]!;
      queue.push(v);
    }
  if (before[to]! < 0) return [];
  const path = [to];
  while (path[0] !== from) path.unshift(before[path[0]!]!);
  return path;
}
