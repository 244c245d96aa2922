// The errors of blob stores in words: what the operating system's codes mean for somebody who wants a result,
// and what to do about them.
import { StemmaError } from '@stemma/core';
import type { Digest } from '@stemma/core';

/** System codes of a store that cannot be used just now: what happened, and what helps. */
const advice: Readonly<Record<string, readonly [what: string, help: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space there or use a store on another disk, then ask again'],
  EDQUOT: ['your disk quota is used up', 'Free some space there or ask for a larger quota, then ask again'],
  EFBIG: [
    'the file is larger than this file system or `ulimit -f` allows',
    'Raise the limit or use a store on another disk',
  ],
  EROFS: ['the file system is read-only', 'Mount it writable or open the store read-only'],
  EACCES: ['permission is denied', 'Make the folder readable and writable for you or open the store read-only'],
  EPERM: [
    'the operation is not permitted',
    'Make the folder readable and writable for you or open the store read-only',
  ],
  ENOTDIR: ['a part of the path is not a folder', 'Give the store a folder of its own'],
  EIO: ['the disk reports an error', 'Look after the disk; what is stored there is verified when it is read'],
  EMFILE: ['this process has too many open files', 'Raise `ulimit -n`'],
  ENFILE: ['this machine has too many open files', 'Try again later'],
};

/** The code of a system error, such as `ENOENT`; an empty string for anything else. */
export function systemCode(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** A failure of the store's own disk as `unavailable`, saying what to do; a StemmaError passes through unchanged. */
export function diskError(thrown: unknown, doing: string, path: string): StemmaError {
  if (thrown instanceof StemmaError) return thrown;
  const code = systemCode(thrown);
  const [what, help] = advice[code] ?? [
    thrown instanceof Error ? thrown.message : String(thrown),
    'See that the folder is there and works',
  ];
  return new StemmaError(
    'unavailable',
    `Cannot ${doing} at ${path}: ${what}${code && ` (${code})`}. ${help}.`,
    { path, systemCode: code },
    thrown,
  );
}

/**
 * A failure to read the file that somebody wants to have stored: `not_found` when it is not there,
 * `invalid_request` when it is a folder, otherwise `forbidden`.
 */
export function sourceError(thrown: unknown, path: string): StemmaError {
  if (thrown instanceof StemmaError) return thrown;
  const systemCodeText = systemCode(thrown);
  const detail = { path, systemCode: systemCodeText };
  if (systemCodeText === 'ENOENT' || systemCodeText === 'ENOTDIR')
    return new StemmaError('not_found', `There is no file ${path} to store.`, detail, thrown);
  if (systemCodeText === 'EISDIR')
    return new StemmaError('invalid_request', `${path} is a folder; only files can be stored.`, detail, thrown);
  return new StemmaError(
    'forbidden',
    `Cannot read ${path} to store it: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
    detail,
    thrown,
  );
}

/** Bytes that were to be stored do not have the digest that the caller named. */
export function wrongBytes(what: string, expected: Digest, actual: Digest, sizeBytes: number): StemmaError {
  return new StemmaError(
    'corrupt',
    `Nothing is stored: ${what} (${sizeBytes} bytes) must have sha256 ${expected} but has ${actual}.`,
    { expected, actual, sizeBytes },
  );
}

/** A stored file whose bytes no longer have the digest that its name says. */
export function damagedBlob(path: string, expected: Digest, actual: Digest, sizeBytes: number): StemmaError {
  const message = `${path} was damaged after it was stored: its sha256 must be ${expected} but its ${sizeBytes} bytes have ${actual}. Storing the same bytes again repairs it.`;
  return new StemmaError('corrupt', message, { path, expected, actual, sizeBytes });
}

/** The refusal of a store that may not be written to. */
export function readOnlyRefusal(label: string, doing: string): StemmaError {
  return new StemmaError('forbidden', `Cannot ${doing} in ${label}: this store is read-only here.`, { store: label });
}
