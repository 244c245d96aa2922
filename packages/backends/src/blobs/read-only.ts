// A view of any blob store that refuses to change it: for stores that belong to somebody else.
import type { BlobStore } from '@stemma/core';
import { readOnlyRefusal } from './blob-errors.ts';

/**
 * The same blobs, read-only: `put` and `remove` are refused with code `forbidden`, `sweep` does nothing.
 * Reading is handed through unchanged.
 */
export function readOnlyBlobs(store: BlobStore): BlobStore {
  const { label } = store;
  return {
    label,
    readOnly: true,
    put: async () => {
      throw readOnlyRefusal(label, 'store a blob');
    },
    remove: async () => {
      throw readOnlyRefusal(label, 'remove blobs');
    },
    sweep: async () => 0,
    get: (digest) => store.get(digest),
    ...(store.pathOf && { pathOf: (digest) => store.pathOf!(digest) }),
    has: (digests) => store.has(digests),
    list: () => store.list(),
  };
}
