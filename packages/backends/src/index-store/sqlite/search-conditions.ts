// What each field of a query means in SQL: a test of one result and, where an index can list what is meant, a list to
// begin with. Which list a search begins with is decided by its length.
import {
  askedWords,
  bindCondition,
  hasWords,
  namesParameter,
  parameterWords,
  parametersFulfil,
  unitByName,
} from '@stemma/core';
import type { Json, ParameterCondition, ResultState, SearchQuery, UsedThing } from '@stemma/core';
import type { SQLInputValue } from 'node:sqlite';
import { globMatches, keysWithWord } from '../search-words-match.ts';
import type { Connection } from './connection.ts';
import { toBytes } from './digest-bytes.ts';
import type { Impact, RowSet } from './impact.ts';
import { rowsOf } from './lineage.ts';
import type { UnfilledResult } from './search-words.ts';

/** A piece of SQL with the values for its question marks. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** One condition of a query. */
export interface Condition {
  /** True or false of a result `r` with its derivation `d`, definition `f`, analysis `a` and content `c`. */
  readonly test: Sql;
  /** The rows of derivations that fulfil it, perhaps with some that have no result. */
  readonly list?: Sql;
  /** A part of that list which costs little to begin: when it is long already, the whole need not be made. */
  readonly probe?: Sql;
}

/** What conditions are made from. */
export interface ConditionSetting {
  readonly connection: Connection;
  readonly impact: Impact;
  /** Results whose words and numbers are not in the index yet. */
  readonly unfilled: readonly UnfilledResult[];
  /** Makes a set of rows known to SQL; the test of membership in it. */
  member(set: RowSet): Sql;
}

const states: Readonly<Record<ResultState, string>> = {
  known: 'c.forgotten = 0',
  failed: 'c.failed = 1',
  forgotten: 'c.forgotten = 1',
  pinned: 'EXISTS (SELECT 1 FROM pin p WHERE p.derivation = r.derivation)',
  tagged: 'EXISTS (SELECT 1 FROM tag t WHERE t.derivation = r.derivation)',
  noted: 'EXISTS (SELECT 1 FROM note n WHERE n.derivation = r.derivation)',
  // Derived, never stored: a function of the connection that asks for the result's ancestors.
  retracted: "standing_of(r.derivation) = 'retracted'",
  suspect: "standing_of(r.derivation) = 'suspect'",
};
const stateLists: Readonly<Partial<Record<ResultState, string>>> = {
  pinned: 'SELECT derivation FROM pin',
  tagged: 'SELECT derivation FROM tag',
  noted: 'SELECT derivation FROM note',
};

/** All conditions of a query. */
export function conditionsOf(query: SearchQuery, setting: ConditionSetting): Condition[] {
  return [
    ...simpleConditions(query),
    ...listedConditions(query),
    ...activityConditions(query),
    ...(query.analysis === undefined ? [] : [analysisCondition(query.analysis, setting)]),
    ...(query.parameters ?? []).map((condition) => parameterCondition(condition, setting)),
    ...askedWords(query.text ?? '').map((word) => wordCondition(word, setting)),
    ...(query.uses ?? []).map((thing) => usesCondition(thing, setting)),
  ];
}

function simpleConditions(query: SearchQuery): Condition[] {
  const found: Condition[] = [];
  const add = (sql: string, ...values: SQLInputValue[]) => found.push({ test: { sql, values } });
  if (query.version !== undefined) add('f.version = ?', query.version);
  if (query.publishedFromMs !== undefined) add('r.published_ms >= ?', query.publishedFromMs);
  if (query.publishedToMs !== undefined) add('r.published_ms < ?', query.publishedToMs);
  if (query.withoutLeaves) add(`a.name NOT IN ('stemma.File', 'stemma.Literal')`);
  for (const state of query.isNot ?? []) add(`NOT ${states[state]}`);
  return found;
}

/** Conditions that an index can list. */
function listedConditions(query: SearchQuery): Condition[] {
  const found: Condition[] = [];
  for (const state of query.is ?? []) {
    const list = stateLists[state];
    found.push({ test: { sql: states[state], values: [] }, ...(list && { list: { sql: list, values: [] } }) });
  }
  for (const tag of query.tags ?? []) {
    found.push({
      test: { sql: 'EXISTS (SELECT 1 FROM tag t WHERE t.name = ? AND t.derivation = r.derivation)', values: [tag] },
      list: { sql: 'SELECT derivation FROM tag WHERE name = ?', values: [tag] },
    });
  }
  if (query.collection !== undefined) {
    const members =
      'SELECT m.derivation FROM collection k CROSS JOIN collection_member m ON m.collection = k.id WHERE k.name = ?';
    found.push({
      test: { sql: `EXISTS (${members} AND m.derivation = r.derivation)`, values: [query.collection] },
      list: { sql: members, values: [query.collection] },
    });
  }
  if (query.shape) {
    const { level, of } = query.shape;
    const wanted = `(SELECT ${level} FROM derivation WHERE digest = ?)`;
    const list = { sql: `SELECT id FROM derivation WHERE ${level} = ${wanted}`, values: [toBytes(of)] };
    found.push({ test: { sql: `d.${level} = ${wanted}`, values: [toBytes(of)] }, list });
  }
  return found;
}

