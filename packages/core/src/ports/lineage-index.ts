// The part of the index's port that walks the family tree: ancestors, descendants, what is made with something.
// Answers are graphs in typed arrays, since the tree of one mosaic has thousands of nodes and is drawn at once.
import type { Definition } from '../identity/records.ts';
import type { Digest } from '../identity/digest.ts';

/** Which way to walk: `up` to what a result was made from, `down` to what was made with it. */
export type LineageDirection = 'up' | 'down';

/** How far to walk. */
export interface LineageBounds {
  readonly direction: LineageDirection;
  /** More nodes than this are refused with `too_large` (default 200,000). */
  readonly limit?: number;
}

/**
 * A part of the family tree. Nodes are numbered from 0, the starting ones first, then by distance; arrays of nodes are
 * parallel to `ids`, arrays of edges to `from`. A node of which only the id is known has definition and shapes -1.
 */
export interface LineageGraph {
  readonly ids: readonly Digest[];
  /** Which code: one of `definitions`, by node. */
  readonly definitionOf: Int32Array;
  readonly definitions: readonly Definition[];
  /** Shape hashes by node: each one of `shapes`. */
  readonly l1: Int32Array;
  readonly l2: Int32Array;
  readonly l3: Int32Array;
  readonly shapes: readonly Digest[];
  /** Canonical JSON by node, to be parsed when it is shown; `{}` when only the id is known. */
  readonly parameters: readonly string[];
  /** Edges, `from` a user `to` what it used, by the input named `roles[role]`; each once. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly role: Int32Array;
  readonly roles: readonly string[];
}

/** How many results of one analysis and version depend on something. */
export interface ImpactClass {
  readonly name: string;
  readonly version: string;
  readonly derivations: number;
  /** Those among them that have a result. */
  readonly results: number;
  /** Those among them that somebody pinned. */
  readonly pinned: number;
}

/** Questions about ancestors and descendants; all walk each node once, however many paths lead to it. */
export interface LineageIndex {
  /**
   * Everything that these were made from, or that was made with them, with all edges among it. The starting nodes are
   * part of it; unknown ids are left out.
   * @throws StemmaError `too_large` when there are more nodes than the limit.
   */
  lineage(ids: readonly Digest[], bounds: LineageBounds): Promise<LineageGraph>;
  /** The ids alone, without edges: the starting ones first. @throws StemmaError as {@link LineageIndex.lineage}. */
  reachable(ids: readonly Digest[], bounds: LineageBounds): Promise<Digest[]>;
  /** The derivations that used these directly, each once; those without users are missing from the answer. */
  usersOf(ids: readonly Digest[]): Promise<Map<Digest, Digest[]>>;
  /** What depends on these, these left out, counted by analysis and version, the most numerous first; never refused for its size. */
  impact(ids: readonly Digest[]): Promise<ImpactClass[]>;
}
