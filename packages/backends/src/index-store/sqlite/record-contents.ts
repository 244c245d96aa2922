// Writes contents and the small values that belong to them. Equal contents are kept once, whoever made them;
// one whose bytes were forgotten comes back to life, and with it every result that shares it.
import { canonicalJson } from '@stemma/core';
import type { Digest, Json, Publication } from '@stemma/core';
import { manifestSizeBytes } from '../manifest-size.ts';
import type { Connection } from './connection.ts';
import { digestChunks, requireDigest, toBytes } from './digest-bytes.ts';

// Looked up first, a thousand at once: an insert that may fail costs more than the question.
const selectContentSql =
  'SELECT j.key, c.id, c.forgotten FROM json_each(?) j CROSS JOIN content c ON c.digest = unhex(j.value)';
const selectPayloadSql = 'SELECT j.key, p.id FROM json_each(?) j CROSS JOIN payload p ON p.digest = unhex(j.value)';
const insertContentSql =
  'INSERT INTO content (digest, manifest, failed, size_bytes, last_used_ms) VALUES (?, ?, ?, ?, ?)';
const reviveSql = 'UPDATE content SET forgotten = 0, last_used_ms = ? WHERE id = ?';
const insertPayloadSql = 'INSERT INTO payload (digest, bytes) VALUES (?, ?)';
const linkSql = 'INSERT INTO content_payload (content, payload) VALUES (?, ?) ON CONFLICT DO NOTHING';

/** Records the contents of publications and returns their integer ids; to be called inside a transaction. */
export function recordContents(
  connection: Connection,
  batch: readonly Publication[],
  nowMs: number,
): Map<Digest, number> {
  const known = new Map<Digest, { id: number; forgotten: boolean }>();
  for (const { contentDigest } of batch) requireDigest(contentDigest, 'a content');
  select(connection, selectContentSql, new Set(batch.map(({ contentDigest }) => contentDigest)), (digest, row) =>
    known.set(digest, { id: row[1] as number, forgotten: row[2] === 1 }),
  );
  const ids = new Map<Digest, number>();
  const alive: Publication[] = [];
  for (const publication of batch) {
    const { contentDigest } = publication;
    if (ids.has(contentDigest)) continue;
    const there = known.get(contentDigest);
    if (there?.forgotten) connection.statement(reviveSql).run(nowMs, there.id);
    if (!there || there.forgotten) alive.push(publication);
    ids.set(contentDigest, there?.id ?? insertContent(connection, publication, nowMs));
  }
  recordPayloads(connection, alive, ids);
  return ids;
}

function insertContent(connection: Connection, { contentDigest, manifest }: Publication, nowMs: number): number {
  const { lastInsertRowid } = connection
    .statement(insertContentSql)
    .run(
      toBytes(contentDigest),
      canonicalJson(manifest as unknown as Json),
      'failure' in manifest ? 1 : 0,
      manifestSizeBytes(manifest),
      nowMs,
    );
  return Number(lastInsertRowid);
}

/** Each content holds on to its values, also to those that another content brought: forgetting counts the holders. */
function recordPayloads(connection: Connection, batch: readonly Publication[], contents: Map<Digest, number>): void {
  const wanted = new Set<Digest>();
  for (const publication of batch) for (const digest of valueDigests(publication)) wanted.add(digest);
  const ids = new Map<Digest, number>();
  select(connection, selectPayloadSql, wanted, (digest, row) => ids.set(digest, row[1] as number));
  const insert = connection.statement(insertPayloadSql);
  const link = connection.statement(linkSql);
  for (const publication of batch) {
    const content = contents.get(publication.contentDigest)!;
    for (const digest of valueDigests(publication)) {
      const bytes = publication.payloads.get(digest);
      if (bytes && !ids.has(digest)) {
        requireDigest(digest, 'a value');
        ids.set(digest, Number(insert.run(toBytes(digest), bytes).lastInsertRowid));
      }
      const id = ids.get(digest);
      if (id !== undefined) link.run(content, id);
    }
  }
}

function valueDigests({ manifest, payloads }: Publication): Set<Digest> {
  const digests = new Set(payloads.keys());
  if ('outputs' in manifest) for (const { digest } of Object.values(manifest.outputs)) digests.add(digest);
  return digests;
}

function select(
  connection: Connection,
  sql: string,
  digests: Set<Digest>,
  take: (digest: Digest, row: readonly unknown[]) => void,
): void {
  for (const { slice, json } of digestChunks([...digests])) {
    for (const row of connection.rows(sql, json)) take(slice[row[0] as number]!, row);
  }
}