// A content that was taken over has no activity of its own: the one that made it counts.
function activityConditions({ agent, site, startedFromMs, startedToMs }: SearchQuery): Condition[] {
  const parts: [string, SQLInputValue | undefined][] = [
    ['g.name = ?', agent],
    ['g.host = ?', site],
    ['x.started_ms >= ?', startedFromMs],
    ['x.started_ms < ?', startedToMs],
  ];
  const given = parts.filter(([, value]) => value !== undefined);
  if (given.length === 0) return [];
  const sql = `EXISTS (SELECT 1 FROM activity x CROSS JOIN agent g ON g.id = x.agent
    WHERE x.derivation = r.produced_by AND x.content IS NOT NULL AND ${given.map(([part]) => part).join(' AND ')})`;
  return [{ test: { sql, values: given.map(([, value]) => value!) } }];
}

function analysisCondition(pattern: string, { connection }: ConditionSetting): Condition {
  const rows = analysesLike(connection, pattern);
  // The plain form of one analysis lets SQLite read its results in their order.
  if (rows.length === 1) return { test: { sql: 'r.analysis = ?', values: rows }, list: resultsOf(rows) };
  return {
    test: { sql: '+r.analysis IN (SELECT value FROM json_each(?))', values: [JSON.stringify(rows)] },
    list: resultsOf(rows),
  };
}

function analysesLike(connection: Connection, pattern: string): number[] {
  const all = connection.rows('SELECT id, name FROM analysis');
  return all.filter(([, name]) => globMatches(pattern, name as string)).map(([id]) => id as number);
}

function resultsOf(analyses: readonly number[]): Sql {
  const sql = 'SELECT q.derivation FROM json_each(?) j CROSS JOIN result q ON q.analysis = j.value';
  return { sql, values: [JSON.stringify(analyses)] };
}

/** Units of the parameters of analyses: as described, else as the names say. */
function unitsOf(connection: Connection): (analysis: string, parameter: string) => string | undefined {
  const units = new Map<string, Record<string, string>>();
  for (const [name, json] of connection.rows('SELECT name, units FROM description'))
    units.set(name as string, JSON.parse(json as string) as Record<string, string>);
  return (analysis, parameter) => units.get(analysis)?.[parameter] ?? unitByName(analysis, parameter);
}

function parameterCondition(condition: ParameterCondition, setting: ConditionSetting): Condition {
  const { connection, unfilled } = setting;
  const unitOf = unitsOf(connection);
  const names = new Map(
    connection.rows('SELECT id, name FROM analysis').map(([id, name]) => [id as number, name as string]),
  );
  const late = unfilled.filter(({ analysis, parameters }) =>
    parametersFulfil(parameters, condition, (name) => unitOf(names.get(analysis)!, name)),
  );
  const rows = late.map(({ row }) => row);
  const tests: Sql[] = [inJson(rows)];
  const lists: Sql[] = [{ sql: 'SELECT value FROM json_each(?)', values: [JSON.stringify(rows)] }];
  let listed = true;
  for (const [id, analysis, name] of connection.rows('SELECT id, analysis, name FROM parameter')) {
    if (!namesParameter(condition.name, name as string)) continue;
    const bound = bindCondition(condition, unitOf(names.get(analysis as number)!, name as string));
    if (!bound) continue;
    const path = `$.${JSON.stringify(name)}`;
    if ('texts' in bound) {
      const values = [analysis as number, path, path, JSON.stringify([...bound.texts])];
      const sql = `(r.analysis = ? AND json_type(d.parameters, ?) IS NOT NULL AND
        (d.parameters -> ?) ${bound.not ? 'NOT IN' : 'IN'} (SELECT value FROM json_each(?)))`;
      tests.push({ sql, values });
      const numbers = [...bound.texts].map((text) => JSON.parse(text) as Json);
      if (bound.not || !numbers.every((number) => typeof number === 'number')) listed = false;
      else
        lists.push({
          sql: 'SELECT n.derivation FROM json_each(?) j CROSS JOIN parameter_number n ON n.parameter = ? AND n.number = j.value',
          values: [JSON.stringify(numbers), id as number],
        });
    } else {
      const range = (column: string) =>
        `${column} ${bound.minOpen ? '>' : '>='} ? AND ${column} ${bound.maxOpen ? '<' : '<='} ?`;
      const ends = [Math.max(bound.min, -Number.MAX_VALUE), Math.min(bound.max, Number.MAX_VALUE)];
      tests.push({
        sql: `(r.analysis = ? AND EXISTS (SELECT 1 FROM (SELECT json_extract(d.parameters, ?) AS v) WHERE typeof(v) IN ('integer', 'real') AND ${range('v')}))`,
        values: [analysis as number, path, ...ends],
      });
      lists.push({
        sql: `SELECT n.derivation FROM parameter_number n WHERE n.parameter = ? AND ${range('n.number')}`,
        values: [id as number, ...ends],
      });
    }
  }
  return { test: anyOf(tests), ...(listed && { list: union(lists) }) };
}

