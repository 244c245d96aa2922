// The port of blob stores: bytes named by their sha256. Every backend is one file that implements this.
import type { Digest } from '../identity/digest.ts';

/** Where the bytes of a blob come from: memory, or a file on the machine of the backend. */
export type BlobSource = Uint8Array | { readonly path: string };

/** One blob as a store lists it. */
export interface BlobInfo {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** When it was last put, in a listing of a store that knows: garbage collection spares what is young. */
  readonly modifiedMs?: number;
}

/**
 * Immutable bytes by digest. All methods are safe to call at the same time from many places and processes.
 * Bytes are verified against their digest on the way in and on the way out.
 */
export interface BlobStore {
  /** What this store is, for messages: `file /data/store/blobs`. */
  readonly label: string;
  /** True when `put` and `remove` are refused (with code `forbidden`). */
  readonly readOnly: boolean;
  /**
   * Stores bytes durably: when it returns, they survive a crash. Storing what is there already is cheap and no error.
   * @param expected when given, the digest that the bytes must have; otherwise it throws `corrupt` and stores nothing.
   * @throws StemmaError `unavailable` when there is no room or no permission; nothing half-written remains visible.
   */
  put(source: BlobSource, expected?: Digest): Promise<BlobInfo>;
  /**
   * The bytes, verified; undefined when this store does not have them.
   * @throws StemmaError `corrupt` when the stored bytes do not have the digest.
   */
  get(digest: Digest): Promise<Uint8Array | undefined>;
  /** A path to a read-only file with these bytes, where the store has one cheaply; never to be written to. */
  pathOf?(digest: Digest): Promise<string | undefined>;
  /** Which of these blobs are here, in one question. */
  has(digests: readonly Digest[]): Promise<Set<Digest>>;
  /** Removes blobs; those that are not here are passed over. Returns how many bytes were freed. */
  remove(digests: readonly Digest[]): Promise<number>;
  /** Every blob, in no particular order. */
  list(): AsyncIterable<BlobInfo>;
  /** Removes what crashed writers left behind (older than `olderThanS` seconds); returns the number of leftovers. */
  sweep(olderThanS: number): Promise<number>;
}
