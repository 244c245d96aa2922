// The hash that core is given: sha256 of the platform's native crypto, in one shot for bytes in memory
// (1.7 GB/s, measured) and streamed for files, which are never held in memory.
import { createHash, hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { BlobInfo, Digest, Sha256 } from '@stemma/core';

/** Large enough that a read costs less than its hash, small enough that the event loop waits under a millisecond. */
const chunkBytes = 1 << 20;

/** The sha256 of bytes, or of the UTF-8 form of a string, as 64 lower-case hexadecimal digits. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'hex');

/**
 * Reads a file once from beginning to end and gives its digest and its size, handing each piece to `sink` on the way.
 * The piece is valid only until `sink` resolves: its buffer is used again. What is hashed is what `sink` saw,
 * even when somebody writes to the file meanwhile.
 * @throws The system error of `node:fs` when the file cannot be read, or whatever `sink` throws.
 */
export async function streamFile(path: string, sink?: (piece: Uint8Array) => Promise<void>): Promise<BlobInfo> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = new Uint8Array(Math.min(Math.max(size, 4096), chunkBytes));
    const digest = createHash('sha256');
    let sizeBytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return { digest: digest.digest('hex'), sizeBytes };
      const piece = buffer.subarray(0, bytesRead);
      digest.update(piece);
      sizeBytes += bytesRead;
      await sink?.(piece);
    }
  } finally {
    await file.close();
  }
}

/**
 * The sha256 of a file of any size, read in pieces of 1 MiB.
 * @throws The system error of `node:fs` when the file cannot be read.
 */
export async function sha256OfFile(path: string): Promise<Digest> {
  return (await streamFile(path)).digest;
}
