// People's questions about where results come from: definitions, direct neighbours in the family tree,
// ids by prefix, the latest of an analysis, how long it takes.
import type { DerivationRecord, Digest, Timing } from '@stemma/core';
import { timingOf, timingWindow } from '../durations.ts';
import type { Connection } from './connection.ts';
import { digestChunks, toBytes, toDigest } from './digest-bytes.ts';

// The join with the definition leaves out derivations that are only mentioned.
const derivationsSql = `SELECT j.key, a.name, f.version, f.code, f.environment, d.parameters, d.inputs, s1.digest, s2.digest, s3.digest
  FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN definition f ON f.id = d.definition CROSS JOIN analysis a ON a.id = f.analysis
  CROSS JOIN shape s1 ON s1.id = d.l1 CROSS JOIN shape s2 ON s2.id = d.l2 CROSS JOIN shape s3 ON s3.id = d.l3`;
const usedSql = `SELECT j.key, u.role, t.digest FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN used u ON u.user = d.id CROSS JOIN derivation t ON t.id = u.used ORDER BY j.key, u.ordinal`;
const usersSql = `SELECT DISTINCT t.digest FROM derivation d CROSS JOIN used u ON u.used = d.id
  CROSS JOIN derivation t ON t.id = u.user WHERE d.digest = ? ORDER BY u.user`;
const expandSql = `SELECT digest FROM derivation WHERE digest BETWEEN ? AND ? AND definition IS NOT NULL ORDER BY digest LIMIT 10`;
const latestSql = `SELECT d.digest FROM analysis a CROSS JOIN result r ON r.analysis = a.id CROSS JOIN derivation d ON d.id = r.derivation
  WHERE a.name = ? ORDER BY r.published_ms DESC, r.derivation DESC LIMIT ?`;
// Follows the partial index on successful activities backwards: 50 rows, however many there are.
const timingSql = `SELECT x.finished_ms - x.started_ms FROM analysis a CROSS JOIN activity x ON x.analysis = a.id
  WHERE a.name = ? AND x.status = 'done' ORDER BY x.finished_ms DESC LIMIT ${timingWindow}`;

/** The records of derivations; those that are only mentioned by others are missing. */
export function derivations(connection: Connection, ids: readonly Digest[]): Map<Digest, DerivationRecord> {
  const found = new Map<Digest, DerivationRecord>();
  for (const { slice, json } of digestChunks(ids)) {
    for (const row of connection.rows(derivationsSql, json)) {
      const id = slice[row[0] as number]!;
      found.set(id, {
        id,
        definition: {
          name: row[1] as string,
          version: row[2] as string,
          code: toDigest(row[3]),
          environment: toDigest(row[4]),
        },
        parameters: JSON.parse(row[5] as string) as DerivationRecord['parameters'],
        inputs: JSON.parse(row[6] as string) as DerivationRecord['inputs'],
        shapes: { l1: toDigest(row[7]), l2: toDigest(row[8]), l3: toDigest(row[9]) },
      });
    }
  }
  return found;
}

/** What derivations used directly, by input name; every one that has a result is in the answer. */
export function used(
  connection: Connection,
  ids: readonly Digest[],
): Map<Digest, { readonly role: string; readonly id: Digest }[]> {
  const found = new Map<Digest, { readonly role: string; readonly id: Digest }[]>();
  for (const { slice, json } of digestChunks([...new Set(ids)])) {
    for (const [key, role, digest] of connection.rows(usedSql, json)) {
      const user = slice[key as number]!;
      const entry = { role: role as string, id: toDigest(digest) };
      const list = found.get(user);
      if (list) list.push(entry);
      else found.set(user, [entry]);
    }
  }
  return found;
}

/** What used this derivation directly, each once. */
export function users(connection: Connection, id: Digest): Digest[] {
  return connection.rows(usersSql, toBytes(id)).map(([digest]) => toDigest(digest));
}

/** Ids that begin with a prefix of hexadecimal digits: a range in the index, not a scan. */
export function expand(connection: Connection, prefix: string): Digest[] {
  if (!/^[0-9a-f]{0,64}$/.test(prefix)) return [];
  const from = toBytes(prefix.padEnd(64, '0'));
  const to = toBytes(prefix.padEnd(64, 'f'));
  return connection.rows(expandSql, from, to).map(([digest]) => toDigest(digest));
}

/** The latest derivations of an analysis with a result; forgotten ones too, for their provenance is what one compares. */
export function latest(connection: Connection, name: string, limit: number): Digest[] {
  return connection.rows(latestSql, name, limit).map(([digest]) => toDigest(digest));
}

/** How long analyses took in their latest successful activities. */
export function timings(connection: Connection, names: readonly string[]): Map<string, Timing> {
  const found = new Map<string, Timing>();
  for (const name of names) {
    const timing = timingOf(connection.rows(timingSql, name).map(([durationMs]) => durationMs as number));
    if (timing) found.set(name, timing);
  }
  return found;
}
