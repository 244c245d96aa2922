// The digest of a file on disk, read in pieces, for code that cannot wait for a promise.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

// As in sha256.ts: a read then costs less than its hash.
const pieceBytes = 1 << 20;

/**
 * sha256 (64 hexadecimal digits) and size in bytes of a file, in constant memory. The size is what was hashed, so that
 * both agree even when somebody is still writing. Throws the system error of `node:fs` when it cannot be read.
 */
export function digestFileSync(path: string): { digest: string; sizeBytes: number } {
  const handle = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    const piece = new Uint8Array(pieceBytes);
    let sizeBytes = 0;
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) {
      hash.update(piece.subarray(0, read));
      sizeBytes += read;
    }
    return { digest: hash.digest('hex'), sizeBytes };
  } finally {
    closeSync(handle);
  }
}
