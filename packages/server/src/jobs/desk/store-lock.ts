// One service for one store: two would both take up the same jobs. A lock of the operating system, which goes with the
// process however it ends; held through SQLite, since Node itself has none.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StemmaError } from '@stemma/core';

/**
 * Takes the lock of a store.
 * @throws StemmaError `unavailable` when another service has it.
 */
export function takeStoreAlone(store: string): { release(): void } {
  mkdirSync(store, { recursive: true });
  const db = new DatabaseSync(join(store, 'service.lock'), { timeout: 1_000 });
  try {
    db.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    throw new StemmaError(
      'unavailable',
      `another service runs on the store ${store}: stop it, or choose another store`,
      { store },
      cause,
    );
  }
  return { release: () => db.isOpen && db.close() };
}
