// Searches: the conditions of a query are turned into SQL, begun from the shortest list that one of them gives, or, when
// all are long, from the newest result on; long lists mean that a page is soon full.
import { checkQuery, defaultPageSize, hasWords, orderOf, parameterWords, readCursor, writeCursor } from '@stemma/core';
import type { AnalysisDescription, CursorPlace, Json, ResultSummary, SearchPage, SearchQuery } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { toBytes } from './digest-bytes.ts';
import { asSummary } from './find.ts';
import type { Impact, RowSet } from './impact.ts';
import { conditionsOf } from './search-conditions.ts';
import type { Condition, Sql } from './search-conditions.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';
import { fillSearch } from './search-words.ts';

/** Lists up to this length are begun with: so many look-ups and their sorting take 20 ms. */
const shortList = 20_000;
/**
 * So many results are tested first, from the newest on, before words are listed: a word that is in many results fills the
 * page at once, where its list alone would take a quarter of a second (a million results); testing them takes 10 ms.
 */
const triedFirst = 4000;
/** With a list as short as this no shorter one is looked for. */
const shortEnough = 1000;

const columns = `d.digest, a.name, f.version, d.parameters, c.digest, c.failed, c.forgotten, pin.derivation,
  r.published_ms, c.size_bytes`;
const joins = `CROSS JOIN derivation d ON d.id = r.derivation CROSS JOIN definition f ON f.id = d.definition
  CROSS JOIN analysis a ON a.id = r.analysis CROSS JOIN content c ON c.id = r.content
  LEFT JOIN pin ON pin.derivation = r.derivation`;
const keyColumns = { published: 'r.published_ms', name: 'a.name', size: 'c.size_bytes' } as const;
const describeSql = `INSERT INTO description (name, text, units) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET text = excluded.text, units = excluded.units`;
const descriptionsSql = `SELECT k.name, k.text, k.units FROM json_each(?) j CROSS JOIN description k ON k.name = j.value`;

/** Searches over one connection. */
export type Search = (query: SearchQuery) => SearchPage;

/** Makes the search of a connection; sets of rows are handed to SQL by a function of its own. */
export function search(connection: Connection, impact: Impact, doubts: RetractionDoubts): Search {
  let sets: RowSet[] = [];
  let hasFunctions = false;

  // Made at the first search: most connections never search.
  function addFunctions(): void {
    if (hasFunctions) return;
    hasFunctions = true;
    connection.db.function('in_row_set', (set, row) => (sets[Number(set)]!.has(Number(row)) ? 1 : 0));
    connection.db.function('standing_of', (row) => standingOf(doubts, Number(row)));
    connection.db.function('has_word', (parameters, word) =>
      hasWords(parameterWords(JSON.parse(parameters as string) as Record<string, Json>), [word as string]) ? 1 : 0,
    );
  }

  function member(set: RowSet): Sql {
    sets.push(set);
    return { sql: 'in_row_set(?, r.derivation)', values: [sets.length - 1] };
  }

  return (given) => {
    const query = checkQuery(given);
    const { pageSize = defaultPageSize } = query;
    sets = [];
    addFunctions();
    const unfilled = fillSearch(connection);
    const conditions = conditionsOf(query, { connection, impact, unfilled, member });
    const results = page(connection, query, conditions, pageSize + 1).map(asSummary);
    sets = [];
    if (results.length <= pageSize) return { results };
    const shown = results.slice(0, pageSize);
    return { results: shown, next: writeCursor(query, placeOf(query, shown.at(-1)!)) };
  };
}

// NULL for a sound result would make the opposite condition unknown instead of true.
function standingOf(doubts: RetractionDoubts, row: number): string {
  if (doubts.quiet()) return 'sound';
  const doubt = doubts.about([row]).get(row);
  if (!doubt) return 'sound';
  return doubt.retracted && doubt.origin === row ? 'retracted' : 'suspect';
}

