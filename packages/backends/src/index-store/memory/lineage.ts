// Walks of the family tree in memory, over the maps of edges.
import { canonicalJson, idsIn } from '@stemma/core';
import type { DerivationRecord, Digest, ImpactClass, LineageBounds, LineageGraph, LineageIndex } from '@stemma/core';
import { defaultLineageLimit, tooMany } from '../lineage-limit.ts';
import { numbering } from '../numbering.ts';
import type { Tables } from './tables.ts';

interface Edge {
  readonly from: Digest;
  readonly to: Digest;
  readonly role: string;
}

/** The walks over the tables. */
export function memoryLineage(tables: Tables): LineageIndex {
  return {
    lineage: async (ids, bounds) => graphOf(tables, walk(tables, ids, bounds)),
    reachable: async (ids, bounds) => [...walk(tables, ids, bounds).nodes],
    usersOf: async (ids) => {
      const used = ids.filter((id) => tables.users.has(id));
      return new Map(used.map((id) => [id, [...tables.users.get(id)!]]));
    },
    impact: async (ids) => impactOf(tables, ids),
  };
}

/** Everything made with these, themselves left out. */
export function descendantsOf(tables: Tables, ids: readonly Digest[]): Set<Digest> {
  const { nodes } = walk(tables, ids, { direction: 'down', limit: Infinity });
  for (const id of ids) nodes.delete(id);
  return nodes;
}

function isKnown(tables: Tables, id: Digest): boolean {
  return tables.derivations.has(id) || tables.users.has(id);
}

function walk(tables: Tables, ids: readonly Digest[], bounds: LineageBounds): { nodes: Set<Digest>; edges: Edge[] } {
  const { direction, limit = defaultLineageLimit } = bounds;
  const nodes = new Set(ids.filter((id) => isKnown(tables, id)));
  const edges: Edge[] = [];
  // A set that grows while it is walked is a queue.
  for (const id of nodes) {
    if (nodes.size > limit) throw tooMany(limit, direction);
    for (const edge of direction === 'up' ? uses(tables, id) : usesBy(tables, id)) {
      edges.push(edge);
      nodes.add(direction === 'up' ? edge.to : edge.from);
    }
  }
  return { nodes, edges };
}

// What was never published has no edges yet: its definition names them.
function uses(tables: Tables, from: Digest): Edge[] {
  const used = tables.used.get(from);
  if (used) return used.map(({ id, role }) => ({ from, to: id, role }));
  const inputs = Object.entries(tables.derivations.get(from)?.inputs ?? {});
  const defined = inputs.flatMap(([role, binding]) => [...idsIn(binding)].map((to) => ({ from, to, role })));
  return defined.filter(({ to }) => isKnown(tables, to));
}

function usesBy(tables: Tables, to: Digest): Edge[] {
  return [...(tables.users.get(to) ?? [])].flatMap((from) => uses(tables, from).filter((edge) => edge.to === to));
}

function graphOf(tables: Tables, { nodes, edges }: { nodes: Set<Digest>; edges: Edge[] }): LineageGraph {
  const ids = [...nodes];
  const places = new Map(ids.map((id, i) => [id, i]));
  const records = ids.map((id) => tables.derivations.get(id));
  const [shapes, roles, texts] = [numbering<Digest>(), numbering<string>(), numbering<string>()];
  const column = (of: (record: DerivationRecord) => number) =>
    Int32Array.from(records, (record) => (record ? of(record) : -1));
  const definitionOf = column(({ definition }) => texts.of(JSON.stringify(definition)));
  return {
    ids,
    definitionOf,
    definitions: texts.items.map((text) => JSON.parse(text) as DerivationRecord['definition']),
    l1: column((record) => shapes.of(record.shapes.l1)),
    l2: column((record) => shapes.of(record.shapes.l2)),
    l3: column((record) => shapes.of(record.shapes.l3)),
    shapes: shapes.items,
    parameters: records.map((record) => canonicalJson(record?.parameters ?? {})),
    from: Int32Array.from(edges, ({ from }) => places.get(from)!),
    to: Int32Array.from(edges, ({ to }) => places.get(to)!),
    role: Int32Array.from(edges, ({ role }) => roles.of(role)),
    roles: roles.items,
  };
}

function impactOf(tables: Tables, ids: readonly Digest[]): ImpactClass[] {
  const classes = new Map<string, { -readonly [K in keyof ImpactClass]: ImpactClass[K] }>();
  for (const id of descendantsOf(tables, ids)) {
    const record = tables.derivations.get(id);
    if (!record) continue;
    const { name, version } = record.definition;
    const found = classes.get(`${name}\n${version}`) ?? { name, version, derivations: 0, results: 0, pinned: 0 };
    classes.set(`${name}\n${version}`, found);
    found.derivations += 1;
    if (tables.results.has(id)) found.results += 1;
    if (tables.pins.has(id)) found.pinned += 1;
  }
  const byName = (a: ImpactClass, b: ImpactClass) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1;
  return [...classes.values()].sort((a, b) => b.derivations - a.derivations || byName(a, b));
}
