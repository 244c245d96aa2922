// Walks of the family tree in SQLite, level by level: each node and edge is read once, and a whole level comes back as
// arrays in JSON, which costs a tenth of a row for each edge. A recursive query would answer with the nodes and need the
// edges read again.
import { idsIn } from '@stemma/core';
import type { Definition, Digest, InputBinding, LineageBounds, LineageGraph } from '@stemma/core';
import { defaultLineageLimit, tooMany } from '../lineage-limit.ts';
import { numbering } from '../numbering.ts';
import type { Connection } from './connection.ts';
import { digestChunks, toDigest } from './digest-bytes.ts';

/** Nodes in one question. */
const levelChunk = 5000;

const idsSql = `SELECT d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)`;
const upSql = `SELECT json_group_array(u.user), json_group_array(u.used), json_group_array(u.role)
  FROM json_each(?) j CROSS JOIN used u ON u.user = j.value`;
const downSql = `SELECT json_group_array(u.user), json_group_array(u.used), json_group_array(u.role)
  FROM json_each(?) j CROSS JOIN used u ON u.used = j.value`;
// What was never published has no edges yet (failed attempts, templates): its definition names them.
const definedSql = `SELECT d.id, d.inputs FROM json_each(?) j CROSS JOIN derivation d ON d.id = j.value
  WHERE d.inputs <> '{}' AND NOT EXISTS (SELECT 1 FROM result r WHERE r.derivation = d.id)`;
const nodesSql = `SELECT json_group_array(hex(d.digest)), json_group_array(coalesce(d.definition, -1)),
  json_group_array(coalesce(d.l1, -1)), json_group_array(coalesce(d.l2, -1)), json_group_array(coalesce(d.l3, -1)),
  json_group_array(coalesce(d.parameters, '{}')) FROM json_each(?) j CROSS JOIN derivation d ON d.id = j.value`;
const digestsSql = `SELECT json_group_array(hex(d.digest)) FROM json_each(?) j CROSS JOIN derivation d ON d.id = j.value`;
const definitionsSql = `SELECT f.id, a.name, f.version, f.code, f.environment FROM json_each(?) j
  CROSS JOIN definition f ON f.id = j.value CROSS JOIN analysis a ON a.id = f.analysis`;
const shapesSql = `SELECT s.id, s.digest FROM json_each(?) j CROSS JOIN shape s ON s.id = j.value`;
const usersSql = `SELECT DISTINCT j.key, t.digest FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN used u ON u.used = d.id CROSS JOIN derivation t ON t.id = u.user ORDER BY j.key, u.user`;

/** What a walk met, by the integer ids of the database, in the order of distance. */
interface Walk {
  readonly nodes: number[];
  /** Place in `nodes` by id. */
  readonly places: Map<number, number>;
  readonly from: number[];
  readonly to: number[];
  readonly roles: string[];
}

/** The integer ids of derivations; unknown ones are left out. */
export function rowsOf(connection: Connection, ids: readonly Digest[]): number[] {
  const found: number[] = [];
  for (const { json } of digestChunks([...new Set(ids)])) {
    for (const [id] of connection.rows(idsSql, json)) found.push(id as number);
  }
  return found;
}

/** Walks from rows to all that they reach. @throws StemmaError `too_large`. */
export function walk(connection: Connection, start: readonly number[], bounds: LineageBounds): Walk {
  const { direction, limit = defaultLineageLimit } = bounds;
  const places = new Map<number, number>();
  const nodes: number[] = [];
  const found: Walk = { nodes, places, from: [], to: [], roles: [] };
  const meet = (id: number, next: number[]) => {
    if (places.has(id)) return;
    if (nodes.length >= limit) throw tooMany(limit, direction);
    places.set(id, nodes.length);
    nodes.push(id);
    next.push(id);
  };
  let level: number[] = [];
  for (const id of start) meet(id, level);
  while (level.length > 0) {
    const next: number[] = [];
    for (let at = 0; at < level.length; at += levelChunk) {
      const edges = edgesOf(connection, level.slice(at, at + levelChunk), direction);
      const ends = direction === 'up' ? edges.to : edges.from;
      for (const end of ends) meet(end, next);
      append(found, edges);
    }
    level = next;
  }
  return found;
}

type Edges = Pick<Walk, 'from' | 'to' | 'roles'>;

// Not by spreading: an argument list of 100,000 edges overflows the stack.
function append(all: Edges, edges: Edges): void {
  for (let i = 0; i < edges.from.length; i++) {
    all.from.push(edges.from[i]!);
    all.to.push(edges.to[i]!);
    all.roles.push(edges.roles[i]!);
  }
}

