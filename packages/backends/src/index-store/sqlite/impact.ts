// What depends on something, counted by class. A few thousand descendants are walked in the database; for more, the
// whole graph is read once into two arrays (4 bytes for each edge) and kept up to date by the journal of changes.
import { StemmaError } from '@stemma/core';
import type { Digest, ImpactClass } from '@stemma/core';
import type { Connection } from './connection.ts';
import { readDefinitions, rowsOf, walk } from './lineage.ts';

/** Up to so many descendants the database is as fast as the arrays, which have to be read first. */
const walkLimit = 20_000;
/** Rows of derivations whose edges are read at once. */
const rangeLength = 50_000;

const lastRowSql = 'SELECT max(id) FROM derivation';
const lastChangeSql = 'SELECT (SELECT max(seq) FROM change), (SELECT max(id) FROM activity)';
const edgesSql = `SELECT json_group_array(u.used), json_group_array(u.user) FROM used u WHERE u.user BETWEEN ? AND ?`;
const newEdgesSql = `SELECT u.used, u.user FROM change c CROSS JOIN used u ON u.user = c.derivation WHERE c.seq > ?`;
// What is never stored has edges and activities, but no result and so no change.
const unstoredEdgesSql = `SELECT u.used, u.user FROM activity x CROSS JOIN used u ON u.user = x.derivation
  WHERE x.id > ? AND x.content IS NULL`;
const classesSql = `SELECT d.definition, count(*), count(r.derivation), count(p.derivation) FROM json_each(?) j
  CROSS JOIN derivation d ON d.id = j.value LEFT JOIN result r ON r.derivation = d.id LEFT JOIN pin p ON p.derivation = d.id
  WHERE d.definition IS NOT NULL GROUP BY d.definition`;
// Merge of tables in the order of their rows: nothing is looked up.
const allClassesSql = `SELECT json_group_array(d.id), json_group_array(d.definition) FROM derivation d
  WHERE d.id BETWEEN ? AND ? AND d.definition IS NOT NULL`;
const allResultsSql = 'SELECT json_group_array(r.derivation) FROM result r WHERE r.derivation BETWEEN ? AND ?';
const allPinsSql = 'SELECT p.derivation FROM pin p WHERE p.derivation > ?';

/** The users of every derivation in arrays, and which classes they are of. */
interface UserArrays {
  readonly start: Int32Array;
  readonly user: Int32Array;
  /** Definition by row of derivation, -1 for none. */
  readonly definition: Int32Array;
  readonly hasResult: Uint8Array;
  /** Edges that came since: users by row. */
  readonly added: Map<number, number[]>;
  at: Moment;
}

/** Up to which change and which activity the arrays are complete. */
interface Moment {
  readonly change: number;
  readonly activity: number;
}

/** Rows of derivations, and a fast answer to whether one is among them. */
export interface RowSet {
  readonly rows: readonly number[];
  has(row: number): boolean;
}

/** Counts descendants by class, over one connection. */
export interface Impact {
  of(ids: readonly Digest[]): ImpactClass[];
  /** Everything made with these, themselves left out. */
  descendants(rows: readonly number[]): RowSet;
}

/** Impact over a connection; the arrays are read when they are first needed. */
export function impact(connection: Connection): Impact {
  let arrays: UserArrays | undefined;

  function upToDate(): UserArrays {
    arrays ??= readArrays(connection);
    const now = momentOf(connection);
    if (now.change > arrays.at.change || now.activity > arrays.at.activity) arrays = follow(connection, arrays, now);
    return arrays;
  }

  function descendants(rows: readonly number[]): RowSet {
    try {
      const { nodes } = walk(connection, rows, { direction: 'down', limit: walkLimit });
      const found = new Set(nodes.slice(rows.length));
      return { rows: [...found], has: (row) => found.has(row) };
    } catch (error) {
      if (!(error instanceof StemmaError) || error.code !== 'too_large') throw error;
      return reach(upToDate(), rows);
    }
  }

  return {
    descendants,
    of: (ids) => {
      const rows = rowsOf(connection, ids);
      const found = descendants(rows);
      const counts =
        found.rows.length <= walkLimit
          ? countInDatabase(connection, found.rows)
          : countInArrays(connection, upToDate(), found);
      return asClasses(connection, counts);
    },
  };
}

type Counts = Map<number, [derivations: number, results: number, pinned: number]>;

function countInDatabase(connection: Connection, rows: readonly number[]): Counts {
  const counts: Counts = new Map();
  for (const [definition, ...numbers] of connection.rows(classesSql, JSON.stringify(rows)))
    counts.set(definition as number, numbers as [number, number, number]);
  return counts;
}

