// Tags, notes and collections in SQLite: each change one durable transaction, all ids looked up before anything is written.
import { StemmaError } from '@stemma/core';
import type { AnnotationIndex, Clock, Collection, Digest, Note, Tag } from '@stemma/core';
import { checkLabel, checkNote } from '../annotation-rules.ts';
import type { Connection } from './connection.ts';
import { digestChunks, toDigest } from './digest-bytes.ts';

const recordedSql = `SELECT j.key, d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  WHERE d.definition IS NOT NULL`;
const tagSql = 'INSERT INTO tag (name, derivation, at_ms, agent) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const untagSql = `DELETE FROM tag WHERE name = ? AND derivation IN
  (SELECT d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value))`;
const tagsOfSql = `SELECT j.key, t.name, t.agent, t.at_ms FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN tag t ON t.derivation = d.id ORDER BY j.key, t.name`;
const allTags = 'SELECT name, count(*) FROM tag GROUP BY name ORDER BY name';
const noteSql = 'INSERT INTO note (derivation, at_ms, agent, text) VALUES (?, ?, ?, ?)';
const notesOfSql = `SELECT j.key, n.text, n.agent, n.at_ms FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN note n ON n.derivation = d.id ORDER BY j.key, n.id`;
const collectionSql = `INSERT INTO collection (name, description, agent, created_ms) VALUES (?, ?, ?, ?)`;
const redescribeSql = 'UPDATE collection SET description = ? WHERE name = ?';
const collectionIdSql = 'SELECT id FROM collection WHERE name = ?';
const memberSql = `INSERT INTO collection_member (collection, derivation, at_ms, agent) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const removeSql = `DELETE FROM collection_member WHERE collection = (SELECT id FROM collection WHERE name = ?) AND derivation IN
  (SELECT d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value))`;
const allCollections = `SELECT k.name, k.description, k.agent, k.created_ms,
  (SELECT count(*) FROM collection_member m WHERE m.collection = k.id) FROM collection k ORDER BY k.name`;
const membersSql = `SELECT d.digest FROM collection k CROSS JOIN collection_member m ON m.collection = k.id
  CROSS JOIN derivation d ON d.id = m.derivation WHERE k.name = ? ORDER BY m.at_ms, m.derivation`;

type Collections = Pick<AnnotationIndex, 'describeCollection' | 'collect' | 'uncollect' | 'collections' | 'membersOf'>;

/** The annotations of a connection. */
export function annotations(connection: Connection, clock: Clock): AnnotationIndex {
  return { ...tagsAndNotes(connection, clock), ...collections(connection, clock) };
}

function tagsAndNotes(connection: Connection, clock: Clock): Omit<AnnotationIndex, keyof Collections> {
  const rowsOf = (ids: readonly Digest[]) => recordedRows(connection, ids);
  const change = (what: () => void) => connection.write('durable', what);

  return {
    tag: async (ids, name, { agent }) => {
      checkLabel(name, 'tag');
      change(() => {
        for (const row of rowsOf(ids)) connection.statement(tagSql).run(name, row, clock.nowMs(), agent);
      });
    },
    untag: async (ids, name) =>
      change(() => {
        for (const { json } of digestChunks(ids)) connection.statement(untagSql).run(name, json);
      }),
    tagsOf: async (ids) =>
      connection.read(() =>
        gather(connection, tagsOfSql, ids, ([, name, agent, atMs]): Tag => ({ name, agent, atMs }) as Tag),
      ),
    tags: async () =>
      connection.read(() =>
        connection.rows(allTags).map(([name, size]) => ({ name: name as string, size: size as number })),
      ),
    addNote: async (id, text, { agent }) => {
      checkNote(text);
      change(() => void connection.statement(noteSql).run(rowsOf([id])[0]!, clock.nowMs(), agent, text));
    },
    notesOf: async (ids) =>
      connection.read(() =>
        gather(connection, notesOfSql, ids, ([, text, agent, atMs]): Note => ({ text, agent, atMs }) as Note),
      ),
  };
}

function collections(connection: Connection, clock: Clock): Collections {
  const rowsOf = (ids: readonly Digest[]) => recordedRows(connection, ids);
  const change = (what: () => void) => connection.write('durable', what);
  const collectionOf = (name: string, agent: string, description = '') =>
    (connection.rows(collectionIdSql, name)[0]?.[0] as number | undefined) ??
    Number(connection.statement(collectionSql).run(name, description, agent, clock.nowMs()).lastInsertRowid);

  return {
    describeCollection: async (name, description, { agent }) => {
      checkLabel(name, 'collection');
      change(() => {
        collectionOf(name, agent, description);
        connection.statement(redescribeSql).run(description, name);
      });
    },
    collect: async (name, ids, { agent }) => {
      checkLabel(name, 'collection');
      change(() => {
        const rows = rowsOf(ids);
        const collection = collectionOf(name, agent);
        for (const row of rows) connection.statement(memberSql).run(collection, row, clock.nowMs(), agent);
      });
    },
    uncollect: async (name, ids) =>
      change(() => {
        for (const { json } of digestChunks(ids)) connection.statement(removeSql).run(name, json);
      }),
    collections: async () =>
      connection.read(() =>
        connection
          .rows(allCollections)
          .map(
            ([name, description, agent, createdMs, size]) =>
              ({ name, description, agent, createdMs, size }) as Collection,
          ),
      ),
    membersOf: async (name) =>
      connection.read(() => connection.rows(membersSql, name).map(([digest]) => toDigest(digest))),
  };
}

function recordedRows(connection: Connection, ids: readonly Digest[]): number[] {
  const rows = new Map<Digest, number>();
  for (const { slice, json } of digestChunks(ids)) {
    for (const [key, row] of connection.rows(recordedSql, json)) rows.set(slice[key as number]!, row as number);
  }
  return ids.map((id) => {
    const row = rows.get(id);
    if (row === undefined) throw new StemmaError('not_found', `there is no result ${id}`, { id });
    return row;
  });
}

function gather<T>(
  connection: Connection,
  sql: string,
  ids: readonly Digest[],
  read: (row: readonly unknown[]) => T,
): Map<Digest, T[]> {
  const found = new Map<Digest, T[]>();
  for (const { slice, json } of digestChunks([...new Set(ids)])) {
    for (const row of connection.rows(sql, json)) {
      const id = slice[row[0] as number]!;
      const list = found.get(id);
      if (list) list.push(read(row));
      else found.set(id, [read(row)]);
    }
  }
  return found;
}
