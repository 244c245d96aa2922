// A file of this machine as an input: named by the digest of its bytes, kept in the store from then on.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { sha256OfFile } from '@stemma/backends';
import { source, StemmaError, type BlobStore, type FileInput } from '@stemma/core';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  ENOTDIR: 'there is no such file',
};

/**
 * The input that a file is. With a blob store its bytes are put there, so that the file itself may change or go.
 * The media type does not follow from the bytes, so it stays open: equal bytes under one name are one input.
 * @param path relative to the current folder; only its last part counts in the identity.
 * @param blobs where the bytes go; without a store the file is only hashed, for questions that store nothing.
 * @throws StemmaError `not_found` when it cannot be read; `unavailable`, `forbidden` from the store.
 */
export async function fileInput(path: string, blobs: BlobStore | undefined): Promise<FileInput> {
  try {
    const { size: sizeBytes } = await regularFile(path);
    const sha256 = blobs ? (await blobs.put({ path: resolve(path) })).digest : await sha256OfFile(path);
    return source({ name: basename(path), sha256, sizeBytes, mediaType: 'application/octet-stream' });
  } catch (thrown) {
    if (thrown instanceof StemmaError) throw thrown;
    const { code = '' } = thrown as NodeJS.ErrnoException;
    throw new StemmaError('not_found', `cannot read ${path}: ${reasons[code] ?? code}`, { path }, thrown);
  }
}

async function regularFile(path: string): Promise<{ size: number }> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new StemmaError('not_found', `cannot read ${path}: it is not a file`, { path });
  return stats;
}
