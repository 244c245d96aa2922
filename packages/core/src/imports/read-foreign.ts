// From the bytes of a document made elsewhere to nodes for the index: the one door for all formats.
import { StemmaError } from '../errors.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import { boundedJson } from './bounded-json.ts';
import { foreignGraph } from './foreign-graph.ts';
import { foreignEntries, type ForeignEntry } from './foreign-records.ts';
import { looksLikeProvJson, readProvJson } from './read-prov-json.ts';
import { looksLikeRoCrate, readRoCrate, type CrateFile } from './read-ro-crate.ts';

/** What documents can be imported. */
export type ForeignFormat = 'prov-json' | 'ro-crate';

/** A document that was read and found sound; nothing of it is in any store yet. */
export interface ForeignReading {
  readonly format: ForeignFormat;
  /** sha256 of the bytes of the document. */
  readonly document: Digest;
  readonly title?: string;
  /** Users after what they use. */
  readonly entries: readonly ForeignEntry[];
  /** Of a crate: the files whose digest it tells. */
  readonly files: readonly CrateFile[];
  /** What the document mentions without describing it; those are nodes of which only the name is known. */
  readonly missing: readonly string[];
}

/**
 * Reads a PROV-JSON document or the metadata of an RO-Crate, whole or not at all.
 * @param where names the document, for messages.
 * @throws StemmaError `invalid_request` when it is neither, is damaged, cyclic or empty; `too_large` beyond the limits.
 */
export function readForeign(bytes: Uint8Array, where: string, sha256: Sha256): ForeignReading {
  const document = boundedJson(bytes, where);
  const digest = sha256(bytes);
  const isCrate = looksLikeRoCrate(document);
  if (!isCrate && !looksLikeProvJson(document))
    throw new StemmaError('invalid_request', `${where} is neither PROV-JSON nor the metadata of an RO-Crate`);
  const crate = isCrate ? readRoCrate(document, where) : undefined;
  const statements = crate?.statements ?? readProvJson(document, where);
  const entries = foreignEntries(foreignGraph(statements), digest, sha256);
  if (entries.length === 0) throw new StemmaError('invalid_request', `${where} tells of nothing that was made or used`);
  return {
    format: isCrate ? 'ro-crate' : 'prov-json',
    document: digest,
    entries,
    files: crate?.files ?? [],
    missing: [...statements.missing],
    ...(crate?.title !== undefined && { title: crate.title }),
  };
}
