// What an engine is made of: the ports, and the identity of the place where it runs.
import type { IdentityContext } from '../bind/derivation.ts';
import type { ShapeHasher } from '../identity/shapes.ts';
import type { SourceEntry } from '../analysis/declaration.ts';
import type { BlobInfo, BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Executor, Observer, SuppliedFile } from '../ports/executor.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import type { Urgency } from '../ports/urgency.ts';
import type { Digest } from '../identity/digest.ts';
import type { Contents } from './contents.ts';
import type { Publisher } from './publisher.ts';

/** Brings a data file into the blob store, from wherever it can be had. */
export type FetchFile = (
  file: { readonly digest: Digest; readonly name: string; readonly source?: SourceEntry },
  observer: Observer,
  signal: AbortSignal,
) => Promise<BlobInfo>;

/** A derivation that is being run. */
export interface InFlight {
  /** Resolves when it is published, or given up. */
  readonly published: Promise<void>;
  readonly urgency: Urgency | undefined;
}

/** Everything a resolution works with. */
export interface Services {
  readonly index: ResultIndex;
  readonly blobs: BlobStore;
  /** For work of milliseconds, and for what the other one does not accept. */
  readonly inline: Executor;
  /** For everything else; absent in the simplest set-up. */
  readonly pool?: Executor;
  readonly clock: Clock;
  readonly identity: IdentityContext;
  readonly fetchFile: FetchFile;
  /** Reads a stored file and verifies its digest. */
  readonly loadFile: (file: SuppliedFile, digest: Digest) => Uint8Array;
  /** Who asks: goes into the records of activities. */
  readonly agent: string;
  readonly host: string;
  readonly pid: number;
  /** Encoded values up to this size live in the index, larger ones are blobs. */
  readonly inlineLimitBytes: number;
  readonly contents: Contents;
  readonly publisher: Publisher;
  readonly shapes: ShapeHasher;
  /** Derivations that some resolution of this engine is running now, and when they are published. */
  readonly inFlight: Map<Digest, InFlight>;
  /** Where data files can be had, by digest: public addresses and names inside mirrors. */
  readonly sources: ReadonlyMap<Digest, SourceEntry>;
}
