// A family tree as plain JSON, for programs: nodes with everything that is known of them, and edges.
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { FamilyResult, FamilyTree } from './family-tree.ts';
import { stateOf, type FamilyState } from './node-state.ts';

/** A family tree in JSON. */
export interface FamilyTreeJson {
  /** The derivation that the tree is about: the first of the nodes. */
  readonly root: Digest;
  readonly nodes: readonly {
    readonly id: Digest;
    readonly name: string;
    readonly version: string;
    readonly code: Digest;
    readonly environment: Digest;
    readonly parameters: DerivationRecord['parameters'];
    readonly shapes: DerivationRecord['shapes'];
    readonly state: FamilyState;
    readonly result?: FamilyResult;
  }[];
  /** `user` used `used`, which came in by the input `role`. */
  readonly edges: readonly { readonly user: Digest; readonly used: Digest; readonly role: string }[];
}

/** A family tree as an object that JSON can hold: each node and each edge once, breadth first from the root. */
export function familyTreeJson({ root, nodes }: FamilyTree): FamilyTreeJson {
  const edges: FamilyTreeJson['edges'][number][] = [];
  const listed = Array.from(nodes, ([id, node]) => {
    for (const use of node.used) edges.push({ user: id, used: use.id, role: use.role });
    const { definition, parameters, shapes } = node.record;
    return { id, ...definition, parameters, shapes, state: stateOf(node), ...(node.result && { result: node.result }) };
  });
  return { root, nodes: listed, edges };
}

/** A family tree as JSON text, see {@link familyTreeJson}. */
export function renderJson(tree: FamilyTree): string {
  return JSON.stringify(familyTreeJson(tree), null, 2);
}
