// Publishing: one durable transaction per batch. Whether an entry is accepted (lease still ours, result not
// there yet) is asked inside the same transaction that writes it, so that nobody can come in between.
import type { ActivityRecord, Clock, DerivationRecord, Digest, Publication, Published } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { digestChunks, requireDigest, toBytes, toDigest } from './digest-bytes.ts';
import { activityRecorder } from './record-activity.ts';
import { recordContents } from './record-contents.ts';
import { recordDerivations } from './record-derivations.ts';
import type { RecordedDerivations } from './record-derivations.ts';

// Everything that decides about an entry, for a thousand of them: living content, lease, an earlier result.
const stateSql = `SELECT j.key, c.digest, l.attempt, o.name, r.derivation FROM json_each(?) j
  LEFT JOIN derivation d ON d.digest = unhex(j.value) LEFT JOIN result r ON r.derivation = d.id
  LEFT JOIN content c ON c.id = r.content AND c.forgotten = 0
  LEFT JOIN lease l ON l.digest = unhex(j.value) LEFT JOIN owner o ON o.id = l.owner`;
const endLeasesSql = 'DELETE FROM lease WHERE digest IN (SELECT unhex(value) FROM json_each(?))';
// The conflict is a result whose bytes were forgotten: it is made anew.
const resultSql = `INSERT INTO result (derivation, analysis, content, produced_by, action_key, published_ms) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (derivation) DO UPDATE SET content = excluded.content, produced_by = excluded.produced_by,
    action_key = excluded.action_key, published_ms = excluded.published_ms`;
const clearUsedSql = 'DELETE FROM used WHERE user = ?';
const usedSql = 'INSERT INTO used (user, ordinal, role, used) VALUES (?, ?, ?, ?)';
const producerByActionSql = 'SELECT produced_by FROM result WHERE action_key = ? AND content = ? LIMIT 1';
const producerByContentSql = 'SELECT produced_by FROM result WHERE content = ? LIMIT 1';

/** What the index says of a derivation before its publication. */
interface State {
  readonly living?: Digest;
  readonly attempt?: number;
  readonly owner?: string;
  /** There was a result before, whose bytes were forgotten. */
  readonly before: boolean;
}

/**
 * Publishes a batch; the answers are in its order. An entry whose result is there already only ends its lease; one
 * whose lease was lost changes nothing. The same derivation twice in a batch: the first counts.
 * @throws StemmaError `invalid_request` for what is no digest, and then nothing of the batch is published.
 */
export function publish(connection: Connection, clock: Clock, batch: readonly Publication[]): Published[] {
  if (batch.length === 0) return [];
  for (const { derivation } of batch) requireDigest(derivation.id, 'a derivation to publish');
  return connection.write('durable', () => {
    const states = readStates(connection, batch);
    const accepted: Publication[] = [];
    const ended: Digest[] = [];
    const answers = batch.map((publication): Published => {
      const { id } = publication.derivation;
      const state = states.get(id)!;
      const { lease } = publication;
      const holds = lease !== undefined && lease.attempt === state.attempt && lease.owner === state.owner;
      if (holds) ended.push(id);
      if (state.living !== undefined) return { state: 'already', contentDigest: state.living };
      if (lease && !holds) return { state: 'fenced', by: state.owner ?? 'nobody' };
      accepted.push(publication);
      states.set(id, { ...state, living: publication.contentDigest });
      return { state: 'published' };
    });
    if (accepted.length > 0) record(connection, accepted, clock.nowMs(), (id) => states.get(id)!.before);
    for (const { json } of digestChunks(ended)) connection.statement(endLeasesSql).run(json);
    return answers;
  });
}

// One question per thousand entries, inside the transaction: between asking and writing nobody else can write.
function readStates(connection: Connection, batch: readonly Publication[]): Map<Digest, State> {
  const states = new Map<Digest, State>();
  for (const { slice, json } of digestChunks(batch.map(({ derivation }) => derivation.id))) {
    for (const [key, living, attempt, owner, result] of connection.rows(stateSql, json)) {
      states.set(slice[key as number]!, {
        ...(living === null ? {} : { living: toDigest(living) }),
        ...(attempt === null ? {} : { attempt: attempt as number }),
        ...(owner === null ? {} : { owner: owner as string }),
        before: result !== null,
      });
    }
  }
  return states;
}

// Parents before children, as the foreign keys want it: derivations, contents, edges, result, activity.
function record(
  connection: Connection,
  batch: readonly Publication[],
  nowMs: number,
  before: (id: Digest) => boolean,
): void {
  const records = batch.map(({ derivation }) => derivation);
  const mentioned = new Set<Digest>();
  for (const { used } of batch) for (const { id } of used) mentioned.add(id);
  const derivations = recordDerivations(connection, records, mentioned);
  const contents = recordContents(connection, batch, nowMs);
  const recordActivity = activityRecorder(connection);
  for (const publication of batch) {
    const derivation = derivations.idOf(publication.derivation.id);
    const analysis = derivations.analysisOf(publication.derivation);
    const content = contents.get(publication.contentDigest)!;
    if (before(publication.derivation.id)) connection.statement(clearUsedSql).run(derivation);
    recordUsed(connection, derivation, publication, derivations);
    requireDigest(publication.actionKey, 'an action key');
    const action = toBytes(publication.actionKey);
    const producer = publication.activity ? derivation : producerOf(connection, action, content, derivation);
    connection.statement(resultSql).run(derivation, analysis, content, producer, action, nowMs);
    if (publication.activity) recordActivity(publication.activity, { derivation, analysis, content });
  }
}

/** Whose activity made a content that was taken over. */
function producerOf(connection: Connection, action: Uint8Array, content: number, self: number): number {
  const row =
    connection.statement(producerByActionSql).get(action, content) ??
    connection.statement(producerByContentSql).get(content);
  return ((row as Row | undefined)?.[0] as number | undefined) ?? self;
}

/** Sorted by input name, each name in the given order: the order in which `used` gives them back. */
function recordUsed(
  connection: Connection,
  user: number,
  { used }: Publication,
  derivations: RecordedDerivations,
): void {
  const insert = connection.statement(usedSql);
  const sorted = used.length < 2 ? used : used.toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
  for (const [ordinal, { role, id }] of sorted.entries()) insert.run(user, ordinal, role, derivations.idOf(id));
}

/** Records activities that produced no result. Not synced each: a later publication makes them durable with itself. */
export function recordActivities(
  connection: Connection,
  entries: readonly { readonly activity: ActivityRecord; readonly derivation: DerivationRecord }[],
): void {
  if (entries.length === 0) return;
  connection.write('volatile', () => {
    const records = entries.map(({ derivation }) => derivation);
    const derivations = recordDerivations(connection, records, []);
    const recordActivity = activityRecorder(connection);
    for (const { activity, derivation } of entries) {
      const place = { derivation: derivations.idOf(derivation.id), analysis: derivations.analysisOf(derivation) };
      recordActivity(activity, place);
    }
  });
}
