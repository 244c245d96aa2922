// Writes derivations: each definition and shape once, and a bare row for every id that is only mentioned.
import { canonicalJson } from '@stemma/core';
import type { Definition, DerivationRecord, Digest, Json } from '@stemma/core';
import type { Connection } from './connection.ts';
import { digestChunks, requireDigest, toBytes } from './digest-bytes.ts';

// No "ON CONFLICT DO UPDATE" on tables that others refer to: SQLite would search all of those for references.
const insertSql = `INSERT INTO derivation (digest, definition, parameters, inputs, l1, l2, l3)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`;
const completeSql = `UPDATE derivation SET definition = ?, parameters = ?, inputs = ?, l1 = ?, l2 = ?, l3 = ?
  WHERE digest = ? AND definition IS NULL`;
const selectAnalysisSql = 'SELECT id FROM analysis WHERE name = ?';
const insertAnalysisSql = 'INSERT INTO analysis (name) VALUES (?)';
const selectDefinitionSql = `SELECT id FROM definition
  WHERE analysis = ? AND version = ? AND code = ? AND environment = ?`;
const insertDefinitionSql = 'INSERT INTO definition (analysis, version, code, environment) VALUES (?, ?, ?, ?)';

/** The integer ids of what was written. */
export interface RecordedDerivations {
  /** Of a recorded or mentioned derivation. */
  idOf(digest: Digest): number;
  /** The row of the analysis name of a recorded derivation. */
  analysisOf(record: DerivationRecord): number;
}

/**
 * Records derivations and mentions others; to be called inside a transaction. What is recorded already stays as it
 * is: equal ids have equal records.
 * @throws StemmaError `invalid_request` for what is no digest or has no canonical form.
 */
export function recordDerivations(
  connection: Connection,
  records: readonly DerivationRecord[],
  mentioned: Iterable<Digest>,
): RecordedDerivations {
  const definitions = definitionIds(connection);
  const shapes = internDigests(
    connection,
    'shape',
    new Set(records.flatMap(({ shapes }) => [shapes.l1, shapes.l2, shapes.l3])),
  );
  const insert = connection.statement(insertSql);
  const complete = connection.statement(completeSql);
  const ids = new Map<Digest, number>();
  for (const record of records) {
    requireDigest(record.id, 'a derivation');
    const { l1, l2, l3 } = record.shapes;
    const parameters = canonicalJson(record.parameters);
    const inputs = canonicalJson(record.inputs as unknown as Json);
    const { definition } = definitions(record.definition);
    const digest = toBytes(record.id);
    const values = [definition, parameters, inputs, shapes.get(l1)!, shapes.get(l2)!, shapes.get(l3)!];
    const { changes, lastInsertRowid } = insert.run(digest, ...values);
    if (changes === 1) ids.set(record.id, Number(lastInsertRowid));
    else complete.run(...values, digest);
  }
  const others = new Set<Digest>();
  for (const { id } of records) if (!ids.has(id)) others.add(id);
  for (const id of mentioned) if (!ids.has(id)) others.add(id);
  for (const [digest, id] of internDigests(connection, 'derivation', others)) ids.set(digest, id);
  return {
    idOf: (digest) => ids.get(digest)!,
    analysisOf: (record) => definitions(record.definition).analysis,
  };
}

/** The ids of digests in a table, after adding those that are missing. */
function internDigests(
  connection: Connection,
  table: 'shape' | 'derivation',
  digests: Set<Digest>,
): Map<Digest, number> {
  const ids = new Map<Digest, number>();
  for (const digest of digests) requireDigest(digest, `a ${table}`);
  const select = `SELECT j.key, t.id FROM json_each(?) j CROSS JOIN ${table} t ON t.digest = unhex(j.value)`;
  for (const { slice, json } of digestChunks([...digests])) {
    for (const row of connection.rows(select, json)) ids.set(slice[row[0] as number]!, row[1] as number);
  }
  const insert = connection.statement(`INSERT INTO ${table} (digest) VALUES (?)`);
  for (const digest of digests)
    if (!ids.has(digest)) ids.set(digest, Number(insert.run(toBytes(digest)).lastInsertRowid));
  return ids;
}

/** Looks definitions up, once per batch each: the memory must not outlive a transaction that may roll back. */
function definitionIds(connection: Connection): (of: Definition) => { definition: number; analysis: number } {
  const seen = new Map<string, { definition: number; analysis: number }>();
  return (of) => {
    const key = `${of.code}${of.environment}${of.version}\n${of.name}`;
    let found = seen.get(key);
    if (!found) {
      requireDigest(of.code, 'the code of an analysis');
      requireDigest(of.environment, 'the environment of an analysis');
      const analysis = connection.idOf(selectAnalysisSql, insertAnalysisSql, of.name);
      const code = toBytes(of.code);
      const environment = toBytes(of.environment);
      const columns = [analysis, of.version, code, environment] as const;
      found = { analysis, definition: connection.idOf(selectDefinitionSql, insertDefinitionSql, ...columns) };
      seen.set(key, found);
    }
    return found;
  };
}
