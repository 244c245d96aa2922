// The writing half of the file store: what to do when a blob is new, there already, or there but damaged.
import { randomBytes } from 'node:crypto';
import { rename, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobInfo, Digest } from '@stemma/core';
import { sha256, streamFile } from '../hashing/sha256.ts';
import { sourceError, wrongBytes } from './blob-errors.ts';
import { directorySync } from './directory-sync.ts';
import { durableFolders } from './durable-folders.ts';
import { discard, fillFromFile, fillWithBytes, openTemporary, publishTemporary } from './durable-write.ts';
import type { Temporary } from './durable-write.ts';
import { blobPath, temporaryFolder } from './file-layout.ts';
import { isWhole } from './verified-read.ts';

/**
 * Stores blobs durably in one folder; failures are StemmaErrors or system errors of the folder.
 *
 * The order of steps is what makes a crash harmless at any point: (1) all bytes go to a name of this writer's own under
 * `tmp`; (2) fsync of that file; (3) link(2) to the final name, which is atomic and never replaces (rename where there are no hard links); (4) fsync of the
 * shard's folder; only then is the blob reported as stored. Before (3) a crash leaves a leftover in `tmp`, which
 * `sweep` removes; between (3) and (4) it leaves either no name or a name with all of its bytes.
 */
export interface FileWriter {
  /** @throws StemmaError `corrupt` when the bytes do not have the expected digest. */
  putBytes(bytes: Uint8Array, expected?: Digest): Promise<BlobInfo>;
  /** @throws StemmaError `corrupt` as above; `not_found`, `invalid_request` or `forbidden` when the file cannot be read. */
  putFile(path: string, expected?: Digest): Promise<BlobInfo>;
}

/** The writer of one folder; several, in one process or in many, may write to the same one. */
export function fileWriter(directory: string): FileWriter {
  const syncFolder = directorySync();
  const folders = durableFolders(syncFolder);
  const temporaries = temporaryFolder(directory);
  // Process ids repeat on other hosts of a shared file system and in containers, hence the random part.
  const writerName = `${process.pid}-${randomBytes(6).toString('hex')}`;
  let writes = 0;

  const newTemporary = (): Promise<Temporary> =>
    folders.whereTheyAre(async () => {
      await folders.ensure(temporaries);
      return await openTemporary(join(temporaries, `${writerName}-${writes++}`));
    });

  /** True when the blob is there and whole, and its name is durable (another process may have linked it a moment ago). */
  async function isStored({ digest, sizeBytes }: BlobInfo): Promise<boolean> {
    const target = blobPath(directory, digest);
    if (!(await isWhole(target, digest, sizeBytes))) return false;
    await syncFolder(dirname(target));
    // Young again: a garbage collection that runs now must not take what is about to be published.
    await touch(target);
    return true;
  }

  async function publish(path: string, { digest, sizeBytes }: BlobInfo): Promise<void> {
    const target = blobPath(directory, digest);
    try {
      await folders.whereTheyAre(async () => {
        await folders.ensure(dirname(target));
        if (await publishTemporary(path, target)) return;
        // Taken: by the same bytes, which stay, or by damaged ones, which the rename replaces in one step.
        if (await isWhole(target, digest, sizeBytes)) await Promise.all([discard(path), touch(target)]);
        else await rename(path, target);
      });
    } catch (thrown) {
      await discard(path);
      throw thrown;
    }
    await syncFolder(dirname(target));
  }

  return {
    async putBytes(bytes, expected) {
      const info = { digest: sha256(bytes), sizeBytes: bytes.byteLength };
      demand(info, expected, 'what was given');
      if (await isStored(info)) return info;
      const temporary = await newTemporary();
      await fillWithBytes(temporary, bytes);
      await publish(temporary.path, info);
      return info;
    },

    async putFile(path, expected) {
      if (expected !== undefined) {
        // Reading twice when it is new is cheaper than writing once when it is there.
        const info = await streamFile(path).catch((thrown: unknown) => Promise.reject(sourceError(thrown, path)));
        demand(info, expected, path);
        if (await isStored(info)) return info;
      }
      const temporary = await newTemporary();
      const info = await fillFromFile(temporary, path);
      if (expected !== undefined && expected !== info.digest) await discard(temporary.path);
      demand(info, expected, path);
      await publish(temporary.path, info);
      return info;
    },
  };
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {
    // Somebody else's file, or gone again: its age stays what it is.
  });
}

function demand({ digest, sizeBytes }: BlobInfo, expected: Digest | undefined, what: string): void {
  if (expected !== undefined && expected !== digest) throw wrongBytes(what, expected, digest, sizeBytes);
}
