// A family tree in compact form: typed arrays for the structure, numbers for names, roles and shapes. Views and drawings
// of thousands of derivations are computed on this in milliseconds; it is built from whatever knows derivations.
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord, Shapes } from '../identity/records.ts';
import type { LineageGraph } from '../ports/lineage-index.ts';
import type { FamilyTree } from '../provenance/family-tree.ts';
import { stateOf, type FamilyState } from '../provenance/node-state.ts';
import { dagOf, edgeAt, type Dag } from './dag.ts';

/** All states, in the order in which they are numbered and listed. */
export const familyStates: readonly FamilyState[] = ['retracted', 'suspect', 'stored', 'failed', 'forgotten', 'absent'];

/** What a view needs to know of a derivation. */
export type NodeRecord = Pick<DerivationRecord, 'parameters' | 'shapes'> & {
  readonly definition: Pick<DerivationRecord['definition'], 'name' | 'version'>;
};

/** Derivations and what they were made from. Node 0 is the root. */
export interface ProvenanceGraph {
  /** User → used, each pair once. */
  readonly dag: Dag;
  /** For each edge a number of `roleNames`: the names of the inputs by which it comes in. */
  readonly roles: Uint32Array;
  /** Input names; several of one edge are one text, sorted, with commas. */
  readonly roleNames: readonly string[];
  readonly ids: readonly Digest[];
  /** What the index keeps of each; undefined where it has no record. */
  readonly records: readonly (NodeRecord | undefined)[];
  /** For each node a number of {@link familyStates}. */
  readonly states: Uint8Array;
}

/** One derivation on its way into a graph. */
export interface GraphNode {
  readonly id: Digest;
  readonly record?: NodeRecord;
  readonly state: FamilyState;
  readonly used: readonly { readonly role: string; readonly id: Digest }[];
}

/** A graph out of derivations, the root first; what is only used becomes a node without a record. O(V + E). */
export function provenanceGraph(nodes: Iterable<GraphNode>): ProvenanceGraph {
  const numbers = new Map<Digest, number>();
  const found = [...nodes];
  for (const { id } of found) numbers.set(id, numbers.size);
  const ids = found.map(({ id }) => id);
  const [sources, targets, names]: [number[], number[], string[]] = [[], [], []];
  for (const [u, { used }] of found.entries()) {
    for (const { role, id } of used) {
      let v = numbers.get(id);
      if (v === undefined) numbers.set(id, (v = ids.push(id) - 1));
      sources.push(u);
      targets.push(v);
      names.push(role);
    }
  }
  const dag = dagOf(ids.length, sources, targets);
  const numbersOfStates = Uint8Array.from(ids, (_, v) => familyStates.indexOf(found[v]?.state ?? 'absent'));
  const records = ids.map((_, v) => found[v]?.record);
  return { dag, ...rolesOf(dag, sources, targets, names), ids, records, states: numbersOfStates };
}

/** The compact form of a family tree that was read from an index. */
export function graphOfTree({ root, nodes }: FamilyTree): ProvenanceGraph {
  const ordered = [root, ...[...nodes.keys()].filter((id) => id !== root)];
  return provenanceGraph(
    ordered.map((id) => {
      const node = nodes.get(id)!;
      return { id, record: node.record, state: stateOf(node), used: node.used };
    }),
  );
}

/**
 * The compact form of what an index answers to a question about ancestors, the first id being the root.
 * @param stateOf the state of a result, which a lineage does not tell; `stored` when left out.
 */
export function graphOfLineage(lineage: LineageGraph, stateOf?: (id: Digest) => FamilyState): ProvenanceGraph {
  const { ids, definitions, definitionOf, from, to, role, roles } = lineage;
  const used = ids.map((): { role: string; id: Digest }[] => []);
  from.forEach((u, e) => used[u]!.push({ role: roles[role[e]!]!, id: ids[to[e]!]! }));
  const nodes = ids.map((id, v): GraphNode => {
    const definition = definitions[definitionOf[v]!];
    if (!definition) return { id, state: 'absent', used: used[v]! };
    return { id, record: recordOf(lineage, v, definition), state: stateOf?.(id) ?? 'stored', used: used[v]! };
  });
  return provenanceGraph(nodes);
}

function recordOf({ parameters, shapes, l1, l2, l3 }: LineageGraph, v: number, definition: NodeRecord['definition']) {
  let parsed: NodeRecord['parameters'] | undefined;
  return {
    definition,
    shapes: { l1: shapes[l1[v]!]!, l2: shapes[l2[v]!]!, l3: shapes[l3[v]!]! },
    // Parsed when a block is described: a question about structure alone needs no parameters.
    get parameters() {
      return (parsed ??= JSON.parse(parameters[v]!) as NodeRecord['parameters']);
    },
  };
}

/** Which of the stored shapes a view goes by: other data (l1), other parameters too (l2), other versions too (l3). */
export type ShapeLevel = keyof Shapes;

/**
 * What each node is, as a number: its stored shape. Files and values say little by themselves, so they are told apart by
 * which inputs of which analyses they serve; any function of a node may be a label without touching the guarantees.
 */
export function shapeLabels(graph: ProvenanceGraph, level: ShapeLevel): Uint32Array {
  const { dag, records } = graph;
  const texts = records.map((record) => (record ? record.shapes[level] : ''));
  const uses = new Map<number, Set<string>>();
  for (let u = 0; u < dag.size; u++) {
    for (let e = dag.offsets[u]!; e < dag.offsets[u + 1]!; e++) {
      const v = dag.targets[e]!;
      if (dag.offsets[v + 1] !== dag.offsets[v] || !isLeafName(records[v]?.definition.name)) continue;
      const use = `${graph.roleNames[graph.roles[e]!]!} of ${records[u]?.definition.name}`;
      uses.set(v, (uses.get(v) ?? new Set()).add(use));
    }
  }
  for (const [v, set] of uses) texts[v] += [...set].sort().join();
  const known = new Map<string, number>();
  return Uint32Array.from(texts, (text) => {
    const number = known.get(text) ?? known.size;
    if (number === known.size) known.set(text, number);
    return number;
  });
}

/** True for files, values and what is not recorded. */
export function isLeafName(name: string | undefined): boolean {
  return name === undefined || name.startsWith('stemma.');
}

function rolesOf(dag: Dag, sources: readonly number[], targets: readonly number[], names: readonly string[]) {
  const texts: string[] = [];
  for (const [i, name] of names.entries()) {
    const edge = edgeAt(dag, sources[i]!, targets[i]!);
    const text = texts[edge];
    if (text === undefined) texts[edge] = name;
    else if (!text.split(', ').includes(name)) texts[edge] = [...text.split(', '), name].sort().join(', ');
  }
  const known = new Map<string, number>();
  const roles = Uint32Array.from({ length: dag.targets.length }, (_, e) => {
    const number = known.get(texts[e]!) ?? known.size;
    if (number === known.size) known.set(texts[e]!, number);
    return number;
  });
  return { roles, roleNames: [...known.keys()] };
}