// A word is tested on the parameters themselves: asking the full-text index once for each row would read all words that
// begin alike each time (measured: 7 ms). Text with other letters than ASCII is not found by `instr` without its accents.
function wordCondition(word: string, { connection, unfilled }: ConditionSetting): Condition {
  const texts = connection.rows(
    "SELECT a.id, a.name, coalesce(k.text, '') FROM analysis a LEFT JOIN description k ON k.name = a.name",
  );
  const analyses = [
    ...keysWithWord(
      texts.map(([id, name, text]) => [id as number, `${name as string} ${text as string}`] as const),
      word,
    ),
  ];
  const said = keysWithWord(annotations(connection), word);
  for (const { row, parameters } of unfilled) if (hasWords(parameterWords(parameters), [word])) said.add(row);
  const rows = [...said];
  const test = anyOf([
    { sql: 'r.analysis IN (SELECT value FROM json_each(?))', values: [JSON.stringify(analyses)] },
    inJson(rows),
    {
      sql: `((instr(lower(d.parameters), ?) OR length(d.parameters) <> octet_length(d.parameters)) AND has_word(d.parameters, ?))`,
      values: [word, word],
    },
  ]);
  // The beginning of very many words costs more to list than to test, row by row, until the page is full.
  if (word.length < 3) return { test };
  return {
    test,
    // SQLite reads the list of one word as it is asked for, but merges those of a beginning before it gives the first.
    probe: { sql: 'SELECT w.rowid FROM search_words w WHERE w.search_words MATCH ?', values: [`"${word}"`] },
    list: union([
      { sql: 'SELECT w.rowid FROM search_words w WHERE w.search_words MATCH ?', values: [`"${word}"*`] },
      { sql: 'SELECT value FROM json_each(?)', values: [JSON.stringify(rows)] },
      resultsOf(analyses),
    ]),
  };
}

function annotations(connection: Connection): (readonly [number, string])[] {
  const rows = connection.rows('SELECT derivation, name FROM tag UNION ALL SELECT derivation, text FROM note');
  return rows.map(([row, text]) => [row as number, text as string] as const);
}

function usesCondition(thing: UsedThing, { connection, impact, member }: ConditionSetting): Condition {
  const set = impact.descendants(rowsOfThing(connection, thing));
  const test = member(set);
  if (set.rows.length > 20_000) return { test };
  return { test, list: { sql: 'SELECT value FROM json_each(?)', values: [JSON.stringify(set.rows)] } };
}

function rowsOfThing(connection: Connection, thing: UsedThing): number[] {
  if ('id' in thing) return rowsOf(connection, [thing.id]);
  if ('file' in thing) {
    const key = /^[0-9a-f]{64}$/.test(thing.file) ? 'sha256' : 'name';
    const sql = `SELECT d.id FROM analysis a CROSS JOIN definition f ON f.analysis = a.id CROSS JOIN derivation d ON d.definition = f.id
      WHERE a.name = 'stemma.File' AND json_extract(d.parameters, '$.${key}') = ?`;
    return connection.rows(sql, thing.file).map(([id]) => id as number);
  }
  const analyses = JSON.stringify(analysesLike(connection, thing.analysis));
  const sql = `SELECT d.id FROM definition f CROSS JOIN derivation d ON d.definition = f.id
    WHERE f.analysis IN (SELECT value FROM json_each(?)) AND (? IS NULL OR f.version = ?)`;
  const version = thing.version ?? null;
  return connection.rows(sql, analyses, version, version).map(([id]) => id as number);
}

function inJson(rows: readonly number[]): Sql {
  return { sql: 'r.derivation IN (SELECT value FROM json_each(?))', values: [JSON.stringify(rows)] };
}

function anyOf(parts: readonly Sql[]): Sql {
  return { sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`, values: parts.flatMap(({ values }) => values) };
}

function union(parts: readonly Sql[]): Sql {
  return { sql: parts.map(({ sql }) => sql).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) };
}
