// Blobs as read-only files in one folder: the durable level of a store on one machine, safe for many processes at
// once without any lock, since files appear whole under their final name and are never changed afterwards.
import type { Stats } from 'node:fs';
import { access, readdir, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BlobInfo, BlobStore } from '@stemma/core';
import { diskError, systemCode } from './blob-errors.ts';
import { blobPath, digestOf, isShard, temporaryFolder } from './file-layout.ts';
import { fileWriter } from './file-writer.ts';
import { inParallel } from './in-parallel.ts';
import { readOnlyBlobs } from './read-only.ts';
import { fileVerifier, readVerified } from './verified-read.ts';

/** Settings of {@link fileBlobs}. */
export interface FileBlobsOptions {
  /** The folder of the store; it is made at the first `put`. */
  readonly directory: string;
  /** Refuse every change; nothing is ever written to the folder. Default: false. */
  readonly readOnly?: boolean;
}

/** The pool of the platform runs four disk calls at a time; a few more keep it from waiting for us. */
const callsAtOnce = 16;

/**
 * A blob store in a folder: `ab/cdef…`, mode 0444.
 *
 * A blob that is there already is read and hashed before it is trusted: good bytes are never overwritten, a cut or
 * damaged file is replaced by the good bytes in hand. Bytes given to `put` must not be changed before it resolves.
 * A file given by path is copied in one pass when its digest is not named; when it is named, nothing is written
 * unless the blob is missing. `pathOf` hashes a file when it is first asked for, and again when it has changed since.
 */
export function fileBlobs(options: FileBlobsOptions): BlobStore {
  const directory = resolve(options.directory);
  const writer = fileWriter(directory);
  const isVerified = fileVerifier();
  const store: BlobStore = {
    label: `file ${directory}`,
    readOnly: false,
    put: (source, expected) => {
      const stored =
        source instanceof Uint8Array ? writer.putBytes(source, expected) : writer.putFile(source.path, expected);
      return stored.catch(rethrow('store a blob', directory));
    },
    async get(digest) {
      const path = blobPath(directory, digest);
      return await readVerified(path, digest).catch(rethrow('read a blob', path));
    },
    async pathOf(digest) {
      const path = blobPath(directory, digest);
      return (await isVerified(path, digest).catch(rethrow('read a blob', path))) ? path : undefined;
    },
    async has(digests) {
      const there = await inParallel(digests, callsAtOnce, (digest) => isThere(blobPath(directory, digest)));
      return new Set(digests.filter((_, index) => there[index]));
    },
    async remove(digests) {
      const freedBytes = await inParallel(digests, callsAtOnce, (digest) => removeFile(blobPath(directory, digest)));
      return freedBytes.reduce((sum, bytes) => sum + bytes, 0);
    },
    list: () => listBlobs(directory),
    sweep: (olderThanS) => sweepLeftovers(temporaryFolder(directory), olderThanS),
  };
  return options.readOnly === true ? readOnlyBlobs(store) : store;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(() => true, missing(false, 'look for a blob', path));
}

async function removeFile(path: string): Promise<number> {
  const sizeBytes = (await statsOf(path))?.size;
  // When two remove the same blob, the bytes count for the one that unlinked it.
  return await unlink(path).then(() => sizeBytes ?? 0, missing(0, 'remove a blob', path));
}

async function* listBlobs(directory: string): AsyncGenerator<BlobInfo> {
  for (const shard of (await namesIn(directory)).filter(isShard)) {
    const digests = (await namesIn(join(directory, shard))).flatMap((name) => digestOf(shard, name) ?? []);
    const stats = await inParallel(digests, callsAtOnce, (digest) => statsOf(blobPath(directory, digest)));
    for (const [index, digest] of digests.entries()) {
      const found = stats[index];
      // A blob that was removed since its name was read is no longer a blob.
      if (found !== undefined) yield { digest, sizeBytes: found.size, modifiedMs: found.mtimeMs };
    }
  }
}

async function sweepLeftovers(folder: string, olderThanS: number): Promise<number> {
  const beforeMs = Date.now() - olderThanS * 1000;
  const removed = await inParallel(await namesIn(folder), callsAtOnce, async (name) => {
    const path = join(folder, name);
    const stats = await stat(path).catch(missing(undefined, 'look at a leftover', path));
    if (stats === undefined || stats.mtimeMs > beforeMs) return false;
    return await unlink(path).then(() => true, missing(false, 'remove a leftover', path));
  });
  return removed.filter(Boolean).length;
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(missing([], 'list the store', folder));
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return await stat(path).catch(missing(undefined, 'look at a blob', path));
}

/** Answers `otherwise` for a file that is not there, and throws `unavailable` for any other failure. */
function missing<T>(otherwise: T, doing: string, path: string): (thrown: unknown) => T {
  return (thrown) => {
    if (systemCode(thrown) === 'ENOENT') return otherwise;
    throw diskError(thrown, doing, path);
  };
}

function rethrow(doing: string, path: string): (thrown: unknown) => never {
  return (thrown) => {
    throw diskError(thrown, doing, path);
  };
}
