// What a content refers to: the digests and sizes of its values and files, wherever they lie.
import type { Digest } from '../identity/digest.ts';
import type { Manifest } from '../identity/records.ts';

/** Bytes that a content refers to. */
export interface Reference {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** An encoded value may lie in the index or among the blobs, a file only among the blobs. */
  readonly kind: 'value' | 'file';
}

/** All bytes that a content refers to, each digest once. An expected failure refers to nothing. */
export function referencesOf(manifest: Manifest): Reference[] {
  if ('failure' in manifest) return [];
  const references = new Map<Digest, Reference>();
  for (const { digest, sizeBytes, files } of Object.values(manifest.outputs)) {
    // What is both a value and a file must lie among the blobs: the file wins.
    if (!references.has(digest)) references.set(digest, { digest, sizeBytes, kind: 'value' });
    for (const file of files)
      references.set(file.digest, { digest: file.digest, sizeBytes: file.sizeBytes, kind: 'file' });
  }
  return [...references.values()];
}

/** Bytes of all values and files of a content, equal ones counted once. */
export function bytesOf(manifest: Manifest): number {
  return referencesOf(manifest).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
