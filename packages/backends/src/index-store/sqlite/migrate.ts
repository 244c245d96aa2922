// The schema of the index on files of any age: the general steps, with the tables of the index.
import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from '../../sqlite/database-schema.ts';
import { migrateDatabase, versionOf } from '../../sqlite/migrate.ts';
import { indexSchema } from './schema.ts';

/**
 * Reads which version of the schema an index has: 0 for an empty file.
 * @throws StemmaError as {@link versionOf}.
 */
export function schemaVersion(db: DatabaseSync, path: string, latest?: number): number {
  return versionOf(db, path, indexSchema, latest);
}

/**
 * Runs the missing steps.
 * @throws StemmaError as {@link migrateDatabase}.
 */
export function migrate(db: DatabaseSync, path: string, steps: readonly Migration[] = indexSchema.migrations): void {
  migrateDatabase(db, path, { ...indexSchema, migrations: steps });
}
