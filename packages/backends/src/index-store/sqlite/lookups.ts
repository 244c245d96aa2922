// The engine's questions: is this known, what is its result, what are its bytes. The hot path of
// every run, so rows are arrays and batches go through one statement per thousand.
import type { Clock, Digest, Known, Manifest, StoredResult } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { digestChunks, toBytes, toDigest } from './digest-bytes.ts';
import type { LastUsed } from './last-used.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';

const knownColumns = 'c.digest, c.failed, c.id, c.last_used_ms, r.derivation, r.produced_by';
const oneKnown = `SELECT 0, ${knownColumns} FROM derivation d JOIN result r ON r.derivation = d.id
  JOIN content c ON c.id = r.content WHERE d.digest = ? AND c.forgotten = 0`;
// CROSS JOIN fixes the order of the loops: statistics must never turn a look-up into a scan.
const manyKnown = `SELECT j.key, ${knownColumns} FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN result r ON r.derivation = d.id CROSS JOIN content c ON c.id = r.content WHERE c.forgotten = 0`;
// Several derivations may share an action key after a cut-off: the one published first names the producer.
const manyActions = `SELECT j.key, ${knownColumns}, p.digest FROM json_each(?) j
  CROSS JOIN result r ON r.action_key = unhex(j.value) CROSS JOIN content c ON c.id = r.content
  CROSS JOIN derivation p ON p.id = r.produced_by WHERE c.forgotten = 0 ORDER BY j.key, r.published_ms, r.derivation`;
const oneAction = `SELECT 0, ${knownColumns}, p.digest FROM result r CROSS JOIN content c ON c.id = r.content
  CROSS JOIN derivation p ON p.id = r.produced_by WHERE r.action_key = ? AND c.forgotten = 0
  ORDER BY r.published_ms, r.derivation LIMIT 1`;
const manyResults = `SELECT j.key, c.digest, c.forgotten, c.id, c.last_used_ms, c.manifest, r.published_ms, p.digest, pin.derivation
  FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN result r ON r.derivation = d.id CROSS JOIN content c ON c.id = r.content
  CROSS JOIN derivation p ON p.id = r.produced_by LEFT JOIN pin ON pin.derivation = d.id`;
const manyPayloads = 'SELECT j.key, p.bytes FROM json_each(?) j CROSS JOIN payload p ON p.digest = unhex(j.value)';

/** The four look-ups of the port. */
export interface Lookups {
  /** Which of these have a living result. */
  known(ids: readonly Digest[]): Map<Digest, Known>;
  /** The oldest living content for each action key. */
  knownActions(keys: readonly Digest[]): Map<Digest, Known & { readonly producedBy: Digest }>;
  /** Results with their manifests, forgotten ones included. */
  results(ids: readonly Digest[]): Map<Digest, StoredResult>;
  /** Values that are kept in the index. */
  payloads(digests: readonly Digest[]): Map<Digest, Uint8Array>;
}

/** Look-ups over one connection; known contents are noted as used. */
export function lookups(connection: Connection, clock: Clock, uses: LastUsed, doubts: RetractionDoubts): Lookups {
  /** Runs a statement over all digests and hands each row out with the digest that it answers. */
  function each(sql: string, digests: readonly Digest[], take: (digest: Digest, row: Row) => void): void {
    for (const { slice, json } of digestChunks(digests)) {
      for (const row of connection.rows(sql, json)) take(slice[row[0] as number]!, row);
    }
  }

  function asKnown(row: Row, nowMs: number): Known {
    uses.note(row[3] as number, row[4] as number, nowMs);
    return { contentDigest: toDigest(row[1]), failed: row[2] === 1 };
  }

  return {
    known: (ids) => {
      const found = new Map<Digest, Known>();
      const nowMs = clock.nowMs();
      const derivations = doubts.quiet() ? undefined : new Map<number, Digest>();
      const take = (id: Digest, row: Row) => {
        found.set(id, asKnown(row, nowMs));
        derivations?.set(row[5] as number, id);
      };
      if (ids.length === 1) {
        const row = connection.statement(oneKnown).get(toBytes(ids[0]!)) as Row | undefined;
        if (row) take(ids[0]!, row);
      } else each(manyKnown, ids, take);
      // The cache refuses what is retracted or suspect.
      if (derivations?.size)
        for (const row of doubts.about([...derivations.keys()]).keys()) found.delete(derivations.get(row)!);
      return found;
    },
    knownActions: (keys) => {
      const found = new Map<Digest, Known & { readonly producedBy: Digest }>();
      const nowMs = clock.nowMs();
      const take = (key: Digest, row: Row) => {
        if (!found.has(key)) found.set(key, { ...asKnown(row, nowMs), producedBy: toDigest(row[7]) });
      };
      if (!doubts.quiet()) each(manyActions, keys, takeUnlessRetracted(doubts, take));
      else if (keys.length === 1) {
        const row = connection.statement(oneAction).get(toBytes(keys[0]!)) as Row | undefined;
        if (row) take(keys[0]!, row);
      } else each(manyActions, keys, take);
      return found;
    },
    results: (ids) => {
      const found = new Map<Digest, StoredResult>();
      const nowMs = clock.nowMs();
      each(manyResults, ids, (id, row) => {
        if (row[2] === 0) uses.note(row[3] as number, row[4] as number, nowMs);
        found.set(id, asStoredResult(id, row));
      });
      return found;
    },
    payloads: (digests) => {
      const found = new Map<Digest, Uint8Array>();
      each(manyPayloads, digests, (digest, row) => found.set(digest, row[1] as Uint8Array));
      return found;
    },
  };
}

// Equal action keys mean equal contents of all inputs, for which the asker vouches: so what is only suspect may be taken
// over, which is how work stops where a calibration that is made again turns out to be the same. Refused is what was
// itself retracted, or taken over from such.
function takeUnlessRetracted(
  doubts: RetractionDoubts,
  take: (key: Digest, row: Row) => void,
): (key: Digest, row: Row) => void {
  return (key, row) => {
    if (doubts.retracted([row[5] as number, row[6] as number]).size === 0) take(key, row);
  };
}

// The manifest is parsed for each: results are asked for by the dozen, known ones by the thousand.
function asStoredResult(id: Digest, row: Row): StoredResult {
  return {
    id,
    contentDigest: toDigest(row[1]),
    manifest: JSON.parse(row[5] as string) as Manifest,
    publishedMs: row[6] as number,
    producedBy: toDigest(row[7]),
    forgotten: row[2] === 1,
    pinned: row[8] !== null,
  };
}
