// What a server stands on: an open engine with its store, composed elsewhere. The server picks no implementation.
import type { BlobStore, Engine, ResultIndex } from '@stemma/core';
import type { CodeDigests } from '@stemma/backends';
import type { Visibility } from './access/visibility.ts';
import type { Previewer } from './previews/previewer.ts';
import type { ProductWriter } from './products/product-writer.ts';

/** What is served; the composition of the command line has this form. */
export interface ServerParts {
  readonly engine: Engine;
  readonly index: ResultIndex;
  readonly blobs: BlobStore;
  readonly code: Pick<CodeDigests, 'of'>;
  /** The folder of the store, or `memory`, for people. */
  readonly store: string;
  /** Makes previews; without it there are none. */
  readonly previewer?: Previewer;
  /** Writes values in the field's formats; without it there are JSON and CSV. */
  readonly productWriter?: ProductWriter;
  /** Who may see which results and files; everybody sees all when left out. */
  readonly visibility?: Pick<Visibility, 'hidden'>;
}
