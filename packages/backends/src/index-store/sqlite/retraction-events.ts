// Retractions as rows: writing events, reading them back, and the questions of people about them.
import { checkRetraction, StemmaError } from '@stemma/core';
import type {
  Clock,
  Digest,
  Doubt,
  FormerResult,
  Manifest,
  RetractionEvent,
  RetractionRequest,
  RetractionTarget,
  Standing,
} from '@stemma/core';
import type { SQLInputValue } from 'node:sqlite';
import type { Connection, Row } from './connection.ts';
import { digestChunks, toBytes, toDigest } from './digest-bytes.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';

const eventColumns = `r.id, r.kind, r.target, d.digest, c.digest, r.name, r.version, r.digest, r.of, r.at_ms, r.agent, r.reason, r.replaced_by
  FROM retraction r LEFT JOIN derivation d ON d.id = r.derivation LEFT JOIN content c ON c.id = r.content`;
const eventsSql = `SELECT ${eventColumns} WHERE r.id > ? ORDER BY r.id LIMIT ?`;
const activeSql = `SELECT ${eventColumns} WHERE r.kind = 'retract'
  AND NOT EXISTS (SELECT 1 FROM retraction o WHERE o.of = r.id) ORDER BY r.id`;
const insertSql = `INSERT INTO retraction (kind, target, derivation, content, name, version, digest, of, at_ms, agent, reason, replaced_by)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const resultSql = `SELECT r.derivation, r.content, a.name, d.parameters FROM derivation d CROSS JOIN result r ON r.derivation = d.id
  CROSS JOIN analysis a ON a.id = r.analysis WHERE d.digest = ?`;
const rowsSql = 'SELECT j.key, d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)';
const namesSql = `SELECT d.id, d.digest, a.name, c.digest FROM json_each(?) j CROSS JOIN derivation d ON d.id = j.value
  LEFT JOIN definition f ON f.id = d.definition LEFT JOIN analysis a ON a.id = f.analysis
  LEFT JOIN result r ON r.derivation = d.id LEFT JOIN content c ON c.id = r.content`;
const definitionSql = `SELECT d.id, a.name, f.version, f.code, json_extract(d.parameters, '$.sha256') FROM derivation d
  JOIN definition f ON f.id = d.definition JOIN analysis a ON a.id = f.analysis WHERE d.id = ?`;
const formerSql = `SELECT c.digest, f.published_ms, p.digest, c.forgotten, f.superseded_by, c.manifest FROM derivation d
  CROSS JOIN former_result f ON f.derivation = d.id CROSS JOIN content c ON c.id = f.content
  CROSS JOIN derivation p ON p.id = f.produced_by WHERE d.digest = ? ORDER BY f.superseded_by DESC`;
const meantSql = {
  definition: `SELECT d.digest FROM analysis a CROSS JOIN definition f ON f.analysis = a.id CROSS JOIN derivation d ON d.definition = f.id
    WHERE a.name = ? AND f.version = ? ORDER BY d.id`,
  code: `SELECT d.digest FROM definition f CROSS JOIN derivation d ON d.definition = f.id WHERE f.code = ? ORDER BY d.id`,
  file: `SELECT d.digest FROM analysis a CROSS JOIN definition f ON f.analysis = a.id CROSS JOIN derivation d ON d.definition = f.id
    WHERE a.name = 'stemma.File' AND json_extract(d.parameters, '$.sha256') = ? ORDER BY d.id`,
} as const;

/** An event on its way into the table; the ids are rows. */
export interface EventRow {
  readonly kind: RetractionEvent['kind'];
  readonly target: RetractionTarget['kind'];
  readonly derivation?: number;
  readonly content?: number;
  readonly name?: string;
  readonly version?: string;
  readonly digest?: Digest;
  readonly of?: number;
  readonly by: string;
  readonly reason: string;
  readonly replacedBy?: string;
}

/** Appends an event inside a transaction; returns its number. */
export function appendEvent(connection: Connection, row: EventRow, nowMs: number): number {
  const { kind, target, derivation, content, name, version, digest, of, by, reason, replacedBy } = row;
  const values: SQLInputValue[] = [kind, target, derivation ?? null, content ?? null, name ?? null, version ?? null];
  values.push(digest === undefined ? null : toBytes(digest), of ?? null, nowMs, by, reason, replacedBy ?? null);
  return Number(connection.statement(insertSql).run(...values).lastInsertRowid);
}

/** Retracts in one durable transaction. @throws StemmaError as the port says. */
export function retract(
  connection: Connection,
  clock: Clock,
  doubts: RetractionDoubts,
  request: RetractionRequest,
): RetractionEvent {
  checkRetraction(request);
  return connection.write('durable', () => {
    const { reason, by, replacedBy } = request;
    const row = { kind: 'retract', ...targetRow(connection, request.target), by, reason } as const;
    const number = appendEvent(connection, { ...row, ...(replacedBy !== undefined && { replacedBy }) }, clock.nowMs());
    doubts.reset();
    return eventAt(connection, number);
  });
}

/** Takes a retraction back in one durable transaction. @throws StemmaError as the port says. */
export function withdraw(
  connection: Connection,
  clock: Clock,
  doubts: RetractionDoubts,
  of: number,
  { reason, by }: Pick<RetractionRequest, 'reason' | 'by'>,
): RetractionEvent {
  return connection.write('durable', () => {
    const [event] = Number.isSafeInteger(of) ? connection.rows(eventsSql, of - 1, 1).map(asEvent) : [];
    if (event?.number !== of || event.kind !== 'retract')
      throw new StemmaError('not_found', `there is no retraction number ${of}`, { number: of });
    checkRetraction({ target: event.target, reason, by });
    if (!activeRetractions(connection).some(({ number }) => number === of))
      throw new StemmaError('conflict', `retraction ${of} holds no longer: it was withdrawn, or confirmed away`, {
        number: of,
      });
    const row = connection.rows(
      'SELECT target, derivation, content, name, version FROM retraction WHERE id = ?',
      of,
    )[0]!;
    const [target, derivation, content, name, version] = row as [EventRow['target'], number, number, string, string];
    const digest = 'digest' in event.target ? event.target.digest : undefined;
    const same = { derivation, content, name, version, ...(digest !== undefined && { digest }) };
    const number = appendEvent(connection, { kind: 'withdraw', target, ...same, of, by, reason }, clock.nowMs());
    doubts.reset();
    return eventAt(connection, number);
  });
}

// A result that is a data file: fetched again it is the same, so what is meant can only be the file.
function targetRow(connection: Connection, target: RetractionTarget): Omit<EventRow, 'kind' | 'by' | 'reason'> {
  if (target.kind === 'definition') return { target: 'definition', name: target.name, version: target.version };
  if (target.kind !== 'result') return { target: target.kind, digest: target.digest };
  const [row] = connection.rows(resultSql, toBytes(target.id));
  if (!row) throw new StemmaError('not_found', `there is no result ${target.id} to retract`, { id: target.id });
  const [derivation, content, name, parameters] = row as [number, number, string, string];
  if (name === 'stemma.File')
    return { target: 'file', digest: (JSON.parse(parameters) as { readonly sha256: Digest }).sha256 };
  if (name === 'stemma.Literal')
    throw new StemmaError(
      'invalid_request',
      'a literal value cannot be wrong by itself: retract what was made with it',
    );
  return { target: 'result', derivation, content };
}

/** Events after a number, oldest first. */
export function retractions(connection: Connection, after: number, limit: number): RetractionEvent[] {
  return connection.rows(eventsSql, after, Math.max(0, limit)).map(asEvent);
}

/** Retractions that are neither withdrawn nor confirmed away. */
export function activeRetractions(connection: Connection): RetractionEvent[] {
  return connection.rows(activeSql).map(asEvent);
}

function eventAt(connection: Connection, number: number): RetractionEvent {
  return asEvent(connection.rows(eventsSql, number - 1, 1)[0]!);
}

function asEvent(row: Row): RetractionEvent {
  const [number, kind, target, derivation, content, name, version, digest, of, atMs, by, reason, replacedBy] = row;
  const targets = {
    result: () => ({ kind: 'result', id: toDigest(derivation) }) as const,
    definition: () => ({ kind: 'definition', name: name as string, version: version as string }) as const,
    code: () => ({ kind: 'code', digest: toDigest(digest) }) as const,
    file: () => ({ kind: 'file', digest: toDigest(digest) }) as const,
  };
  return {
    number: number as number,
    kind: kind as RetractionEvent['kind'],
    target: targets[target as RetractionTarget['kind']](),
    ...(content !== null && { contentDigest: toDigest(content) }),
    ...(of !== null && { of: of as number }),
    reason: reason as string,
    by: by as string,
    atMs: atMs as number,
    ...(replacedBy !== null && { replacedBy: replacedBy as string }),
  };
}

/** How derivations stand; sound ones are missing. */
export function standings(
  connection: Connection,
  doubts: RetractionDoubts,
  ids: readonly Digest[],
): Map<Digest, Standing> {
  const found = new Map<Digest, Standing>();
  if (doubts.quiet()) return found;
  const active = activeRetractions(connection);
  for (const { slice, json } of digestChunks(ids)) {
    const rows = new Map(connection.rows(rowsSql, json).map(([key, row]) => [row as number, slice[key as number]!]));
    const doubted = doubts.about([...rows.keys()]);
    for (const [row, doubt] of doubted) found.set(rows.get(row)!, asStanding(connection, active, row, doubt));
  }
  return found;
}

function asStanding(
  connection: Connection,
  active: readonly RetractionEvent[],
  row: number,
  { origin, retracted }: Doubt<number>,
): Standing {
  const [, digest, name, content] = connection.rows(namesSql, JSON.stringify([origin]))[0]!;
  const contentDigest = content === null ? undefined : toDigest(content);
  const retraction = retracted ? retractionOf(connection, active, origin, toDigest(digest), contentDigest) : undefined;
  return {
    state: retracted && origin === row ? 'retracted' : 'suspect',
    origin: toDigest(digest),
    originName: (name ?? 'something') as string,
    ...(retraction && { retraction }),
  };
}

function retractionOf(
  connection: Connection,
  active: readonly RetractionEvent[],
  row: number,
  id: Digest,
  contentDigest: Digest | undefined,
): RetractionEvent | undefined {
  const [definition] = connection.rows(definitionSql, row);
  const [, name, version, code, file] = definition ?? [];
  return active.find((event) => {
    const { target } = event;
    if (target.kind === 'result') return target.id === id && event.contentDigest === contentDigest;
    if (!definition) return false;
    if (target.kind === 'definition') return target.name === name && target.version === version;
    return target.digest === (target.kind === 'code' ? toDigest(code) : name === 'stemma.File' ? file : undefined);
  });
}

/** Contents that were replaced, newest first. */
export function formerResults(connection: Connection, id: Digest): FormerResult[] {
  return connection.rows(formerSql, toBytes(id)).map(([content, publishedMs, producer, forgotten, by, manifest]) => ({
    contentDigest: toDigest(content),
    manifest: JSON.parse(manifest as string) as Manifest,
    publishedMs: publishedMs as number,
    producedBy: toDigest(producer),
    forgotten: forgotten === 1,
    supersededBy: by as number,
  }));
}

/** The derivations that a target means directly. */
export function derivationsMeant(connection: Connection, target: RetractionTarget): Digest[] {
  const digests = (sql: string, ...values: SQLInputValue[]) =>
    connection.rows(sql, ...values).map(([digest]) => toDigest(digest));
  switch (target.kind) {
    case 'result':
      return digests('SELECT digest FROM derivation WHERE digest = ? AND definition IS NOT NULL', toBytes(target.id));
    case 'definition':
      return digests(meantSql.definition, target.name, target.version);
    case 'code':
      return digests(meantSql.code, toBytes(target.digest));
    case 'file':
      return digests(meantSql.file, target.digest);
  }
}
