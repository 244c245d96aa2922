// Blobs in the memory of this process: for tests, for runs that shall leave nothing behind, and, with a limit,
// as the uppermost cache level of a tiered store.
import { readFile } from 'node:fs/promises';
import type { BlobInfo, BlobSource, BlobStore, Digest } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { sourceError, wrongBytes } from './blob-errors.ts';

/** Settings of {@link memoryBlobs}. */
export interface MemoryBlobsOptions {
  /**
   * Forgets the least recently used blobs beyond this many bytes, and never keeps a blob larger than it.
   * Such a store is a cache: use it as a level with `cache: true` only. Default: no limit, nothing is forgotten.
   */
  readonly limitBytes?: number;
}

/**
 * A blob store in memory. It keeps private copies, verified when they come in; nobody else can reach them,
 * so they are copied but not hashed again on the way out.
 */
export function memoryBlobs(options: MemoryBlobsOptions = {}): BlobStore {
  const limitBytes = options.limitBytes ?? Infinity;
  // A Map remembers the order of insertion: the first key is the least recently used one.
  const blobs = new Map<Digest, Uint8Array>();
  let heldBytes = 0;

  function drop(digest: Digest): number {
    const sizeBytes = blobs.get(digest)?.byteLength ?? 0;
    blobs.delete(digest);
    heldBytes -= sizeBytes;
    return sizeBytes;
  }

  function keep(digest: Digest, bytes: Uint8Array): void {
    if (bytes.byteLength > limitBytes) return;
    blobs.set(digest, bytes);
    heldBytes += bytes.byteLength;
    for (const oldest of blobs.keys()) {
      if (heldBytes <= limitBytes) return;
      drop(oldest);
    }
  }

  return {
    label: 'memory',
    readOnly: false,

    async put(source, expected): Promise<BlobInfo> {
      const bytes = await privateCopy(source);
      const digest = sha256(bytes);
      const sizeBytes = bytes.byteLength;
      if (expected !== undefined && expected !== digest) throw wrongBytes(nameOf(source), expected, digest, sizeBytes);
      if (!blobs.has(digest)) keep(digest, bytes);
      return { digest, sizeBytes };
    },

    async get(digest) {
      const bytes = blobs.get(digest);
      if (bytes === undefined) return undefined;
      blobs.delete(digest);
      blobs.set(digest, bytes);
      return bytes.slice();
    },

    has: async (digests) => new Set(digests.filter((digest) => blobs.has(digest))),
    remove: async (digests) => digests.reduce((freedBytes, digest) => freedBytes + drop(digest), 0),
    sweep: async () => 0,

    async *list() {
      // A snapshot: reading a blob moves it to the end of the Map, where a live listing would meet it again.
      yield* Array.from(blobs, ([digest, bytes]) => ({ digest, sizeBytes: bytes.byteLength }));
    },
  };
}

/** Bytes that are nobody else's: the caller may change its own array as soon as `put` was called. */
async function privateCopy(source: BlobSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  try {
    return new Uint8Array(await readFile(source.path));
  } catch (thrown) {
    throw sourceError(thrown, source.path);
  }
}

/** What to call the source of a blob in a message. */
function nameOf(source: BlobSource): string {
  return source instanceof Uint8Array ? 'what was given' : source.path;
}
