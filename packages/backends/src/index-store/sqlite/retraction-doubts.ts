// Which rows are in doubt, over one connection: the hold of retractions that the look-ups, claims and publications ask.
// An index in which nothing was retracted costs them one look at the last event's number.
import { Doubts } from '@stemma/core';
import type { Doubt, Making } from '@stemma/core';
import type { Connection } from './connection.ts';

const lastSql = 'SELECT max(id) FROM retraction';
const dataVersionSql = 'PRAGMA data_version';
const activeSql = `SELECT r.target, r.derivation, r.content, r.name, r.version, lower(hex(r.digest)) FROM retraction r
  WHERE r.kind = 'retract' AND NOT EXISTS (SELECT 1 FROM retraction o WHERE o.of = r.id)`;
const lastSupersededSql = 'SELECT max(superseded_by) FROM former_result';
const definitionsByNameSql = `SELECT f.id FROM analysis a JOIN definition f ON f.analysis = a.id WHERE a.name = ? AND f.version = ?`;
const definitionsByCodeSql = 'SELECT id FROM definition WHERE code = unhex(?)';
const fileDefinitionsSql = `SELECT f.id FROM analysis a JOIN definition f ON f.analysis = a.id WHERE a.name = 'stemma.File'`;
// CROSS JOIN fixes the order of the loops, as in the look-ups.
const makingSql = `SELECT d.id, d.definition, r.content, r.made_at, r.changed_at, r.produced_by FROM json_each(?) j
  CROSS JOIN derivation d ON d.id = j.value LEFT JOIN result r ON r.derivation = d.id`;
const edgesSql = `SELECT u.user, u.used FROM json_each(?) j CROSS JOIN used u ON u.user = j.value`;
const fileSql = `SELECT d.id, json_extract(d.parameters, '$.sha256') FROM json_each(?) j CROSS JOIN derivation d ON d.id = j.value`;

/** What is in doubt, as look-ups ask it: by rows of derivations. */
export interface RetractionDoubts {
  /** The number of the last event, 0 when there is none. */
  last(): number;
  /** True when nothing can be in doubt: the usual case. */
  quiet(): boolean;
  /** Those in doubt among these. */
  about(rows: readonly number[]): ReadonlyMap<number, Doubt<number>>;
  /** Those among these to which a retraction applies directly. */
  retracted(rows: readonly number[]): ReadonlySet<number>;
  /**
   * To be called when results in doubt were replaced. Nothing sound was made with them, so what was found sound stays so
   * and need not be looked at again: else each batch of a long recomputation would walk the whole family tree.
   */
  replaced(): void;
  /** To be called after other events, and when a transaction was rolled back: its event numbers are used again. */
  reset(): void;
}

/** The retractions that hold, by what they apply to. */
interface Held {
  /** Contents by derivation. */
  readonly contents: ReadonlyMap<number, ReadonlySet<number>>;
  readonly definitions: readonly (readonly [name: string, version: string])[];
  readonly codes: readonly string[];
  readonly files: ReadonlySet<string>;
  readonly quiet: boolean;
}

/** The doubts of one connection; other processes' events and publications are noticed. */
export function retractionDoubts(connection: Connection): RetractionDoubts {
  let held: Held | undefined;
  let heldAt = 0;
  let dataVersion: unknown;
  const fresh = () => new Doubts<number>((rows) => readMakings(connection, held!, rows));
  let doubts = fresh();

  const last = () => Number(connection.rows(lastSql)[0]![0] ?? 0);

  function current(): Held {
    const number = last();
    if (!held || heldAt !== number) {
      held = readHeld(connection);
      heldAt = number;
      doubts = fresh();
    }
    return held;
  }

  return {
    last,
    quiet: () => last() === 0 || current().quiet,
    about: (rows) => {
      current();
      // What others have published since may have ended a doubt without an event.
      const version = connection.rows(dataVersionSql)[0]![0];
      if (version !== dataVersion) doubts.forget();
      dataVersion = version;
      return doubts.about(rows);
    },
    retracted: (rows) => {
      const makings = readMakings(connection, current(), rows);
      return new Set(makings.filter(({ retracted }) => retracted).map(({ key }) => key));
    },
    replaced: () => {
      if (!held) return;
      held = readHeld(connection);
      heldAt = last();
      doubts.forget();
    },
    reset: () => void (held = undefined),
  };
}

function readHeld(connection: Connection): Held {
  const contents = new Map<number, Set<number>>();
  const definitions: [string, string][] = [];
  const codes: string[] = [];
  const files = new Set<string>();
  const active = connection.rows(activeSql);
  for (const [target, derivation, content, name, version, digest] of active) {
    if (target === 'result') {
      const before = contents.get(derivation as number) ?? new Set();
      contents.set(derivation as number, before.add(content as number));
    } else if (target === 'definition') definitions.push([name as string, version as string]);
    else if (target === 'code') codes.push(digest as string);
    else files.add(digest as string);
  }
  const quiet = active.length === 0 && connection.rows(lastSupersededSql)[0]![0] === null;
  return { contents, definitions, codes, files, quiet };
}

function readMakings(connection: Connection, held: Held, rows: readonly number[]): Making<number>[] {
  const list = JSON.stringify(rows);
  const uses = new Map<number, number[]>();
  for (const [user, used] of connection.rows(edgesSql, list)) {
    const before = uses.get(user as number);
    if (before) before.push(used as number);
    else uses.set(user as number, [used as number]);
  }
  // Asked each time: a definition may be recorded after it was retracted.
  const definitions = heldDefinitions(connection, held);
  const files = heldFiles(connection, held, list);
  return connection.rows(makingSql, list).map(([id, definition, content, madeAt, changedAt, producedBy]) => {
    const key = id as number;
    const own = uses.get(key) ?? [];
    const takenOver = producedBy !== null && producedBy !== key;
    return {
      key,
      uses: takenOver ? [...own, producedBy as number] : own,
      stored: content !== null,
      madeAt: Number(madeAt ?? 0),
      changedAt: Number(changedAt ?? 0),
      retracted:
        definitions.has(definition as number) ||
        files.has(key) ||
        (held.contents.get(key)?.has(content as number) ?? false),
    };
  });
}

function heldDefinitions(connection: Connection, { definitions, codes }: Held): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [name, version] of definitions)
    for (const [id] of connection.rows(definitionsByNameSql, name, version)) found.add(id as number);
  for (const code of codes) for (const [id] of connection.rows(definitionsByCodeSql, code)) found.add(id as number);
  return found;
}

function heldFiles(connection: Connection, { files }: Held, list: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (files.size === 0) return found;
  const definitions = new Set(connection.rows(fileDefinitionsSql).map(([id]) => id));
  const leaves = connection
    .rows(makingSql, list)
    .filter(([, definition]) => definitions.has(definition))
    .map(([id]) => id);
  if (leaves.length === 0) return found;
  for (const [id, digest] of connection.rows(fileSql, JSON.stringify(leaves)))
    if (files.has(digest as string)) found.add(id as number);
  return found;
}