function edgesOf(connection: Connection, level: readonly number[], direction: LineageBounds['direction']): Edges {
  const [row] = connection.rows(direction === 'up' ? upSql : downSql, JSON.stringify(level));
  const [from, to, roles] = row!.map((json) => JSON.parse(json as string) as never) as unknown as [
    number[],
    number[],
    string[],
  ];
  const edges = { from, to, roles };
  if (direction === 'up') addDefined(connection, level, edges);
  return edges;
}

function addDefined(connection: Connection, level: readonly number[], { from, to, roles }: Edges): void {
  const withEdges = new Set(from);
  const bare = level.filter((id) => !withEdges.has(id));
  if (bare.length === 0) return;
  for (const [user, inputs] of connection.rows(definedSql, JSON.stringify(bare))) {
    for (const [role, binding] of Object.entries(JSON.parse(inputs as string) as Record<string, InputBinding>)) {
      for (const id of rowsOf(connection, [...idsIn(binding)])) {
        from.push(user as number);
        to.push(id);
        roles.push(role);
      }
    }
  }
}

/** The graph of a walk, with what its nodes are. @throws StemmaError `too_large`. */
export function lineage(connection: Connection, ids: readonly Digest[], bounds: LineageBounds): LineageGraph {
  const { nodes, places, from, to, roles } = walk(connection, rowsOf(connection, ids), bounds);
  const place = (id: number) => places.get(id)!;
  const names = numbering<string>();
  return {
    ...readNodes(connection, nodes),
    from: Int32Array.from(from, place),
    to: Int32Array.from(to, place),
    role: Int32Array.from(roles, names.of),
    roles: names.items,
  };
}

/** The ids that a walk meets. @throws StemmaError `too_large`. */
export function reachable(connection: Connection, ids: readonly Digest[], bounds: LineageBounds): Digest[] {
  const { nodes } = walk(connection, rowsOf(connection, ids), bounds);
  const digests: Digest[] = [];
  for (const json of chunks(nodes)) {
    const [row] = connection.rows(digestsSql, json);
    for (const hex of JSON.parse(row![0] as string) as string[]) digests.push(hex.toLowerCase());
  }
  return digests;
}

/** Direct users of several derivations. */
export function usersOf(connection: Connection, ids: readonly Digest[]): Map<Digest, Digest[]> {
  const found = new Map<Digest, Digest[]>();
  for (const { slice, json } of digestChunks([...new Set(ids)])) {
    for (const [key, digest] of connection.rows(usersSql, json)) {
      const id = slice[key as number]!;
      const list = found.get(id) ?? [];
      found.set(id, list);
      list.push(toDigest(digest));
    }
  }
  return found;
}

type NodeColumns = Omit<LineageGraph, 'from' | 'to' | 'role' | 'roles'>;

function readNodes(connection: Connection, nodes: readonly number[]): NodeColumns {
  const count = nodes.length;
  const [ids, parameters]: [Digest[], string[]] = [[], []];
  const [definitions, shapes] = [numbering<number>(), numbering<number>()];
  const columns = [0, 1, 2, 3].map(() => new Int32Array(count));
  let at = 0;
  for (const json of chunks(nodes)) {
    const [row] = connection.rows(nodesSql, json);
    const [hexes, texts] = [JSON.parse(row![0] as string) as string[], JSON.parse(row![5] as string) as string[]];
    for (const hex of hexes) ids.push(hex.toLowerCase());
    for (const text of texts) parameters.push(text);
    columns.forEach((column, i) => {
      const numbers = i === 0 ? definitions : shapes;
      (JSON.parse(row![i + 1] as string) as number[]).forEach((id, k) => {
        column[at + k] = id === -1 ? -1 : numbers.of(id);
      });
    });
    at += hexes.length;
  }
  const [definitionOf, l1, l2, l3] = columns as [Int32Array, Int32Array, Int32Array, Int32Array];
  return {
    ids,
    parameters,
    definitionOf,
    l1,
    l2,
    l3,
    definitions: readDefinitions(connection, definitions.items),
    shapes: readShapes(connection, shapes.items),
  };
}

/** Definitions by their rows, in the order asked for. */
export function readDefinitions(connection: Connection, rows: readonly number[]): Definition[] {
  const found = new Map<unknown, Definition>();
  for (const [id, name, version, code, environment] of connection.rows(definitionsSql, JSON.stringify(rows))) {
    found.set(id, {
      name: name as string,
      version: version as string,
      code: toDigest(code),
      environment: toDigest(environment),
    });
  }
  return rows.map((id) => found.get(id)!);
}

function readShapes(connection: Connection, rows: readonly number[]): Digest[] {
  const found = new Map<unknown, Digest>();
  for (const json of chunks(rows)) {
    for (const [id, digest] of connection.rows(shapesSql, json)) found.set(id, toDigest(digest));
  }
  return rows.map((id) => found.get(id)!);
}

function* chunks(rows: readonly number[]): Generator<string> {
  for (let at = 0; at < rows.length; at += levelChunk) yield JSON.stringify(rows.slice(at, at + levelChunk));
}
