// What an index in memory consists of: one map per kind of thing.
import type { ActivityRecord, DerivationRecord, Digest, FormerResult, Manifest, RetractionEvent } from '@stemma/core';

/** A content with everybody who holds on to it. */
export interface MemoryContent {
  readonly manifest: Manifest;
  readonly failed: boolean;
  readonly sizeBytes: number;
  forgotten: boolean;
  lastUsedMs: number;
  /** Derivations whose result it is. */
  readonly holders: Set<Digest>;
  /** Its values that are kept in the index. */
  readonly values: Set<Digest>;
}

/** The result of a derivation. */
export interface MemoryResult {
  readonly contentDigest: Digest;
  readonly producedBy: Digest;
  readonly publishedMs: number;
  readonly actionKey: Digest;
  /** The last event of which its inputs were up to date, and the event that gave it another content; 0 for none. */
  madeAt: number;
  changedAt: number;
}

/** A derivation that is being run, or was tried. */
export interface MemoryLease {
  held: boolean;
  attempt: number;
  sinceMs: number;
}

/** A direct use of a derivation, with the input name it came in by. */
export interface MemoryUse {
  readonly role: string;
  readonly id: Digest;
}

/** All maps of one index. */
export interface Tables {
  readonly derivations: Map<Digest, DerivationRecord>;
  readonly contents: Map<Digest, MemoryContent>;
  /** In order of first publication. */
  readonly results: Map<Digest, MemoryResult>;
  /** Derivations by action key, in order of publication. */
  readonly actions: Map<Digest, Digest[]>;
  readonly payloads: Map<Digest, Uint8Array>;
  readonly used: Map<Digest, readonly MemoryUse[]>;
  readonly users: Map<Digest, Set<Digest>>;
  readonly activities: Map<Digest, ActivityRecord[]>;
  readonly leases: Map<Digest, MemoryLease>;
  readonly pins: Set<Digest>;
  /** Event number n at place n - 1. */
  readonly retractions: RetractionEvent[];
  /** Contents that were replaced, newest first. */
  readonly formers: Map<Digest, Omit<FormerResult, 'forgotten' | 'manifest'>[]>;
}

/** Empty tables. */
export function emptyTables(): Tables {
  return {
    derivations: new Map(),
    contents: new Map(),
    results: new Map(),
    actions: new Map(),
    payloads: new Map(),
    used: new Map(),
    users: new Map(),
    activities: new Map(),
    leases: new Map(),
    pins: new Set(),
    retractions: [],
    formers: new Map(),
  };
}

/** The living content of a derivation: undefined when there is no result, or its bytes are forgotten. */
export function livingContent(tables: Tables, id: Digest): { digest: Digest; content: MemoryContent } | undefined {
  const digest = tables.results.get(id)?.contentDigest;
  const content = digest === undefined ? undefined : tables.contents.get(digest);
  return digest === undefined || !content || content.forgotten ? undefined : { digest, content };
}

/** The list under a key, made when it is absent. */
export function listAt<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  let list = map.get(key);
  if (!list) map.set(key, (list = []));
  return list;
}
