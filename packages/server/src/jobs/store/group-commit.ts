// Writes of one turn of the event loop become one transaction: a thousand small requests cost a few commits. Syncing is
// done beside the loop, so that nobody waits for the disk but those who asked for it.
import { close, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Connection } from '@stemma/backends';

/** Transactions shared by all writes of one turn. */
export interface GroupCommit {
  /** Runs a change now, inside the transaction of this turn; when one fails, the whole turn is undone. */
  write<T>(change: () => T): T;
  /** Resolves when what was written is committed; with `durable`, synced too. @throws StemmaError when it was undone. */
  settled(durability: 'durable' | 'volatile'): Promise<void>;
  /** Commits what is open. */
  close(): Promise<void>;
}

interface Turn {
  readonly ended: Promise<void>;
  commit(): void;
  undo(error: unknown): void;
}

/** Group commit on a connection, which nobody else may write. */
export function groupCommit(connection: Connection): GroupCommit {
  let turn: Turn | undefined;
  const log = syncedLog(connection.path);

  function begin(): Turn {
    connection.statement('BEGIN IMMEDIATE').run();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Whoever wants to know awaits it; a write that nobody awaits must not end the process.
    promise.catch(() => {});
    const timer = setImmediate(() => opened.commit());
    const end = () => {
      turn = undefined;
      clearImmediate(timer);
    };
    const opened: Turn = {
      ended: promise,
      commit: () => {
        end();
        try {
          connection.read(() => connection.statement('COMMIT').run());
          resolve();
        } catch (error) {
          if (connection.db.isTransaction) connection.db.exec('ROLLBACK');
          reject(error as Error);
        }
      },
      undo: (error) => {
        end();
        if (connection.db.isTransaction) connection.db.exec('ROLLBACK');
        reject(error as Error);
      },
    };
    return opened;
  }

  return {
    write: (change) =>
      connection.read(() => {
        turn ??= begin();
        try {
          return change();
        } catch (error) {
          turn.undo(error);
          throw error;
        }
      }),
    settled: async (durability) => {
      await turn?.ended;
      if (durability === 'durable') await log.sync();
    },
    close: async () => {
      turn?.commit();
      await log.close();
    },
  };
}

// The log of committed transactions, which SQLite itself syncs only at checkpoints (synchronous = NORMAL).
function syncedLog(path: string): { sync(): Promise<void>; close(): Promise<void> } {
  let file: number | undefined;
  let next: Promise<void> | undefined;
  return {
    sync: () => {
      if (path === ':memory:') return Promise.resolve();
      // One for all who ask in this turn; what is committed while it goes on needs the next one.
      next ??= Promise.resolve().then(async () => {
        next = undefined;
        file ??= openSync(`${path}-wal`, 'r+');
        await promisify(fdatasync)(file);
      });
      return next;
    },
    close: async () => {
      if (file !== undefined) await promisify(close)(file);
      file = undefined;
    },
  };
}
