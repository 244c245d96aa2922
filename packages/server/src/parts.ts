// What a server stands on: an open engine with its store, composed elsewhere. The server picks no implementation.
import type { BlobStore, Engine, ResultIndex } from '@stemma/core';
import type { CodeDigests } from '@stemma/backends';

/** What is served; the composition of the command line has this form. */
export interface ServerParts {
  readonly engine: Engine;
  readonly index: ResultIndex;
  readonly blobs: BlobStore;
  readonly code: Pick<CodeDigests, 'of'>;
  /** The folder of the store, or `memory`, for people. */
  readonly store: string;
}