function countInArrays(connection: Connection, arrays: UserArrays, { rows, has }: RowSet): Counts {
  const counts: Counts = new Map();
  const at = (definition: number) => {
    let count = counts.get(definition);
    if (!count) counts.set(definition, (count = [0, 0, 0]));
    return count;
  };
  const { definition, hasResult } = arrays;
  // Rows that came after the arrays were read are few: the database knows them.
  const later: number[] = [];
  for (const row of rows) {
    const own = definition[row] ?? -2;
    if (own < 0 || hasResult[row] === 0) later.push(row);
    else {
      const count = at(own);
      count[0] += 1;
      count[1] += 1;
    }
  }
  for (const [pinned] of connection.rows(allPinsSql, 0)) {
    const row = pinned as number;
    if (has(row) && hasResult[row] === 1) at(definition[row]!)[2] += 1;
  }
  for (const [own, numbers] of countInDatabase(connection, later)) {
    const count = at(own);
    numbers.forEach((number, i) => (count[i]! += number));
  }
  return counts;
}

function asClasses(connection: Connection, counts: Counts): ImpactClass[] {
  const rows = [...counts.keys()];
  const classes = new Map<string, ImpactClass>();
  for (const [i, { name, version }] of readDefinitions(connection, rows).entries()) {
    const [derivations, results, pinned] = counts.get(rows[i]!)!;
    // The same version from several environments is one class for people.
    const key = `${name}\n${version}`;
    const before = classes.get(key) ?? { derivations: 0, results: 0, pinned: 0 };
    classes.set(key, {
      name,
      version,
      derivations: before.derivations + derivations,
      results: before.results + results,
      pinned: before.pinned + pinned,
    });
  }
  return [...classes.values()].sort(
    (a, b) =>
      b.derivations - a.derivations || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1),
  );
}

function reach({ start, user, added }: UserArrays, rows: readonly number[]): RowSet {
  const count = start.length - 1;
  const met = new Uint8Array(count);
  const beyond = new Set<number>();
  const queue: number[] = [];
  const meet = (row: number) => {
    if (row < count) {
      if (met[row] === 1) return;
      met[row] = 1;
    } else if (beyond.has(row)) return;
    else beyond.add(row);
    queue.push(row);
  };
  for (const row of rows) meet(row);
  for (let at = 0; at < queue.length; at++) {
    const row = queue[at]!;
    if (row < count) for (let i = start[row]!; i < start[row + 1]!; i++) meet(user[i]!);
    for (const other of added.get(row) ?? []) meet(other);
  }
  const given = new Set(rows);
  const has = (row: number) => !given.has(row) && (row < count ? met[row] === 1 : beyond.has(row));
  return { rows: queue.slice(given.size), has };
}

function readArrays(connection: Connection): UserArrays {
  // The moment first: what is committed while the edges are read comes twice, which does no harm.
  const at = momentOf(connection);
  const last = Number(connection.rows(lastRowSql)[0]![0] ?? 0);
  const definition = new Int32Array(last + 1).fill(-1);
  const hasResult = new Uint8Array(last + 1);
  const parts: [Int32Array, Int32Array][] = [];
  const start = new Int32Array(last + 2);
  for (let row = 1; row <= last; row += rangeLength) {
    const to = Math.min(last, row + rangeLength - 1);
    const [used, users] = arraysOf(connection, edgesSql, row, to);
    for (const one of used!) if (one <= last) start[one + 1]! += 1;
    parts.push([Int32Array.from(used!), Int32Array.from(users!)]);
    const [ids, definitions] = arraysOf(connection, allClassesSql, row, to);
    ids!.forEach((id, i) => (definition[id] = definitions![i]!));
    for (const id of arraysOf(connection, allResultsSql, row, to)[0]!) hasResult[id] = 1;
  }
  for (let row = 0; row <= last; row++) start[row + 1]! += start[row]!;
  const next = start.slice();
  const user = new Int32Array(start[last + 1]!);
  const added = new Map<number, number[]>();
  for (const [used, users] of parts) {
    for (let i = 0; i < used.length; i++) {
      if (used[i]! <= last) user[next[used[i]!]!++] = users[i]!;
      else addUser(added, used[i]!, users[i]!);
    }
  }
  return { start, user, definition, hasResult, added, at };
}

function arraysOf(connection: Connection, sql: string, from: number, to: number): number[][] {
  return connection.rows(sql, from, to)[0]!.map((json) => JSON.parse(json as string) as number[]);
}

// After very many changes the arrays are read anew: lists are slower to walk.
function follow(connection: Connection, arrays: UserArrays, now: Moment): UserArrays {
  const { added, at, start } = arrays;
  if (now.change - at.change > start.length / 4) return readArrays(connection);
  const rows = [...connection.rows(newEdgesSql, at.change), ...connection.rows(unstoredEdgesSql, at.activity)];
  for (const [used, user] of rows) addUser(added, used as number, user as number);
  arrays.at = now;
  return arrays;
}

function momentOf(connection: Connection): Moment {
  const [change, activity] = connection.rows(lastChangeSql)[0]!;
  return { change: Number(change ?? 0), activity: Number(activity ?? 0) };
}

function addUser(added: Map<number, number[]>, used: number, user: number): void {
  const list = added.get(used);
  if (list) list.push(user);
  else added.set(used, [user]);
}
