// Brings a database file to the schema of this version of Stemma, or says clearly why it cannot. Several
// processes may do this to one new file at once: each step is taken under the write lock and looks again first.
import { StemmaError } from '@stemma/core';
import type { DatabaseSync } from 'node:sqlite';
import { latestVersion, type DatabaseSchema } from './database-schema.ts';

interface Header {
  readonly application: number;
  readonly version: number;
  readonly objects: number;
}

/** Reads all three from one snapshot, so that another process' migration is seen as a whole or not at all. */
function readHeader(db: DatabaseSync): Header {
  const number = (sql: string) => Number(Object.values(db.prepare(sql).get() ?? {})[0]);
  const alone = !db.isTransaction;
  if (alone) db.exec('BEGIN');
  try {
    return {
      objects: number('SELECT count(*) FROM sqlite_schema'),
      application: number('PRAGMA application_id'),
      version: number('PRAGMA user_version'),
    };
  } finally {
    if (alone && db.isTransaction) db.exec('COMMIT');
  }
}

/**
 * Reads which version of the schema a file has: 0 for an empty file.
 * @throws StemmaError `corrupt` for a database of another program, `conflict` for a newer version than `latest`.
 */
export function versionOf(
  db: DatabaseSync,
  path: string,
  schema: DatabaseSchema,
  latest = latestVersion(schema),
): number {
  const { application, version, objects } = readHeader(db);
  if (application !== schema.applicationId) {
    if (objects > 0 || version !== 0) {
      throw new StemmaError('corrupt', `${path} is a SQLite database, but not the ${schema.what} of Stemma`, { path });
    }
    return 0;
  }
  if (version > latest) {
    throw new StemmaError(
      'conflict',
      `the ${schema.what} ${path} was written by a newer Stemma (schema ${version}, this one knows ${latest}): update Stemma to use it`,
      { path, version, latest },
    );
  }
  return version;
}

/**
 * Runs the missing steps, each in a transaction of its own.
 * @throws StemmaError as {@link versionOf}.
 */
export function migrateDatabase(db: DatabaseSync, path: string, schema: DatabaseSchema): void {
  if (versionOf(db, path, schema) === latestVersion(schema)) return;
  for (const step of schema.migrations) {
    db.exec('BEGIN IMMEDIATE');
    try {
      if (versionOf(db, path, schema) < step.version) {
        db.exec(`${step.sql}; PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${step.version}`);
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}
