// Reading stored files with their digest checked, so that a flipped bit or a cut file is never taken for data.
import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { StemmaError } from '@stemma/core';
import type { Digest } from '@stemma/core';
import { sha256, streamFile } from '../hashing/sha256.ts';
import { damagedBlob, systemCode } from './blob-errors.ts';

/** One read call takes less than 2 GiB. */
const readBytes = 1 << 30;
/** More remembered files than a run opens by path; forgetting them only costs one more hash. */
const rememberedFiles = 100_000;

/**
 * The verified bytes of a stored file, at the beginning of an ArrayBuffer of their own (so that typed arrays of every
 * width can be laid over them); undefined when there is no such file.
 * @throws StemmaError `corrupt` naming the file and both digests, `too_large` when they do not fit into memory, or the system error.
 */
export async function readVerified(path: string, digest: Digest): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r').catch(absent);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const bytes = allocate(size, path);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, filled, Math.min(readBytes, size - filled), filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const actual = sha256(bytes);
    if (actual !== digest) throw damagedBlob(path, digest, actual, filled);
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * A check of stored files without reading them into memory. A file found good is hashed again only when its inode,
 * size or change time differ from then, so asking many times for the path of a large file costs one hash.
 */
export function fileVerifier(): (path: string, digest: Digest) => Promise<boolean> {
  const good = new Map<string, string>();
  return async (path, digest) => {
    const stats = await stat(path).catch(absent);
    if (stats === undefined) return false;
    const seen = fingerprint(stats);
    if (good.get(path) === seen) return true;
    const { digest: actual, sizeBytes } = await streamFile(path);
    if (actual !== digest) throw damagedBlob(path, digest, actual, sizeBytes);
    if (good.size >= rememberedFiles) good.clear();
    good.set(path, seen);
    return true;
  };
}

/** True when a file is there and whole; false when it is missing, cut or damaged. The size is compared first. */
export async function isWhole(path: string, digest: Digest, sizeBytes: number): Promise<boolean> {
  const stats = await stat(path).catch(absent);
  return stats !== undefined && stats.size === sizeBytes && (await streamFile(path)).digest === digest;
}

function absent(thrown: unknown): undefined {
  if (systemCode(thrown) !== 'ENOENT') throw thrown;
}

function fingerprint(stats: Stats): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

function allocate(sizeBytes: number, path: string): Uint8Array {
  try {
    return new Uint8Array(sizeBytes);
  } catch (cause) {
    throw new StemmaError(
      'too_large',
      `${path} has ${sizeBytes} bytes, too many to hold in memory at once; ask for its path instead.`,
      { path, sizeBytes },
      cause,
    );
  }
}
