// A view as plain JSON, for programs: blocks with their exact members, so that any of them can be opened again.
import type { Digest } from '../identity/digest.ts';
import { blockFacts, type BlockFacts } from './block-facts.ts';
import { membersOf } from './contraction.ts';
import { sourcesOf } from './dag.ts';
import { edgeFacts } from './edge-facts.ts';
import type { View } from './provenance-view.ts';
import type { UnitOf } from '../provenance/describe.ts';
import type { FamilyState } from '../provenance/node-state.ts';

/** A view in JSON. */
export interface ViewJson {
  readonly root: Digest;
  /** How many derivations the graph has, and how many of them are in no block. */
  readonly derivations: number;
  readonly hidden: number;
  /** The block of the root first. */
  readonly blocks: readonly (Omit<BlockFacts, 'states'> & {
    readonly states: Readonly<Partial<Record<FamilyState, number>>>;
    readonly members: readonly Digest[];
  })[];
  /** `users` of the members of block `user` use members of block `used` directly; 0 when only through hidden ones. */
  readonly edges: readonly {
    readonly user: number;
    readonly used: number;
    readonly role: string;
    readonly users: number;
  }[];
}

/** A view as an object that JSON can hold. */
export function viewJson(view: View, options: { readonly unitOf?: UnitOf } = {}): ViewJson {
  const { graph, blockOf, dag } = view;
  const { offsets, nodes } = membersOf(blockOf, dag.size);
  const { roles, users } = edgeFacts(view);
  const sources = sourcesOf(dag);
  return {
    root: graph.ids[0]!,
    derivations: graph.dag.size,
    hidden: graph.dag.size - nodes.length,
    blocks: blockFacts(view, options.unitOf).map(({ states, ...facts }, block) => ({
      ...facts,
      states: Object.fromEntries(states),
      members: Array.from(nodes.subarray(offsets[block], offsets[block + 1]), (v) => graph.ids[v]!).sort(),
    })),
    edges: Array.from(dag.targets, (used, e) => ({ user: sources[e]!, used, role: roles[e]!, users: users[e]! })),
  };
}
