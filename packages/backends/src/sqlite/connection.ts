// WAL mode (https://www.sqlite.org/wal.html): readers never wait for a writer nor it for them, a commit is one append to
// the log, and a process that is killed leaves every commit whole. The log is copied back at checkpoints.
//
// One open database: its settings, its prepared statements, its transactions and the translation of its errors.
import { StemmaError } from '@stemma/core';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { latestVersion, type DatabaseSchema } from './database-schema.ts';
import { migrateDatabase, versionOf } from './migrate.ts';
import { asDatabaseError, sqliteCode } from './sqlite-errors.ts';

/** How long a statement waits for another process' transaction. */
const busyTimeoutMs = 30_000;
/** With 100,000 results 8 MiB were as fast as 32: behind it lies the page cache of the system. */
const cacheKiB = 8 * 1024;
/** Pages in the write-ahead log before they are copied (16 MiB): pages that batches share are copied once. */
const checkpointPages = 4096;

/** A row as an array of columns: half the cost of an object per row. */
export type Row = readonly unknown[];

/**
 * What an answer promises for a power cut: `durable` (publications) that the change survives; `volatile` (leases,
 * times of use, failed attempts) that it may be lost, but never alone: nothing written after it survives then.
 */
export type Durability = 'durable' | 'volatile';

/** An open database with its memory of prepared statements. */
export interface Connection {
  readonly path: string;
  readonly readOnly: boolean;
  readonly db: DatabaseSync;
  /** A prepared statement, kept; its rows come as arrays. */
  statement(sql: string): StatementSync;
  /** All rows of a statement. */
  rows(sql: string, ...values: SQLInputValue[]): Row[];
  /** The id of the row with these values, after adding it if there is none. */
  idOf(select: string, insert: string, ...values: SQLInputValue[]): number;
  /**
   * Runs a question, with errors translated.
   * @throws StemmaError `unavailable`, `corrupt`, `internal`.
   */
  read<T>(question: () => T): T;
  /**
   * Runs a change in one immediate transaction: all of it or nothing. It takes the write lock first, so that what
   * the change reads cannot be outdated by what it writes.
   * @throws StemmaError `unavailable` (also for a read-only connection), `corrupt`, `internal`.
   */
  write<T>(durability: Durability, change: () => T): T;
  /** Closes the database; the last connection of all processes empties the write-ahead log. */
  close(): void;
}

/**
 * Opens a database file, creating and migrating it unless `readOnly`; `:memory:` for one that ends with the process.
 * @throws StemmaError `unavailable`, `corrupt`, `conflict`.
 */
export function openDatabase(
  path: string,
  schema: DatabaseSchema,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Connection {
  let db: DatabaseSync | undefined;
  try {
    db = readOnly ? openForReading(path, schema) : openForWriting(path, schema);
    return connection(db, path, schema.what, readOnly);
  } catch (error) {
    if (db?.isOpen) db.close();
    throw asDatabaseError(error, schema.what, path);
  }
}

// The order matters: first the look at whose file it is, then the journal mode, which is a property of the file and
// needs it for itself for a moment, then the settings of this connection, then the schema.
function openForWriting(path: string, schema: DatabaseSchema): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    // Before anything is changed: a database of another program must stay as it is.
    patiently(() => versionOf(db, path, schema));
    patiently(() => db.exec('PRAGMA journal_mode = WAL'));
    db.exec(
      `PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheKiB}; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = 67108864`,
    );
    patiently(() => migrateDatabase(db, path, schema));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Reading needs the schema of this version exactly: it cannot migrate an older one. */
function openForReading(path: string, schema: DatabaseSchema): DatabaseSync {
  const db = openExisting(path);
  const version = versionOf(db, path, schema);
  const latest = latestVersion(schema);
  if (version < latest) {
    db.close();
    throw new StemmaError(
      'conflict',
      `the ${schema.what} ${path} has an older schema (${version}, needed ${latest}): open it once for writing`,
      { path, version, latest },
    );
  }
  db.exec(`PRAGMA cache_size = -${cacheKiB}`);
  return db;
}

/** On a medium that cannot be written, a WAL database without pending log opens only as immutable. */
function openExisting(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    const pending = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
    const code = sqliteCode(error);
    if (pending || (code !== 14 && code !== 8)) throw error;
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    return new DatabaseSync(url, { readOnly: true });
  }
}

/** SQLite answers "busy" at once, without waiting, while another process switches the journal mode. */
function patiently(action: () => unknown): void {
  const until = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      action();
      return;
    } catch (error) {
      if (sqliteCode(error) !== 5 || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function connection(db: DatabaseSync, path: string, what: string, readOnly: boolean): Connection {
  const statements = new Map<string, StatementSync>();
  let synchronous: Durability | undefined;

  function statement(sql: string): StatementSync {
    let prepared = statements.get(sql);
    if (!prepared) {
      prepared = db.prepare(sql);
      prepared.setReturnArrays(true);
      statements.set(sql, prepared);
    }
    return prepared;
  }

  function begin(durability: Durability): void {
    if (readOnly) throw new StemmaError('unavailable', `the ${what} ${path} is open for reading only`, { path });
    if (synchronous !== durability) {
      // In WAL mode NORMAL syncs at checkpoints only, FULL at each commit.
      db.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}`);
      synchronous = durability;
    }
    statement('BEGIN IMMEDIATE').run();
  }

  return {
    path,
    readOnly,
    db,
    statement,
    rows: (sql, ...values) => statement(sql).all(...values) as unknown as Row[],
    idOf: (select, insert, ...values) => {
      const row = statement(select).get(...values) as unknown as Row | undefined;
      return Number(row ? row[0] : statement(insert).run(...values).lastInsertRowid);
    },
    read: (question) => {
      try {
        return question();
      } catch (error) {
        throw asDatabaseError(error, what, path);
      }
    },
    write: (durability, change) => {
      try {
        begin(durability);
        const answer = change();
        statement('COMMIT').run();
        return answer;
      } catch (error) {
        if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
        throw asDatabaseError(error, what, path);
      }
    },
    close: () => {
      statements.clear();
      if (db.isOpen) db.close();
    },
  };
}
