// The file of accounts, tokens, sharing and the audit log: a SQLite database of its own beside the index, so that it can
// be readable by the service alone while stores are shared.
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StemmaError } from '@stemma/core';
import { accessMigrations } from './schema.ts';

// "STac" as a number: tells the file from other databases, also for file(1).
const applicationId = 0x53546163;

/** An open database with its prepared statements. */
export interface Database {
  /** The first row, if there is one; the caller knows which columns it asked for. */
  row<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  rows<T>(sql: string, ...values: SQLInputValue[]): T[];
  /** Runs a change, and says how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /**
   * All of several changes, or none. `durable` ones survive a power cut when this returns; all others, and single
   * changes by `run`, survive the end of the process, and a power cut once something durable came after them.
   */
  together<T>(change: () => T, durability?: 'durable' | 'volatile'): T;
  close(): void;
}

/**
 * Opens the database, making and migrating it; `:memory:` for one that ends with the process.
 * @throws StemmaError `unavailable` when it cannot be made; `conflict` when a newer version made it; `corrupt` when it
 *   is another program's.
 */
export function openDatabase(path: string): Database {
  let db: DatabaseSync | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    db = new DatabaseSync(path, { timeout: 10_000 });
    migrate(db, path);
    // Digests of secrets are no secrets, but who has an account and what they share is nobody's business.
    if (path !== ':memory:') chmodSync(path, 0o600);
    return facade(db);
  } catch (cause) {
    if (db?.isOpen) db.close();
    if (cause instanceof StemmaError) throw cause;
    const { message } = cause as Error;
    throw new StemmaError('unavailable', `the accounts in ${path} cannot be opened: ${message}`, { path }, cause);
  }
}

function migrate(db: DatabaseSync, path: string): void {
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get()!)[0]);
  const tables = Number(Object.values(db.prepare('SELECT count(*) FROM sqlite_schema').get()!)[0]);
  if (tables > 0 && pragma('application_id') !== applicationId)
    throw new StemmaError('corrupt', `${path} is a database of another program, not of Stemma's accounts`, { path });
  if (pragma('user_version') > accessMigrations.length)
    throw new StemmaError('conflict', `${path} was made by a newer version of Stemma: use that one`, { path });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  db.exec('BEGIN IMMEDIATE');
  for (const sql of accessMigrations.slice(pragma('user_version'))) db.exec(sql);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${accessMigrations.length}; COMMIT`);
}

function facade(db: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const made = db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    row: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as T | undefined,
    rows: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as T[],
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    together: (change, durability = 'durable') => {
      // A change within a change is part of it.
      if (db.isTransaction) return change();
      // In WAL mode FULL syncs at each commit, NORMAL at checkpoints only.
      db.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`);
      try {
        const answer = change();
        db.exec('COMMIT');
        return answer;
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      } finally {
        if (durability === 'durable') db.exec('PRAGMA synchronous = NORMAL');
      }
    },
    close: () => {
      statements.clear();
      if (db.isOpen) db.close();
    },
  };
}
