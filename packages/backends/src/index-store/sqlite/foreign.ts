// Provenance made elsewhere in SQLite: a document in one durable transaction, its nodes among all derivations, with
// contents that count as forgotten, so that no look-up of the engine ever answers with them.
import { canonicalJson } from '@stemma/core';
import type { Clock, Digest, ForeignDocument, ForeignIndex, ForeignOrigin, Json } from '@stemma/core';
import type { ForeignEntry, ForeignFormat, ForeignReading } from '@stemma/core/exports';
import { manifestSizeBytes } from '../manifest-size.ts';
import type { Connection, Row } from './connection.ts';
import { digestChunks, toBytes, toDigest } from './digest-bytes.ts';
import { activityRecorder } from './record-activity.ts';
import { recordDerivations } from './record-derivations.ts';

const documentColumns = `f.digest, f.format, f.source, f.title, f.agent, f.imported_ms,
  (SELECT count(*) FROM foreign_node n WHERE n.document = f.id)`;
const oneDocumentSql = `SELECT ${documentColumns}, f.id FROM foreign_document f WHERE f.digest = ?`;
const documentsSql = `SELECT ${documentColumns} FROM foreign_document f ORDER BY f.imported_ms DESC, f.id DESC`;
const insertDocumentSql = `INSERT INTO foreign_document (digest, format, source, title, agent, imported_ms)
  VALUES (?, ?, ?, ?, ?, ?)`;
const insertNodeSql = 'INSERT INTO foreign_node (document, ordinal, derivation, key, native) VALUES (?, ?, ?, ?, ?)';
const contentSql = `INSERT INTO content (digest, manifest, failed, forgotten, size_bytes, last_used_ms)
  VALUES (?, ?, ?, 1, ?, ?)`;
const resultSql = `INSERT INTO result (derivation, analysis, content, produced_by, action_key, published_ms)
  VALUES (?, ?, ?, ?, ?, ?)`;
const changeSql = 'INSERT INTO change (derivation) VALUES (?)';
const usedSql = 'INSERT INTO used (user, ordinal, role, used) VALUES (?, ?, ?, ?)';
const hasResultSql = 'SELECT 1 FROM result WHERE derivation = ?';
const originsSql = `SELECT j.key, ${documentColumns}, n.key, n.native FROM json_each(?) j
  CROSS JOIN derivation d ON d.digest = unhex(j.value) CROSS JOIN foreign_node n ON n.derivation = d.id
  CROSS JOIN foreign_document f ON f.id = n.document ORDER BY j.key, f.imported_ms, f.id, n.ordinal`;
const nodesSql = `SELECT d.digest FROM foreign_document f CROSS JOIN foreign_node n ON n.document = f.id
  CROSS JOIN derivation d ON d.id = n.derivation WHERE f.digest = ? ORDER BY n.ordinal`;

/** Foreign documents over a connection. */
export function foreignDocuments(connection: Connection, clock: Clock): ForeignIndex {
  const documentOf = (digest: Digest): ForeignDocument | undefined => {
    const row = connection.statement(oneDocumentSql).get(toBytes(digest)) as Row | undefined;
    return row && asDocument(row);
  };
  return {
    importForeign: async (reading, by) =>
      connection.write('durable', () => {
        const there = documentOf(reading.document);
        if (there) return { state: 'already', document: there };
        record(connection, reading, by, clock.nowMs());
        return { state: 'imported', document: documentOf(reading.document)! };
      }),
    foreignDocuments: async () => connection.read(() => connection.rows(documentsSql).map(asDocument)),
    originsOf: async (ids) => connection.read(() => originsOf(connection, ids)),
    nodesOf: async (document) =>
      connection.read(() => connection.rows(nodesSql, toBytes(document)).map(([digest]) => toDigest(digest))),
  };
}

function asDocument(row: Row): ForeignDocument {
  const [digest, format, source, title, agent, importedMs, nodes] = row as [
    unknown,
    ForeignFormat,
    string,
    string,
    string,
    number,
    number,
  ];
  return { document: toDigest(digest), format, source, title, agent, importedMs, nodes };
}

function record(
  connection: Connection,
  { document, format, title = '', entries }: ForeignReading,
  { agent, source }: { readonly agent: string; readonly source: string },
  nowMs: number,
): void {
  const records = entries.map((entry) => entry.record);
  const derivations = recordDerivations(connection, records, []);
  const { lastInsertRowid } = connection
    .statement(insertDocumentSql)
    .run(toBytes(document), format, source, title, agent, nowMs);
  const recordActivity = activityRecorder(connection);
  for (const [ordinal, entry] of entries.entries()) {
    const derivation = derivations.idOf(entry.record.id);
    const native = entry.native === undefined ? null : toBytes(entry.native);
    connection.statement(insertNodeSql).run(lastInsertRowid, ordinal, derivation, entry.key, native);
    if (connection.rows(hasResultSql, derivation).length > 0) continue;
    const analysis = derivations.analysisOf(entry.record);
    const content = recordResult(connection, entry, derivation, analysis, nowMs);
    for (const [place, { role, id }] of entry.used.toSorted(byRole).entries())
      connection.statement(usedSql).run(derivation, place, role, derivations.idOf(id));
    if (entry.activity) recordActivity(entry.activity, { derivation, analysis, content });
  }
}

function byRole(a: ForeignEntry['used'][number], b: ForeignEntry['used'][number]): number {
  return a.role < b.role ? -1 : a.role > b.role ? 1 : 0;
}

// The action key is the id, which no pre-image of an action key gives.
function recordResult(
  connection: Connection,
  { record: { id }, manifest, contentDigest }: ForeignEntry,
  derivation: number,
  analysis: number,
  nowMs: number,
): number {
  const text = canonicalJson(manifest as unknown as Json);
  const failed = 'failure' in manifest ? 1 : 0;
  const content = Number(
    connection.statement(contentSql).run(toBytes(contentDigest), text, failed, manifestSizeBytes(manifest), nowMs)
      .lastInsertRowid,
  );
  connection.statement(resultSql).run(derivation, analysis, content, derivation, toBytes(id), nowMs);
  connection.statement(changeSql).run(derivation);
  return content;
}

function originsOf(connection: Connection, ids: readonly Digest[]): Map<Digest, ForeignOrigin[]> {
  const found = new Map<Digest, ForeignOrigin[]>();
  for (const { slice, json } of digestChunks([...new Set(ids)])) {
    for (const row of connection.rows(originsSql, json)) {
      const id = slice[row[0] as number]!;
      const [key, native] = row.slice(8) as [string, unknown];
      const origin = { ...asDocument(row.slice(1)), key, ...(native !== null && { native: toDigest(native) }) };
      const list = found.get(id);
      if (list) list.push(origin);
      else found.set(id, [origin]);
    }
  }
  return found;
}
