// Publishing: one durable transaction per batch. Whether an entry is accepted (lease still ours, result not
// there yet) is asked inside the same transaction that writes it, so that nobody can come in between.
import type { Clock, Digest, Publication, Published, ResultIndex } from '@stemma/core';
import { usesOf } from '../uses-of.ts';
import type { Connection, Row } from './connection.ts';
import { digestChunks, requireDigest, toBytes, toDigest } from './digest-bytes.ts';
import { activityRecorder } from './record-activity.ts';
import { recordContents } from './record-contents.ts';
import { recordDerivations } from './record-derivations.ts';
import type { RecordedDerivations } from './record-derivations.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';
import { replacements } from './retraction-publish.ts';
import type { Replacements } from './retraction-publish.ts';

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
// Once per derivation: what was there before is known to whoever follows the changes.
const changeSql = 'INSERT INTO change (derivation) VALUES (?)';
const clearUsedSql = 'DELETE FROM used WHERE user = ?';
const usedSql = 'INSERT INTO used (user, ordinal, role, used) VALUES (?, ?, ?, ?)';
const derivationSql = 'SELECT id FROM derivation WHERE digest = ?';
const producerByActionSql = 'SELECT produced_by FROM result WHERE action_key = ? AND content = ? LIMIT 1';
const producerByContentSql = 'SELECT produced_by FROM result WHERE content = ? LIMIT 1';

/** What the index says of a derivation before its publication. */
interface State {
  readonly living?: Digest;
  readonly attempt?: number;
  readonly owner?: string;
  /** There was a result before, whose bytes were forgotten, or that is in doubt. */
  readonly before: boolean;
}

/**
 * Publishes a batch; the answers are in its order. An entry whose result is there already only ends its lease, unless
 * that result is in doubt: then it is replaced. One whose lease was lost changes nothing. The same derivation twice in a
 * batch: the first counts.
 * @throws StemmaError `invalid_request` for what is no digest, and then nothing of the batch is published.
 */
export function publish(
  connection: Connection,
  clock: Clock,
  doubts: RetractionDoubts,
  batch: readonly Publication[],
): Published[] {
  if (batch.length === 0) return [];
  for (const { derivation } of batch) requireDigest(derivation.id, 'a derivation to publish');
  try {
    return connection.write('durable', () => publishAll(connection, clock.nowMs(), doubts, batch));
  } catch (error) {
    doubts.reset();
    throw error;
  }
}

function publishAll(
  connection: Connection,
  nowMs: number,
  doubts: RetractionDoubts,
  batch: readonly Publication[],
): Published[] {
  const states = readStates(connection, batch);
  // The usual case, in which nothing was ever retracted, pays for one look at the last event.
  const replacing = doubts.last() === 0 ? undefined : replacements(connection, doubts);
  const doubted = doubts.quiet() ? undefined : replacing?.doubted([...states.keys()]);
  const accepted: Publication[] = [];
  const taken = new Set<Digest>();
  const ended: Digest[] = [];
  const answers = batch.map((publication): Published => {
    const { id } = publication.derivation;
    const state = states.get(id)!;
    const { lease } = publication;
    const holds = lease !== undefined && lease.attempt === state.attempt && lease.owner === state.owner;
    if (holds) ended.push(id);
    const isKnown = state.living !== undefined && !(doubted?.has(id) && !taken.has(id));
    if (isKnown) return { state: 'already', contentDigest: state.living! };
    if (lease && !holds) return { state: 'fenced', by: state.owner ?? 'nobody' };
    accepted.push(publication);
    taken.add(id);
    states.set(id, { ...state, living: publication.contentDigest });
    return { state: 'published' };
  });
  if (accepted.length > 0) record(connection, accepted, nowMs, (id) => states.get(id)!.before, replacing);
  if (doubted?.size) doubts.replaced();
  for (const { json } of digestChunks(ended)) connection.statement(endLeasesSql).run(json);
  return answers;
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
  replacing: Replacements | undefined,
): void {
  const records = batch.map(({ derivation }) => derivation);
  const mentioned = new Set<Digest>();
  for (const publication of batch) for (const { id } of usesOf(publication)) mentioned.add(id);
  const derivations = recordDerivations(connection, records, mentioned);
  const contents = recordContents(connection, batch, nowMs);
  const recordActivity = activityRecorder(connection);
  for (const publication of batch) {
    const derivation = derivations.idOf(publication.derivation.id);
    const analysis = derivations.analysisOf(publication.derivation);
    const content = contents.get(publication.contentDigest)!;
    const wasThere = before(publication.derivation.id);
    const changedAt = wasThere ? replacing?.replace(publication, content, nowMs) : undefined;
    connection.statement(wasThere ? clearUsedSql : changeSql).run(derivation);
    recordUsed(connection, derivation, publication, derivations);
    requireDigest(publication.actionKey, 'an action key');
    const action = toBytes(publication.actionKey);
    const producer = publication.activity ? derivation : producerOf(connection, publication, content, derivation);
    connection.statement(resultSql).run(derivation, analysis, content, producer, action, nowMs);
    replacing?.number(publication, derivation, content, changedAt, nowMs);
    if (publication.activity) recordActivity(publication.activity, { derivation, analysis, content });
  }
}

/** Whose activity made a content that was taken over. */
function producerOf(
  connection: Connection,
  { producedBy, actionKey }: Publication,
  content: number,
  self: number,
): number {
  const action = toBytes(actionKey);
  const row =
    (producedBy === undefined ? undefined : connection.statement(derivationSql).get(toBytes(producedBy))) ??
    connection.statement(producerByActionSql).get(action, content) ??
    connection.statement(producerByContentSql).get(content);
  return ((row as Row | undefined)?.[0] as number | undefined) ?? self;
}

/** Sorted by input name, each name in the given order: the order in which `used` gives them back. */
function recordUsed(
  connection: Connection,
  user: number,
  publication: Pick<Publication, 'derivation' | 'used'>,
  derivations: RecordedDerivations,
): void {
  const used = usesOf(publication);
  const insert = connection.statement(usedSql);
  const sorted = used.length < 2 ? used : used.toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
  for (const [ordinal, { role, id }] of sorted.entries()) insert.run(user, ordinal, role, derivations.idOf(id));
}

/** Records activities that produced no result. Not synced each: a later publication makes them durable with itself. */
export function recordActivities(
  connection: Connection,
  entries: Parameters<ResultIndex['recordActivities']>[0],
): void {
  if (entries.length === 0) return;
  connection.write('volatile', () => {
    const records = entries.map(({ derivation }) => derivation);
    const mentioned = entries.flatMap(({ used = [] }) => used.map(({ id }) => id));
    const derivations = recordDerivations(connection, records, mentioned);
    const recordActivity = activityRecorder(connection);
    for (const { activity, derivation, used } of entries) {
      const place = { derivation: derivations.idOf(derivation.id), analysis: derivations.analysisOf(derivation) };
      recordActivity(activity, place);
      if (!used || isStored(connection, place.derivation)) continue;
      connection.statement(clearUsedSql).run(place.derivation);
      recordUsed(connection, place.derivation, { derivation, used }, derivations);
    }
  });
}

// The edges of a result are those of its publication, whatever ran afterwards.
function isStored(connection: Connection, derivation: number): boolean {
  return connection.rows('SELECT 1 FROM result WHERE derivation = ?', derivation).length > 0;
}
