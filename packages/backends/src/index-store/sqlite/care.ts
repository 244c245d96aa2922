// Care of the store: listing contents, pinning, forgetting bytes, sizes.
import type { ContentEntry, Digest, Manifest } from '@stemma/core';
import { statSync } from 'node:fs';
import type { Clock } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { digestChunks, toDigest } from './digest-bytes.ts';
import { tables } from './schema.ts';

/** Contents are listed page by page: a long open read would keep the write-ahead log from being reset. */
const pageLength = 256;

const pageSql = 'SELECT id, digest, manifest, forgotten, last_used_ms FROM content WHERE id > ? ORDER BY id LIMIT ?';
const holdersSql = `SELECT r.content, d.digest, a.name, pin.derivation FROM result r CROSS JOIN derivation d ON d.id = r.derivation
  CROSS JOIN analysis a ON a.id = r.analysis LEFT JOIN pin ON pin.derivation = r.derivation
  WHERE r.content BETWEEN ? AND ? ORDER BY r.content, r.derivation`;
const pinSql = `INSERT INTO pin (derivation, pinned_ms) SELECT d.id, ? FROM json_each(?) j
  CROSS JOIN derivation d ON d.digest = unhex(j.value) WHERE d.definition IS NOT NULL ON CONFLICT DO NOTHING`;
const unpinSql = `DELETE FROM pin WHERE derivation IN
  (SELECT d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value))`;
// Pinned by any of its derivations is pinned.
const forgettableSql = `SELECT DISTINCT c.id FROM json_each(?) j CROSS JOIN content c ON c.digest = unhex(j.value)
  WHERE c.forgotten = 0 AND NOT EXISTS
    (SELECT 1 FROM result r CROSS JOIN pin ON pin.derivation = r.derivation WHERE r.content = c.id)`;
const heldPayloadsSql =
  'SELECT DISTINCT payload FROM content_payload WHERE content IN (SELECT value FROM json_each(?))';
const unlinkSql = 'DELETE FROM content_payload WHERE content IN (SELECT value FROM json_each(?))';
const forgetSql = 'UPDATE content SET forgotten = 1 WHERE id IN (SELECT value FROM json_each(?))';
const dropPayloadsSql = `DELETE FROM payload WHERE id IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM content_payload h WHERE h.payload = payload.id) RETURNING length(bytes)`;

/** All contents with their holders, in the order in which they came. */
export async function* contents(connection: Connection): AsyncGenerator<ContentEntry> {
  let last = 0;
  for (;;) {
    const page = connection.read(() => readPage(connection, last));
    if (page.length === 0) return;
    last = page.at(-1)!.id;
    for (const { entry } of page) yield entry;
  }
}

function readPage(connection: Connection, after: number): { id: number; entry: ContentEntry }[] {
  const rows = connection.rows(pageSql, after, pageLength);
  if (rows.length === 0) return [];
  const holders = Map.groupBy(
    connection.rows(holdersSql, rows[0]![0] as number, rows.at(-1)![0] as number),
    (row) => row[0] as number,
  );
  return rows.map((row) => ({ id: row[0] as number, entry: asEntry(row, holders.get(row[0] as number) ?? []) }));
}

function asEntry(row: Row, holders: readonly Row[]): ContentEntry {
  return {
    contentDigest: toDigest(row[1]),
    manifest: JSON.parse(row[2] as string) as Manifest,
    ids: holders.map((holder) => toDigest(holder[1])),
    names: [...new Set(holders.map((holder) => holder[2] as string))],
    pinned: holders.some((holder) => holder[3] !== null),
    forgotten: row[3] === 1,
    lastUsedMs: row[4] as number,
  };
}

/** Pins or unpins derivations; ids that the index has no record of are passed over. */
export function pin(connection: Connection, clock: Clock, ids: readonly Digest[], pinned: boolean): void {
  connection.write('durable', () => {
    for (const { json } of digestChunks(ids)) {
      if (pinned) connection.statement(pinSql).run(clock.nowMs(), json);
      else connection.statement(unpinSql).run(json);
    }
  });
}

/**
 * Forgets contents in one durable transaction: their values and their standing as known, never their provenance.
 * Passed over: what a pin holds, what is forgotten already, what is not here.
 *
 * A value goes when no living content holds it any more.
 * @returns bytes freed in the index.
 */
export function forget(connection: Connection, digests: readonly Digest[]): number {
  let freedBytes = 0;
  connection.write('durable', () => {
    for (const { json } of digestChunks(digests)) {
      const going = JSON.stringify(connection.rows(forgettableSql, json).map(([id]) => id));
      const payloads = JSON.stringify(connection.rows(heldPayloadsSql, going).map(([id]) => id));
      connection.statement(unlinkSql).run(going);
      connection.statement(forgetSql).run(going);
      for (const [bytes] of connection.rows(dropPayloadsSql, payloads)) freedBytes += bytes as number;
    }
  });
  return freedBytes;
}

/** Bytes on disk (database, write-ahead log, its index) and rows by table. */
export function size(connection: Connection): { bytes: number; rows: Record<string, number> } {
  let bytes = 0;
  for (const suffix of ['', '-wal', '-shm']) {
    bytes += statSync(`${connection.path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0;
  }
  const count = (table: string) => connection.rows(`SELECT count(*) FROM ${table}`)[0]![0] as number;
  return { bytes, rows: Object.fromEntries(tables.map((table) => [table, count(table)])) };
}
