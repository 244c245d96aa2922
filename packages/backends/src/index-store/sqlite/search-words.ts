// Fills the words and numbers by which results are found: when somebody searches, in short transactions, and not at all
// while another process writes. So publishing costs one row of a journal, and no search waits for a run.
import { numberOf, parameterWords } from '@stemma/core';
import type { Json } from '@stemma/core';
import type { Connection } from './connection.ts';

/** Changes in one transaction: about 30 ms, for which a publication may have to wait. */
const batchLength = 2000;

const progressSql = 'SELECT seq FROM search_progress WHERE id = 1';
const advanceSql = 'UPDATE search_progress SET seq = ? WHERE id = 1';
const changesSql = `SELECT c.seq, c.derivation, r.analysis, d.parameters FROM change c CROSS JOIN derivation d ON d.id = c.derivation
  CROSS JOIN result r ON r.derivation = c.derivation WHERE c.seq > ? ORDER BY c.seq LIMIT ?`;
const wordsSql = 'INSERT INTO search_words (rowid, words) VALUES (?, ?)';
const numberSql =
  'INSERT INTO parameter_number (parameter, number, derivation) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const selectParameterSql = 'SELECT id FROM parameter WHERE analysis = ? AND name = ?';
const insertParameterSql = 'INSERT INTO parameter (analysis, name) VALUES (?, ?)';

/** A result that is not filled in yet. */
export interface UnfilledResult {
  readonly row: number;
  readonly analysis: number;
  readonly parameters: Readonly<Record<string, Json>>;
}

/**
 * Fills in as much as it may, and gives back what is left: results of a store that cannot be written, or to which
 * somebody writes at this moment.
 */
export function fillSearch(connection: Connection): UnfilledResult[] {
  if (!connection.readOnly) {
    try {
      // Nobody waits for a search, so a search waits for nobody.
      connection.db.exec('PRAGMA busy_timeout = 0');
      while (read(connection, 1).length > 0) connection.write('volatile', () => fillBatch(connection));
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'unavailable') throw error;
    } finally {
      connection.db.exec('PRAGMA busy_timeout = 30000');
    }
  }
  return read(connection, -1).map(({ row, analysis, parameters }) => ({ row, analysis, parameters }));
}

function read(connection: Connection, limit: number): (UnfilledResult & { readonly seq: number })[] {
  const [progress] = connection.rows(progressSql);
  return connection.rows(changesSql, progress![0] as number, limit).map(([seq, row, analysis, parameters]) => ({
    seq: seq as number,
    row: row as number,
    analysis: analysis as number,
    parameters: JSON.parse(parameters as string) as Record<string, Json>,
  }));
}

function fillBatch(connection: Connection): void {
  const batch = read(connection, batchLength);
  const ids = new Map<string, number>();
  const parameterOf = (analysis: number, name: string) => {
    const key = `${analysis} ${name}`;
    let id = ids.get(key);
    if (id === undefined) ids.set(key, (id = connection.idOf(selectParameterSql, insertParameterSql, analysis, name)));
    return id;
  };
  for (const { row, analysis, parameters } of batch) {
    const words = parameterWords(parameters);
    if (words.length > 0) connection.statement(wordsSql).run(row, words.join(' '));
    for (const [name, value] of Object.entries(parameters)) {
      const number = numberOf(value);
      const parameter = parameterOf(analysis, name);
      if (number !== undefined) connection.statement(numberSql).run(parameter, number, row);
    }
  }
  const last = batch.at(-1);
  if (last) connection.statement(advanceSql).run(last.seq);
}
