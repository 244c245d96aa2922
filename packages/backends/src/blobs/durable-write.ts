// Writing a file so that it is either whole or not there: temporary name, fsync, link(2) into place. A reader, a
// crashed writer or a second writer can never see or make a half-written file under a final name.
import { link, open, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { BlobInfo } from '@stemma/core';
import { streamFile } from '../hashing/sha256.ts';
import { diskError, sourceError, systemCode } from './blob-errors.ts';

/** Read-only for everybody, less what the umask takes away: a blob is never written to again. */
const blobMode = 0o444;
/** One write call takes less than 2 GiB; smaller ones also leave the pool's threads to others in between. */
const writeBytes = 64 << 20;
/** Codes of file systems without hard links (FAT, some network and FUSE mounts) or of a file with too many. */
const linkUnsupported = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

/** A new file under a temporary name, open for writing. Whoever has it must fill it, which closes it, or discard it. */
export interface Temporary {
  readonly path: string;
  readonly file: FileHandle;
}

/** Makes a new, empty file; the name must not be taken. */
export async function openTemporary(path: string): Promise<Temporary> {
  return { path, file: await open(path, 'wx', blobMode) };
}

/** Writes all bytes, fsyncs and closes. On failure the file is gone again and the system error is thrown. */
export async function fillWithBytes(temporary: Temporary, bytes: Uint8Array): Promise<void> {
  await finish(temporary, () => writeAll(temporary.file, bytes));
}

/**
 * Copies a file in pieces, fsyncs and closes, and gives the digest of what was written. On failure the copy is gone again.
 * @throws StemmaError of {@link sourceError} when the source cannot be read, of {@link diskError} when the copy cannot be written.
 */
export async function fillFromFile(temporary: Temporary, sourcePath: string): Promise<BlobInfo> {
  const { path, file } = temporary;
  const asDiskError = (thrown: unknown): Promise<never> =>
    Promise.reject(diskError(thrown, `copy ${sourcePath}`, path));
  return await finish(temporary, () =>
    // Failures of the copy are named first, so that whatever is left is a failure of the source.
    streamFile(sourcePath, (piece) => writeAll(file, piece).catch(asDiskError)).catch((thrown: unknown) =>
      Promise.reject(sourceError(thrown, sourcePath)),
    ),
  ).catch(asDiskError);
}

/**
 * Gives a finished temporary file its final name unless that name is taken, and removes the temporary name.
 * @param linkFile How a file gets a second name; another one only to see what happens where that is not supported.
 * @returns False when the name was taken; the temporary file is then still there.
 * @throws The system error of `node:fs`.
 */
export async function publishTemporary(path: string, target: string, linkFile: typeof link = link): Promise<boolean> {
  try {
    await linkFile(path, target);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'EEXIST') return false;
    if (!linkUnsupported.has(code)) throw thrown;
    // Replaces a file of the same digest if another writer was quicker: the same bytes, so nobody can tell.
    await rename(path, target);
    return true;
  }
  await discard(path);
  return true;
}

/** Removes a temporary file; a failure is left to the next sweep. */
export async function discard(path: string): Promise<void> {
  await unlink(path).catch(() => undefined);
}

// Closing can fail too (network file systems report a full disk there), hence it stands inside the try.
async function finish<T>({ path, file }: Temporary, fill: () => Promise<T>): Promise<T> {
  try {
    const filled = await fill();
    await file.sync();
    await file.close();
    return filled;
  } catch (thrown) {
    await file.close().catch(() => undefined);
    await discard(path);
    throw thrown;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, offset, Math.min(writeBytes, bytes.byteLength - offset), null);
    offset += bytesWritten;
  }
}