function page(connection: Connection, query: SearchQuery, conditions: readonly Condition[], count: number): Row[] {
  const { by, descending } = orderOf(query);
  const key = keyColumns[by];
  const direction = descending ? 'DESC' : 'ASC';
  const order = (table: string) =>
    `ORDER BY ${by === 'published' ? `${table}.published_ms` : key} ${direction}, ${table}.derivation ${direction}`;
  const place = readCursor(query);
  const behind = (key: string, row: string): Sql => ({
    sql: `(${key}, ${row}) ${descending ? '<' : '>'} (?, (SELECT id FROM derivation WHERE digest = ?))`,
    values: [place!.key, toBytes(place!.id)],
  });
  const tests = [...conditions.map(({ test }) => test), ...(place ? [behind(key, 'r.derivation')] : [])];
  const select = (source: Sql): Row[] => {
    const where = tests.length > 0 ? `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}` : '';
    const sql = `SELECT ${columns} FROM ${source.sql} ${joins} ${where} ${order('r')} LIMIT ?`;
    // Not kept among the prepared ones: there are as many texts as combinations of conditions.
    const statement = connection.db.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...source.values, ...tests.flatMap(({ values }) => values), count) as unknown as Row[];
  };
  if (query.text !== undefined && by === 'published') {
    const { sql: from, values } = place ? behind('q.published_ms', 'q.derivation') : { sql: 'TRUE', values: [] };
    const sql = `(SELECT * FROM result q WHERE ${from} ${order('q')} LIMIT ${triedFirst}) r`;
    const found = select({ sql, values });
    if (found.length === count) return found;
  }
  const from = shortest(connection, conditions);
  if (!from) return select({ sql: 'result r', values: [] });
  return select({
    sql: 'json_each(?) j CROSS JOIN result r ON r.derivation = j.value',
    values: [JSON.stringify(from)],
  });
}

/** The rows of the shortest list among the conditions; undefined when none is short. */
function shortest(connection: Connection, conditions: readonly Condition[]): number[] | undefined {
  let limit = shortList;
  let found: number[] | undefined;
  for (const { list, probe } of conditions) {
    if (!list || limit <= shortEnough) continue;
    if (probe && listed(connection, probe, limit + 1).length > limit) continue;
    const rows = listed(connection, list, limit + 1);
    if (rows.length > limit) continue;
    limit = rows.length;
    found = rows;
  }
  return found && [...new Set(found)];
}

function listed(connection: Connection, { sql, values }: Sql, count: number): number[] {
  const statement = connection.db.prepare(
    `WITH l (x) AS (${sql}) SELECT json_group_array(x) FROM (SELECT x FROM l LIMIT ?)`,
  );
  statement.setReturnArrays(true);
  const [json] = statement.get(...values, count) as unknown as Row;
  return JSON.parse(json as string) as number[];
}

function placeOf(query: SearchQuery, { id, publishedMs, name, sizeBytes }: ResultSummary): CursorPlace {
  return { id, key: { published: publishedMs, name, size: sizeBytes }[orderOf(query).by] };
}

/** Remembers descriptions of analyses; only what says something new is written. */
export function describeAnalyses(connection: Connection, descriptions: readonly AnalysisDescription[]): void {
  const known = analysisDescriptions(
    connection,
    descriptions.map(({ name }) => name),
  );
  const news = descriptions.filter((one) => JSON.stringify(known.get(one.name)) !== JSON.stringify(inOrder(one)));
  if (news.length === 0) return;
  connection.write('volatile', () => {
    for (const { name, description, units } of news)
      connection.statement(describeSql).run(name, description, JSON.stringify(units));
  });
}

/** What is remembered of analyses. */
export function analysisDescriptions(
  connection: Connection,
  names: readonly string[],
): Map<string, AnalysisDescription> {
  const found = new Map<string, AnalysisDescription>();
  for (const [name, description, units] of connection.rows(descriptionsSql, JSON.stringify(names))) {
    const described = { name: name as string, description: description as string };
    found.set(described.name, { ...described, units: JSON.parse(units as string) as Record<string, string> });
  }
  return found;
}

function inOrder({ name, description, units }: AnalysisDescription): AnalysisDescription {
  return { name, description, units };
}
