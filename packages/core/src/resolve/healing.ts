// Healing: a stored value that is damaged or lost must not be an answer for ever. What refers to it is forgotten
// (its provenance is kept), so that it counts as missing and is made again.
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { entriesOf } from './contents.ts';

/** The digest of the bytes that an error says are damaged or gone; undefined for any other error. */
export function damagedDigest(error: unknown): Digest | undefined {
  if (!(error instanceof StemmaError) || (error.code !== 'corrupt' && error.code !== 'gone')) return undefined;
  const digest = error.detail.digest ?? error.detail.expected;
  return typeof digest === 'string' ? digest : undefined;
}

/**
 * Forgets every content that refers to these bytes, pinned ones too: a pin protects from garbage collection, not from
 * being repaired. Scans the index, which only damage makes necessary.
 * @returns how many contents were forgotten.
 */
export async function forgetDamaged(digest: Digest, index: ResultIndex): Promise<number> {
  const contents: Digest[] = [];
  const pinned: Digest[] = [];
  for await (const { contentDigest, manifest, ids, pinned: isPinned, forgotten } of index.contents()) {
    const refers = entriesOf(manifest).some(
      (entry) => entry.digest === digest || entry.files.some((file) => file.digest === digest),
    );
    if (!refers || forgotten) continue;
    contents.push(contentDigest);
    if (isPinned) pinned.push(...ids);
  }
  if (pinned.length > 0) await index.pin(pinned, false);
  if (contents.length > 0) await index.forget(contents);
  if (pinned.length > 0) await index.pin(pinned, true);
  return contents.length;
}
