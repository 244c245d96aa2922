// The port of the index: definitions, derivations, activities, results and edges, with the questions that the
// engine and its faces ask of them. All questions take batches: one look-up instead of a thousand.
import type { Digest } from '../identity/digest.ts';
import type { ActivityRecord, DerivationRecord, Manifest } from '../identity/records.ts';
import type { AnnotationIndex } from './annotation-index.ts';
import type { ForeignIndex } from './foreign-index.ts';
import type { LineageIndex } from './lineage-index.ts';
import type { RetractionIndex } from './retraction-index.ts';
import type { ResultSummary } from './result-summary.ts';
import type { SearchIndex } from './search-index.ts';
import type { SketchIndex } from './sketch-index.ts';

/** The short answer to "is this known?". */
export interface Known {
  readonly contentDigest: Digest;
  /** True when the result is an expected failure. */
  readonly failed: boolean;
}

/** The right to run one derivation, held until `release`, publication, or loss to a successor. */
export interface Lease {
  readonly id: Digest;
  /** Opaque name of the claiming session. */
  readonly owner: string;
  /** Grows with each change of owner; a publication with an older attempt is refused (fencing). */
  readonly attempt: number;
}

/** What `claim` says of each derivation: ours to run, or being run by somebody else, or known already. */
export type Claim =
  | { readonly state: 'claimed'; readonly lease: Lease }
  | { readonly state: 'held'; readonly owner: string; readonly host: string; readonly sinceMs: number }
  | { readonly state: 'known'; readonly known: Known };

/** A result on its way into the index. The blobs it refers to are durable already. */
export interface Publication {
  readonly derivation: DerivationRecord;
  readonly actionKey: Digest;
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  /** Encoded values small enough to be kept in the index itself, by digest. */
  readonly payloads: ReadonlyMap<Digest, Uint8Array>;
  /**
   * All derivations that were used, with the input name each came in by (fan-out members included) and the content it
   * had: should the index have another content of it by now, the result is made from what was replaced, and in doubt.
   */
  readonly used: readonly { readonly role: string; readonly id: Digest; readonly contentDigest?: Digest }[];
  /** The same for what is behind inputs that are never stored. */
  readonly usedBehind?: readonly { readonly id: Digest; readonly contentDigest?: Digest }[];
  /** The execution; absent when the content was taken over by action key (early cut-off). */
  readonly activity?: ActivityRecord;
  /** Of a content that was taken over: whose activity made it, as `knownActions` said. */
  readonly producedBy?: Digest;
  /** The right under which it was made; absent when nothing was run. */
  readonly lease?: Lease;
}

/** What became of one publication: in the index; or there already; or refused since the lease was lost. */
export type Published =
  | { readonly state: 'published' }
  | { readonly state: 'already'; readonly contentDigest: Digest }
  | { readonly state: 'fenced'; readonly by: string };

/** A result with its manifest. */
export interface StoredResult {
  readonly id: Digest;
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  readonly publishedMs: number;
  /** The derivation whose activity made the content: another one than `id` after an early cut-off. */
  readonly producedBy: Digest;
  /** True when garbage collection has forgotten the bytes. */
  readonly forgotten: boolean;
  readonly pinned: boolean;
}

/** Which results to list; every field narrows. Newest first. */
export interface ResultQuery {
  /** Full name of the analysis, or a prefix ending in `*`. */
  readonly name?: string;
  /** Part of the name or of any parameter's text, without case. */
  readonly text?: string;
  /** Parameters that must be equal, in canonical form. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly sinceMs?: number;
  readonly failed?: boolean;
  readonly limit?: number;
  /** Pass over this many rows first. */
  readonly offset?: number;
}

/** How long an analysis took before, over its recent successful activities. */
export interface Timing {
  readonly count: number;
  readonly medianS: number;
  readonly p90S: number;
}

/** Everything about the bytes that garbage collection and checks need. */
export interface ContentEntry {
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  readonly ids: readonly Digest[];
  readonly names: readonly string[];
  readonly pinned: boolean;
  readonly forgotten: boolean;
  readonly lastUsedMs: number;
}

