// Turns what SQLite and the file system throw into errors of Stemma: a caller has to know whether to
// make room, to repair, or to report a defect, not which result code a library gave.
import { StemmaError } from '@stemma/core';
import type { ErrorCode } from '@stemma/core';

/** Primary result codes, https://www.sqlite.org/rescode.html. */
const situations: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  5: ['unavailable', 'is locked by another process for too long'],
  6: ['unavailable', 'is locked by another process for too long'],
  7: ['unavailable', 'needs more memory than there is'],
  8: ['unavailable', 'is not writable'],
  10: ['unavailable', 'cannot be read or written: the disk reports an error'],
  11: ['corrupt', 'is damaged; restore it from a copy, or rebuild it in an empty folder'],
  13: ['unavailable', 'has no room left: the disk is full'],
  14: ['unavailable', 'cannot be opened: the folder is absent or not accessible'],
  15: ['unavailable', 'is locked by another process for too long'],
  23: ['unavailable', 'may not be accessed'],
  26: ['corrupt', 'is not one of Stemma: the file is no SQLite database'],
};

const fileSystemCodes = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EIO', 'EDQUOT']);

interface SqliteError extends Error {
  readonly code: string;
  readonly errcode: number;
}

/** The primary SQLite result code of an error, undefined when it does not come from SQLite. */
export function sqliteCode(thrown: unknown): number | undefined {
  const error = thrown as Partial<SqliteError> | undefined;
  return error?.code === 'ERR_SQLITE_ERROR' && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** What was thrown while working on the database at `path`, as a StemmaError that calls it `what`. */
export function asDatabaseError(thrown: unknown, what: string, path: string): StemmaError {
  if (thrown instanceof StemmaError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = sqliteCode(thrown);
  const situation = code === undefined ? undefined : situations[code];
  if (situation) {
    return new StemmaError(
      situation[0],
      `the ${what} ${path} ${situation[1]} (${message})`,
      { path, sqlite: code },
      thrown,
    );
  }
  const system = (thrown as { code?: unknown } | undefined)?.code;
  if (typeof system === 'string' && fileSystemCodes.has(system)) {
    return new StemmaError(
      'unavailable',
      `the ${what} ${path} cannot be opened (${message})`,
      { path, system },
      thrown,
    );
  }
  if (system === 'ERR_INVALID_STATE') {
    return new StemmaError('internal', `the ${what} ${path} was used after it was closed`, { path }, thrown);
  }
  return new StemmaError('internal', `the ${what} ${path}: ${message}`, { path, sqlite: code }, thrown);
}
