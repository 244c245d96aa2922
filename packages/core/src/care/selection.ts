// Which contents a garbage policy means: by age first, then the least recently used ones until there is room enough.
import type { Digest } from '../identity/digest.ts';
import type { ContentEntry } from '../ports/result-index.ts';
import { referencesOf } from './references.ts';

/** What of a policy decides. */
export interface SelectionPolicy {
  readonly olderThanS?: number;
  readonly maxBytes?: number;
  readonly names?: string;
}

/** A value or file, and how many contents that stay refer to it. */
interface Shared {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly isValue: boolean;
  users: number;
}

/** A content that could be forgotten. */
interface Forgettable {
  readonly contentDigest: Digest;
  readonly names: readonly string[];
  readonly bytes: number;
  readonly lastUsedMs: number;
  readonly references: readonly Shared[];
}

/**
 * The contents of a store, parted into those that go and those that stay. Values and files may be shared by contents:
 * each is counted once, and its room is free only when the last content that refers to it goes. Linear in the
 * references, but for sorting by age.
 */
export class Selection {
  readonly #shared = new Map<Digest, Shared>();
  readonly #staying = new Set<Digest>();
  #forgettable: Forgettable[] = [];
  /** Bytes of all values and files that contents refer to, equal ones once. */
  #bytes = 0;
  /** What goes, the least recently used first. */
  readonly going: Forgettable[] = [];

  /** Reads contents and chooses. */
  static async of(contents: AsyncIterable<ContentEntry>, policy: SelectionPolicy, nowMs: number): Promise<Selection> {
    const selection = new Selection();
    const isMeant = nameTest(policy.names);
    for await (const entry of contents) if (!entry.forgotten) selection.#add(entry, isMeant);
    selection.#choose(policy, nowMs);
    return selection;
  }

  /** The contents that stay, and everything that they refer to. */
  get kept(): { readonly contents: ReadonlySet<Digest>; readonly references: Pick<ReadonlySet<Digest>, 'has'> } {
    return { contents: this.#staying, references: { has: (digest) => (this.#shared.get(digest)?.users ?? 0) > 0 } };
  }

  /** Everything that only contents that go refer to. */
  get released(): Pick<ReadonlySet<Digest>, 'has'> {
    return { has: (digest) => this.#shared.get(digest)?.users === 0 };
  }

  /** Bytes of released values that are not among these blobs: they lie in the index. */
  bytesInIndex(blobs: Pick<ReadonlyMap<Digest, number>, 'has'>): number {
    let bytes = 0;
    for (const { digest, sizeBytes, users, isValue } of this.#shared.values()) {
      if (users === 0 && isValue && !blobs.has(digest)) bytes += sizeBytes;
    }
    return bytes;
  }

  #add({ contentDigest, manifest, names, pinned, lastUsedMs }: ContentEntry, isMeant: (name: string) => boolean): void {
    const references = referencesOf(manifest).map(({ digest, sizeBytes, kind }) => {
      let shared = this.#shared.get(digest);
      if (!shared) {
        shared = { digest, sizeBytes, isValue: kind === 'value', users: 0 };
        this.#shared.set(digest, shared);
        this.#bytes += sizeBytes;
      }
      shared.users++;
      return shared;
    });
    this.#staying.add(contentDigest);
    // A failure takes no room; a result that another analysis shares is forgotten only when all of them are meant.
    if (pinned || references.length === 0 || !names.every(isMeant)) return;
    const bytes = references.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#forgettable.push({ contentDigest, names, bytes, lastUsedMs, references });
  }

  #choose({ olderThanS, maxBytes = Infinity }: SelectionPolicy, nowMs: number): void {
    const beforeMs = olderThanS === undefined ? -Infinity : nowMs - olderThanS * 1000;
    // Oldest first: once one is neither too old nor in the way, none that follows is.
    for (const content of this.#forgettable.sort((a, b) => a.lastUsedMs - b.lastUsedMs)) {
      if (content.lastUsedMs > beforeMs && this.#bytes <= maxBytes) break;
      this.going.push(content);
      this.#staying.delete(content.contentDigest);
      for (const shared of content.references) if (--shared.users === 0) this.#bytes -= shared.sizeBytes;
    }
    this.#forgettable = [];
  }
}

function nameTest(pattern = '*'): (name: string) => boolean {
  if (!pattern.endsWith('*')) return (name) => name === pattern;
  return (name) => name.startsWith(pattern.slice(0, -1));
}
