// Copies of an embedded store, also while a server and others write to it. The databases come first, each as it is at one
// instant, then the blobs: what a database names was durable before it was named, so the copy is a whole store.
import { chmod, copyFile, link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StemmaError } from '@stemma/core';

/** What was copied. */
export interface CopiedStore {
  readonly databases: readonly string[];
  /** New ones; those that were there already are not copied again. */
  readonly blobCount: number;
  readonly blobBytes: number;
  readonly knownCount: number;
}

// The index; jobs with their events; accounts, tokens and the audit log.
const databases = ['index.sqlite', 'service.sqlite', 'access.sqlite'];
// All pages in one step: otherwise a busy writer would make the copy begin anew again and again.
const allPages = 2 ** 30;

/**
 * Copies a store. Into an earlier copy only what is new is copied.
 * @param links true to link blobs where both folders lie on one disk: at once, but damage of the disk hits both.
 * @throws StemmaError `not_found` without a store; `conflict` when the target is no copy; `unavailable` when it cannot be written.
 */
export async function copyStore(from: string, to: string, links: boolean): Promise<CopiedStore> {
  if (!existsSync(join(from, 'index.sqlite')))
    throw new StemmaError('not_found', `there is no store at ${from}`, { store: from });
  if (resolve(to).startsWith(`${resolve(from)}/`) || resolve(to) === resolve(from))
    throw new StemmaError('invalid_request', `${to} lies in the store itself: choose another folder`);
  if (existsSync(to) && (await readdir(to)).length > 0 && !existsSync(join(to, 'index.sqlite')))
    throw new StemmaError('conflict', `${to} has other files, and is no copy of a store: choose another folder`);
  try {
    await mkdir(to, { recursive: true });
    const there = databases.filter((name) => existsSync(join(from, name)));
    for (const name of there) await copyDatabase(join(from, name), join(to, name));
    return { databases: there, ...(await copyBlobs(join(from, 'blobs'), join(to, 'blobs'), links)) };
  } catch (cause) {
    if (cause instanceof StemmaError) throw cause;
    throw new StemmaError('unavailable', `${to} cannot be written: ${(cause as Error).message}`, { target: to }, cause);
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  await rm(part, { force: true });
  // Nobody else's from the first byte on: one of them holds accounts. Then as open as the original.
  await writeFile(part, '', { mode: 0o600 });
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, part, { rate: allPages });
  } finally {
    source.close();
  }
  // A log of an earlier copy must not be read into the new one.
  for (const tail of ['-wal', '-shm']) await rm(to + tail, { force: true });
  await chmod(part, (await stat(from)).mode);
  await rename(part, to);
}

async function copyBlobs(from: string, to: string, links: boolean) {
  const copied = { blobCount: 0, blobBytes: 0, knownCount: 0 };
  if (!existsSync(from)) return copied;
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    // Names are digests; what has another name is being written.
    if (!entry.isFile() || !/^[0-9a-f]{60,64}$/.test(entry.name)) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length + 1));
    if (existsSync(target)) {
      copied.knownCount++;
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await copyBlob(source, target, links);
    copied.blobCount++;
    copied.blobBytes += (await stat(target)).size;
  }
  return copied;
}

// Whole or not at all: a copy that was cut off must not be taken for the blob by the next one.
async function copyBlob(source: string, target: string, links: boolean): Promise<void> {
  if (
    links &&
    (await link(source, target).then(
      () => true,
      () => false,
    ))
  )
    return;
  const part = `${target}.part`;
  await copyFile(source, part, constants.COPYFILE_FICLONE);
  await rename(part, target);
}
