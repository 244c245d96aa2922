// Listings of results. SQL narrows by what it can decide or rule out; the shared filter has the last word
// on texts and parameters, row by row from the newest, until the page is full.
import { canonicalJson } from '@stemma/core';
import type { DerivationRecord, Json, ResultQuery, ResultSummary } from '@stemma/core';
import type { SQLInputValue } from 'node:sqlite';
import { defaultLimit, parametersMatch, textMatches } from '../result-filter.ts';
import type { Connection, Row } from './connection.ts';
import { toDigest } from './digest-bytes.ts';

// CROSS JOIN begins with the result, whose index gives the order: a full page needs no more rows than it shows.
const selectSql = `SELECT d.digest, a.name, f.version, d.parameters, c.digest, c.failed, c.forgotten, pin.derivation,
  r.published_ms, c.size_bytes
  FROM result r CROSS JOIN derivation d ON d.id = r.derivation CROSS JOIN definition f ON f.id = d.definition
  CROSS JOIN analysis a ON a.id = r.analysis CROSS JOIN content c ON c.id = r.content
  LEFT JOIN pin ON pin.derivation = r.derivation`;

/** A part of the WHERE clause with the values for its question marks. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The results that a query means, newest first. */
export function find(connection: Connection, query: ResultQuery): ResultSummary[] {
  const { limit = defaultLimit, offset = 0 } = query;
  const conditions = conditionsOf(query);
  const where = conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  const sql = `${selectSql} ${where} ORDER BY r.published_ms DESC, r.derivation DESC LIMIT ? OFFSET ?`;
  const values = conditions.flatMap(({ values }) => values);
  const decided = query.text === undefined && query.parameters === undefined;
  if (decided) return connection.rows(sql, ...values, Math.max(0, limit), offset).map(asSummary);
  return connection
    .statement(sql)
    .iterate(...values, -1, 0)
    .map((row) => asSummary(row as unknown as Row))
    .filter((summary) => means(query, summary))
    .drop(offset)
    .take(Math.max(0, limit))
    .toArray();
}

function means(query: ResultQuery, { name, parameters }: ResultSummary): boolean {
  return parametersMatch(query.parameters, parameters) && textMatches(query.text, name, parameters);
}

function conditionsOf({ name, sinceMs, failed, text, parameters }: ResultQuery): Condition[] {
  const conditions: Condition[] = [];
  if (name?.endsWith('*')) {
    const prefix = name.slice(0, -1);
    const sql = 'r.analysis IN (SELECT id FROM analysis WHERE substr(name, 1, length(?)) = ?)';
    conditions.push({ sql, values: [prefix, prefix] });
  } else if (name !== undefined) {
    conditions.push({ sql: 'r.analysis = (SELECT id FROM analysis WHERE name = ?)', values: [name] });
  }
  if (sinceMs !== undefined) conditions.push({ sql: 'r.published_ms >= ?', values: [sinceMs] });
  if (failed !== undefined) conditions.push({ sql: 'c.failed = ?', values: [failed ? 1 : 0] });
  // SQLite folds ASCII only, and the stored text has quotes escaped: other texts are left to the filter.
  if (text !== undefined && /^[ -~]*$/.test(text) && !/["\\]/.test(text)) {
    const wanted = text.toLowerCase();
    conditions.push({ sql: '(instr(lower(a.name), ?) OR instr(lower(d.parameters), ?))', values: [wanted, wanted] });
  }
  for (const [key, value] of Object.entries(parameters ?? {})) {
    // Stored texts are canonical, so an equal parameter has this very text (and "4" also begins "40": see the filter).
    const pair = canonicalJson({ [key]: value as Json }).slice(1, -1);
    conditions.push({ sql: 'instr(d.parameters, ?)', values: [pair] });
  }
  return conditions;
}

/** A row of a listing: the columns in the order of `selectSql`. */
export function asSummary(row: Row): ResultSummary {
  return {
    id: toDigest(row[0]),
    name: row[1] as string,
    version: row[2] as string,
    parameters: JSON.parse(row[3] as string) as DerivationRecord['parameters'],
    contentDigest: toDigest(row[4]),
    failed: row[5] === 1,
    forgotten: row[6] === 1,
    pinned: row[7] !== null,
    publishedMs: row[8] as number,
    sizeBytes: row[9] as number,
  };
}
