// What leaves a store and comes in from elsewhere: bundles of results, and provenance that others wrote.
import type { Digest, ForeignDocument, ForeignOrigin } from '@stemma/core';
import type { BundleScope } from './bundles/collect-history.ts';
import type { ReadBundle } from './bundles/read-bundle.ts';
import type { WrittenBundle } from './bundles/write-bundle.ts';
import type { Composition } from './compose.ts';

/** What an import did. */
export interface Imported {
  /** `already` when the same document was imported before. */
  readonly state: 'imported' | 'already';
  readonly document: ForeignDocument;
  /** Its nodes, users before what they use. */
  readonly ids: readonly Digest[];
  /** Files beside the document that have the digest that it tells, and those that are not there. */
  readonly checkedFiles: number;
  readonly absentFiles: number;
  /** What the document names and does not describe. */
  readonly missing: readonly string[];
}

/** The doors of a store. */
export class Exchange {
  readonly #parts: Composition;

  constructor(parts: Composition) {
    this.#parts = parts;
  }

  /** Imports PROV-JSON or an RO-Crate as foreign nodes, whole or not at all. @throws StemmaError as `findDocument`. */
  async importDocument(path: string): Promise<Imported> {
    const { findDocument } = await import('./bundles/foreign-document.ts');
    const { reading, checkedFiles, absentFiles } = await findDocument(path);
    const { index, engine } = this.#parts;
    const { state, document } = await index.importForeign(reading, { agent: engine.services.agent, source: path });
    const ids = (await index.nodesOf(document.document)).reverse();
    return { state, document, ids, checkedFiles, absentFiles, missing: reading.missing };
  }

  /** All imported documents, the newest first. */
  documents(): Promise<ForeignDocument[]> {
    return this.#parts.index.foreignDocuments();
  }

  /** Where a foreign node comes from; empty for nodes of our own. */
  async originsOf(id: Digest): Promise<ForeignOrigin[]> {
    return (await this.#parts.index.originsOf([id])).get(id) ?? [];
  }

  /** Writes a stored result as a self-contained bundle: a zip file (`.zip`) or a folder. @throws StemmaError as `writeBundle`. */
  async bundle(id: Digest, path: string, scope: BundleScope): Promise<WrittenBundle> {
    const { writeBundle } = await import('./bundles/write-bundle.ts');
    return writeBundle(id, this.#parts, scope, path);
  }

  /** Takes a bundle into the store. @throws StemmaError as `readBundle`. */
  async unbundle(path: string): Promise<ReadBundle> {
    const { readBundle } = await import('./bundles/read-bundle.ts');
    return readBundle(path, this.#parts);
  }
}
