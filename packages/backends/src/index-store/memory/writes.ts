// Claims, publications and activities of an index in memory. There is one session only and nobody can die,
// so a lease ends by release or publication.
import { isDigest, StemmaError } from '@stemma/core';
import type { ActivityRecord, Claim, Clock, Digest, Lease, Publication, Published, ResultIndex } from '@stemma/core';
import { hostname } from 'node:os';
import { manifestSizeBytes } from '../manifest-size.ts';
import { usesOf } from '../uses-of.ts';
import type { MemoryDoubts } from './retractions.ts';
import { listAt, livingContent } from './tables.ts';
import type { MemoryContent, MemoryResult, Tables } from './tables.ts';

type Writes = Pick<ResultIndex, 'claim' | 'release' | 'publish' | 'recordActivities' | 'recordDerivations'>;

/**
 * The writing methods over the tables, for the session `owner`. Each call runs to its end without giving way, which is
 * all the atomicity that one process needs.
 */
export function memoryWrites(tables: Tables, clock: Clock, owner: string, doubts: MemoryDoubts): Writes {
  function claimOne(id: Digest): Claim {
    const living = doubts.has(id) ? undefined : livingContent(tables, id);
    if (living) return { state: 'known', known: { contentDigest: living.digest, failed: living.content.failed } };
    const lease = tables.leases.get(id);
    if (lease?.held) return { state: 'held', owner, host: hostname(), sinceMs: lease.sinceMs };
    const attempt = (lease?.attempt ?? 0) + 1;
    tables.leases.set(id, { held: true, attempt, sinceMs: clock.nowMs() });
    return { state: 'claimed', lease: { id, owner, attempt } };
  }

  function holds(id: Digest, lease: Lease): boolean {
    const row = tables.leases.get(id);
    return row !== undefined && row.held && lease.owner === owner && lease.attempt === row.attempt;
  }

  function publishOne(publication: Publication): Published {
    const { id } = publication.derivation;
    const living = doubts.has(id) ? undefined : livingContent(tables, id);
    const { lease } = publication;
    const held = lease !== undefined && holds(id, lease);
    if (lease && !held && !living) return { state: 'fenced', by: tables.leases.get(id)?.held ? owner : 'nobody' };
    if (held) tables.leases.delete(id);
    if (living) return { state: 'already', contentDigest: living.digest };
    const changedAt = doubts.replace(publication, clock.nowMs());
    store(tables, publication, clock.nowMs());
    doubts.number(publication, changedAt, clock.nowMs());
    return { state: 'published' };
  }

  return {
    claim: async (ids) => {
      for (const id of ids) requireDigests([id]);
      return new Map([...new Set(ids)].map((id) => [id, claimOne(id)]));
    },
    release: async (leases) => {
      for (const lease of leases) if (holds(lease.id, lease)) tables.leases.get(lease.id)!.held = false;
    },
    publish: async (batch) => {
      for (const { derivation, actionKey, contentDigest } of batch)
        requireDigests([derivation.id, actionKey, contentDigest]);
      return batch.map(publishOne);
    },
    recordActivities: async (entries) => {
      for (const { activity, derivation, used } of entries) {
        if (!tables.derivations.has(derivation.id)) tables.derivations.set(derivation.id, derivation);
        addActivity(tables, activity);
        // The edges of a result are those of its publication, whatever ran afterwards.
        if (used && !tables.results.has(derivation.id)) storeUsed(tables, { derivation, used });
      }
    },
    recordDerivations: async (records) => {
      for (const record of records) if (!tables.derivations.has(record.id)) tables.derivations.set(record.id, record);
    },
  };
}

function requireDigests(digests: readonly Digest[]): void {
  for (const digest of digests) {
    if (!isDigest(digest)) throw new StemmaError('invalid_request', `"${digest}" is not a sha256`);
  }
}

// The same rows as the tables of SQLite get, in maps: derivation, content, result, edges both ways, activity.
function store(tables: Tables, publication: Publication, nowMs: number): void {
  const { derivation, contentDigest, actionKey, activity } = publication;
  const { id } = derivation;
  const before = tables.results.get(id);
  if (before) release(tables, id, before);
  const producedBy = activity ? id : producerOf(tables, publication);
  if (!tables.derivations.has(id)) tables.derivations.set(id, derivation);
  storeContent(tables, publication, nowMs).holders.add(id);
  const { madeAt = 0, changedAt = 0 } = before ?? {};
  tables.results.set(id, { contentDigest, producedBy, publishedMs: nowMs, actionKey, madeAt, changedAt });
  listAt(tables.actions, actionKey).push(id);
  storeUsed(tables, publication);
  if (activity) addActivity(tables, activity);
}

// The former content and action of a result that is replaced.
function release(tables: Tables, id: Digest, { contentDigest, actionKey }: MemoryResult): void {
  tables.contents.get(contentDigest)?.holders.delete(id);
  const sameAction = listAt(tables.actions, actionKey);
  sameAction.splice(sameAction.indexOf(id), 1);
}

function storeUsed(tables: Tables, publication: Pick<Publication, 'derivation' | 'used'>): void {
  const { id } = publication.derivation;
  const sorted = usesOf(publication)
    .map(({ role, id }) => ({ role, id }))
    .sort((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
  tables.used.set(id, sorted);
  for (const use of sorted) {
    const users = tables.users.get(use.id) ?? new Set();
    tables.users.set(use.id, users.add(id));
  }
}

// A content that was forgotten lives again when the same bytes are published once more.
function storeContent(
  tables: Tables,
  { contentDigest, manifest, payloads }: Publication,
  nowMs: number,
): MemoryContent {
  let content = tables.contents.get(contentDigest);
  if (content && !content.forgotten) return content;
  content ??= {
    manifest,
    failed: 'failure' in manifest,
    sizeBytes: manifestSizeBytes(manifest),
    forgotten: false,
    lastUsedMs: nowMs,
    holders: new Set(),
    values: new Set(),
  };
  content.forgotten = false;
  content.lastUsedMs = nowMs;
  tables.contents.set(contentDigest, content);
  for (const [digest, bytes] of payloads) {
    if (!tables.payloads.has(digest)) tables.payloads.set(digest, bytes.slice());
    content.values.add(digest);
  }
  const outputs = 'outputs' in manifest ? Object.values(manifest.outputs) : [];
  for (const { digest } of outputs) if (tables.payloads.has(digest)) content.values.add(digest);
  return content;
}

/** Whose activity made a content that was taken over: by the same action first, else by any result. */
function producerOf(tables: Tables, { derivation, contentDigest, actionKey, producedBy }: Publication): Digest {
  if (producedBy !== undefined) return producedBy;
  const sameAction = (tables.actions.get(actionKey) ?? []).find(
    (id) => tables.results.get(id)?.contentDigest === contentDigest,
  );
  const holder = sameAction ?? tables.contents.get(contentDigest)?.holders.values().next().value;
  return holder === undefined ? derivation.id : tables.results.get(holder)!.producedBy;
}

function addActivity(tables: Tables, activity: ActivityRecord): void {
  const list = listAt(tables.activities, activity.derivation);
  list.push(activity);
  list.sort((a, b) => a.startedMs - b.startedMs);
}
