// Digests as the database keeps them: 32 bytes instead of 64 letters, and lists of them as one JSON text,
// since one statement over `json_each` answers 1,000 look-ups in half the time of 1,000 statements.
import { isDigest, StemmaError } from '@stemma/core';
import type { Digest } from '@stemma/core';

/** How many digests go into one JSON list: long enough to amortise the statement, short enough for the cache. */
const chunkLength = 1000;

/** The 32 bytes of a digest; bytes of another length when the text is no digest, which then match nothing. */
export function toBytes(digest: Digest): Uint8Array {
  return Buffer.from(digest, 'hex');
}

/** The digest that these 32 bytes are. */
export function toDigest(bytes: unknown): Digest {
  const { buffer, byteOffset, byteLength } = bytes as Uint8Array<ArrayBuffer>;
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
}

/** Digests in slices, each with the JSON list that statements over `json_each` take. */
export function* digestChunks(digests: readonly Digest[]): Generator<{ slice: readonly Digest[]; json: string }> {
  for (let start = 0; start < digests.length; start += chunkLength) {
    const slice = digests.length <= chunkLength ? digests : digests.slice(start, start + chunkLength);
    yield { slice, json: JSON.stringify(slice) };
  }
}

/**
 * Refuses what is not a digest before it can get into the database.
 * @throws StemmaError `invalid_request`
 */
export function requireDigest(digest: Digest, what: string): void {
  if (!isDigest(digest)) throw new StemmaError('invalid_request', `"${digest}" as ${what} is not a sha256`, { what });
}
