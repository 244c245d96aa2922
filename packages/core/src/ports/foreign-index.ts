// The part of the index's port about provenance made elsewhere: documents are taken in whole, their nodes are read-only
// and never answer a look-up of the engine.
import type { Digest } from '../identity/digest.ts';
import type { ForeignFormat, ForeignReading } from '../imports/read-foreign.ts';

/** A document that was imported. */
export interface ForeignDocument {
  /** sha256 of its bytes. */
  readonly document: Digest;
  readonly format: ForeignFormat;
  /** Where it was read from, as it was given. */
  readonly source: string;
  readonly title: string;
  /** Who imported it. */
  readonly agent: string;
  readonly importedMs: number;
  readonly nodes: number;
}

/** Where a foreign node comes from. */
export interface ForeignOrigin extends ForeignDocument {
  /** What the document calls it. */
  readonly key: string;
  /** The derivation of Stemma that the document says it is: a claim, not a fact. */
  readonly native?: Digest;
}

/**
 * Foreign nodes are derivations with a result whose bytes nobody has: `results`, `search`, `lineage`, `derivations` and
 * `used` tell of them; `known`, `knownActions` and `payloads` never do.
 */
export interface ForeignIndex {
  /**
   * Takes in a document as one durable transaction: all of its nodes, or nothing. One that is there already changes
   * nothing; nodes that another document brought are shared.
   */
  importForeign(
    reading: ForeignReading,
    by: { readonly agent: string; readonly source: string },
  ): Promise<{ readonly state: 'imported' | 'already'; readonly document: ForeignDocument }>;
  /** All imported documents, the newest first. */
  foreignDocuments(): Promise<ForeignDocument[]>;
  /** Where foreign nodes come from, oldest import first; nodes of our own are missing from the answer. */
  originsOf(ids: readonly Digest[]): Promise<Map<Digest, ForeignOrigin[]>>;
  /** The nodes of a document, users after what they use; empty when it was never imported. */
  nodesOf(document: Digest): Promise<Digest[]>;
}
