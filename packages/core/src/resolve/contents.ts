// Reading results: manifests and encoded values through the levels memory → index → blobs, in batches.
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { Manifest, OutputEntry } from '../identity/records.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { SuppliedFile } from '../ports/executor.ts';
import type { ResultIndex } from '../ports/result-index.ts';

/** Bytes by digest, the least recently used forgotten first when there are too many. */
class MemoryLevel {
  readonly #limitBytes: number;
  readonly #entries = new Map<Digest, Uint8Array>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get(digest: Digest): Uint8Array | undefined {
    const bytes = this.#entries.get(digest);
    if (bytes && this.#bytes > this.#limitBytes / 2) {
      this.#entries.delete(digest);
      this.#entries.set(digest, bytes);
    }
    return bytes;
  }

  set(digest: Digest, bytes: Uint8Array): void {
    if (this.#entries.has(digest) || bytes.length > this.#limitBytes / 4) return;
    this.#entries.set(digest, bytes);
    this.#bytes += cost(bytes);
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes <= this.#limitBytes && this.#entries.size <= maxEntries) break;
      this.#entries.delete(oldest);
      this.#bytes -= cost(old);
    }
  }
}

// Small values are quickly read again, and a hundred thousand of them would weigh more than the graph they belong to.
const maxEntries = 8192;

// What a map entry and a small array cost beside their bytes.
function cost(bytes: Uint8Array): number {
  return bytes.length + 400;
}

const noFiles = new Map<Digest, SuppliedFile>();

/**
 * The contents of results: what the engine reads them through. Small values are rows of the index and come in one
 * question; large ones are blobs and come one by one, as they are verified on the way.
 */
export class Contents {
  readonly #index: ResultIndex;
  readonly #blobs: BlobStore;
  #memory: MemoryLevel;
  /** Values that are in no store: those of analyses that are never stored, and those not yet published. */
  readonly #held = new Map<Digest, Uint8Array>();

  constructor(index: ResultIndex, blobs: BlobStore, memoryBytes: number) {
    this.#index = index;
    this.#blobs = blobs;
    this.#memory = new MemoryLevel(memoryBytes);
  }

  /**
   * The same contents for one resolution: what it holds goes when nobody needs the resolution or its result any more,
   * so that an engine that lives for months does not keep the values of analyses that are never stored.
   */
  session(): Contents {
    const session = new Contents(this.#index, this.#blobs, 0);
    session.#memory = this.#memory;
    return session;
  }

  /** Keeps a value readable that no store has (yet). */
  hold(digest: Digest, bytes: Uint8Array): void {
    this.#held.set(digest, bytes);
  }

  /** A held value has been published: it may be forgotten here. */
  release(digest: Digest): void {
    const bytes = this.#held.get(digest);
    if (!bytes) return;
    this.#held.delete(digest);
    this.#memory.set(digest, bytes);
  }

  /**
   * Encoded values by digest.
   * @throws StemmaError `gone` when the bytes are nowhere; `corrupt` when they are damaged.
   */
  async payloads(entries: Iterable<OutputEntry>): Promise<Map<Digest, Uint8Array>> {
    const found = new Map<Digest, Uint8Array>();
    let missing: Set<Digest> | undefined;
    for (const { digest } of entries) {
      const bytes = this.#held.get(digest) ?? this.#memory.get(digest);
      if (bytes) found.set(digest, bytes);
      else (missing ??= new Set()).add(digest);
    }
    if (!missing) return found;
    for (const [digest, bytes] of await this.#index.payloads([...missing])) this.#found(digest, bytes, found, missing);
    for (const digest of Array.from(missing)) {
      const bytes = await this.#blobs.get(digest);
      if (!bytes) throw new StemmaError('gone', `the value ${digest} is in no level of the store`, { digest });
      this.#found(digest, bytes, found, missing);
    }
    return found;
  }

  #found(digest: Digest, bytes: Uint8Array, found: Map<Digest, Uint8Array>, missing: Set<Digest>): void {
    found.set(digest, bytes);
    missing.delete(digest);
    this.#memory.set(digest, bytes);
  }

  /**
   * The files that values refer to, as read-only paths where the store has such, else as bytes.
   * @throws StemmaError `gone` when a file is nowhere.
   */
  async files(entries: Iterable<OutputEntry>): Promise<Map<Digest, SuppliedFile>> {
    let files = noFiles;
    for (const entry of entries) {
      if (entry.files.length > 0 && files === noFiles) files = new Map();
      for (const { digest, name } of entry.files) {
        if (files.has(digest)) continue;
        const path = await this.#blobs.pathOf?.(digest);
        const bytes = path === undefined ? await this.#blobs.get(digest) : undefined;
        if (path === undefined && !bytes)
          throw new StemmaError('gone', `the file ${name} (${digest}) is in no level of the store`, { digest, name });
        files.set(digest, path === undefined ? { bytes: bytes! } : { path });
      }
    }
    return files;
  }
}

/** The output entries of a manifest; none for a failure. */
export function entriesOf(manifest: Manifest): OutputEntry[] {
  return 'outputs' in manifest ? Object.values(manifest.outputs) : [];
}