/** A defect that `check` found in the index itself. */
export interface IndexDefect {
  readonly what: string;
}

/**
 * The index of a store. Safe for many processes at once; each method is atomic.
 * @throws StemmaError `unavailable` (no room, not writable, locked too long), `corrupt`, `conflict` (store of a newer version).
 */
export interface ResultIndex
  extends LineageIndex, SearchIndex, AnnotationIndex, RetractionIndex, ForeignIndex, SketchIndex {
  readonly label: string;
  readonly readOnly: boolean;

  // -- the engine's questions
  /** Which of these have a result whose bytes are not forgotten. */
  known(ids: readonly Digest[]): Promise<Map<Digest, Known>>;
  /** Contents by action key, for early cut-off: who made it first, and what. */
  knownActions(keys: readonly Digest[]): Promise<Map<Digest, Known & { readonly producedBy: Digest }>>;
  /** Results with their manifests, forgotten ones included; those that are not known are missing from the answer. */
  results(ids: readonly Digest[]): Promise<Map<Digest, StoredResult>>;
  /** Small encoded values kept in the index; those that are kept as blobs are missing from the answer. */
  payloads(digests: readonly Digest[]): Promise<Map<Digest, Uint8Array>>;
  /** Tries to become the one that runs these. Takes over at once from a dead process of this host, otherwise after three missed heartbeats. */
  claim(ids: readonly Digest[]): Promise<Map<Digest, Claim>>;
  /** Gives rights back without a result, so that somebody else may run these; lost ones are passed over. */
  release(leases: readonly Lease[]): Promise<void>;
  /** Publishes a batch in one durable transaction, each entry for itself accepted or refused. */
  publish(batch: readonly Publication[]): Promise<Published[]>;
  /**
   * Records activities that produced no result: failed or cancelled ones, and those of analyses that are never stored.
   * With `used`, what went in is part of the family tree too; it takes the place of what was recorded before.
   */
  recordActivities(
    activities: readonly {
      readonly activity: ActivityRecord;
      readonly derivation: DerivationRecord;
      readonly used?: Publication['used'];
    }[],
  ): Promise<void>;
  /** Keeps derivations that have no execution of their own: the templates of fan-outs. */
  recordDerivations(derivations: readonly DerivationRecord[]): Promise<void>;

  // -- questions of people
  /** How derivations are defined; those that are not recorded are missing from the answer. */
  derivations(ids: readonly Digest[]): Promise<Map<Digest, DerivationRecord>>;
  /** Every execution of a derivation, the failed and cancelled ones too, newest first. */
  activities(id: Digest): Promise<ActivityRecord[]>;
  /** The derivations that these used directly, by input name, in a stable order. */
  used(ids: readonly Digest[]): Promise<Map<Digest, { readonly role: string; readonly id: Digest }[]>>;
  /** The derivations that used this one directly. */
  users(id: Digest): Promise<Digest[]>;
  /** All ids of derivations that begin with this prefix (at most ten). */
  expand(prefix: string): Promise<Digest[]>;
  /** The newest results that a query means; see {@link ResultQuery}. */
  find(query: ResultQuery): Promise<ResultSummary[]>;
  /** How long analyses took here; those that never ran are missing from the answer. */
  timings(names: readonly string[]): Promise<Map<string, Timing>>;
  /** The latest derivations of an analysis that have a result, newest first. */
  latest(name: string, limit: number): Promise<Digest[]>;

  // -- care
  /** Every content once, forgotten ones included, with all results that have it. */
  contents(): AsyncIterable<ContentEntry>;
  pin(ids: readonly Digest[], pinned: boolean): Promise<void>;
  /** Forgets the bytes of contents (never the provenance): payloads go, results count as unknown. Pinned ones are passed over. Returns bytes freed in the index. */
  forget(contents: readonly Digest[]): Promise<number>;
  /** Checks the index against itself: its own structure, digests of values, references between rows. */
  check(): Promise<IndexDefect[]>;
  /** Bytes of the index on disk, rows by kind. */
  size(): Promise<{ readonly bytes: number; readonly rows: Readonly<Record<string, number>> }>;
  close(): Promise<void>;
}
