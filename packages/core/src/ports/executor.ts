// The port of executors: where an analysis really runs. In this thread, in worker threads, later on a cluster:
// each takes the same task and gives back the same encoded outputs.
import type { Digest } from '../identity/digest.ts';
import type { Derivation } from '../bind/derivation.ts';
import type { FileEntry } from '../values/codec.ts';
import type { BlobSource } from './blob-store.ts';
import type { LogLine } from './log.ts';
import type { Json } from '../canonical/json.ts';
import type { Urgency } from './urgency.ts';

/** One input as the executor gets it: encoded values, in the structure that the declaration gave it. */
export type Supplied =
  | { readonly kind: 'outputs'; readonly outputs: Readonly<Record<string, Uint8Array>> }
  /** A leaf, whose consumers see the value itself. */
  | { readonly kind: 'value'; readonly payload: Uint8Array }
  | { readonly kind: 'failure'; readonly reason: string; readonly message: string; readonly detail: Json }
  /** What a consumer that accepts failures sees: an outcome. */
  | { readonly kind: 'outcome'; readonly of: Supplied }
  | { readonly kind: 'list'; readonly items: readonly Supplied[] }
  | { readonly kind: 'map'; readonly entries: Readonly<Record<string, Supplied>> }
  | { readonly kind: 'absent' };

/** The bytes of an input file: a read-only path, or the bytes themselves. To be verified by whoever reads them. */
export type SuppliedFile = { readonly path: string } | { readonly bytes: Uint8Array };

/** One execution to be done. */
export interface Task {
  readonly derivation: Derivation;
  readonly inputs: Readonly<Record<string, Supplied>>;
  /** Input files by digest. */
  readonly files: ReadonlyMap<Digest, SuppliedFile>;
  /** 1 for the first try; memory limits may grow with it. */
  readonly attempt: number;
  /** Who goes first when more tasks wait than can run; in the order of coming when it is left out. */
  readonly urgency?: Urgency;
}

/** An encoded output, on its way into the store. */
export interface EncodedOutput {
  readonly digest: Digest;
  readonly payload: Uint8Array;
  readonly files: readonly { readonly entry: FileEntry; readonly content: BlobSource }[];
}

/** How an execution ended. */
export type ExecutionOutcome =
  | { readonly kind: 'outputs'; readonly outputs: Readonly<Record<string, EncodedOutput>> }
  | { readonly kind: 'expected_failure'; readonly reason: string; readonly message: string; readonly detail: Json }
  | {
      readonly kind: 'error';
      readonly code: 'analysis_failed' | 'timeout' | 'cancelled' | 'invalid_request' | 'unavailable' | 'corrupt';
      readonly message: string;
      readonly stack?: string;
      readonly transient: boolean;
    };

/** One finished execution. */
export interface Execution {
  readonly outcome: ExecutionOutcome;
  /** Of the execution proper, without waiting for a slot. */
  readonly startedMs: number;
  readonly finishedMs: number;
  /** User plus system time, seconds; absent where it cannot be told apart from that of others. */
  readonly cpuS?: number;
  readonly peakMemoryBytes?: number;
  readonly log: readonly LogLine[];
  /** Removes the working directory; called when the outputs are stored. */
  dispose(): Promise<void>;
}

/** What an execution says while it runs. */
export interface Observer {
  log(line: LogLine): void;
  progress(fraction: number, text?: string): void;
}

/** Runs tasks. Never throws for what an analysis does: that is an outcome. */
export interface Executor {
  readonly label: string;
  /** How many tasks it runs at once. */
  readonly slots: number;
  /** False for analyses that it cannot run, for example when a thread could not load their code. */
  accepts(derivation: Derivation): boolean;
  /** Runs one task; when the signal is aborted, it ends soon with the outcome `cancelled`. */
  execute(task: Task, observer: Observer, signal: AbortSignal): Promise<Execution>;
  /** Ends what the executor holds (threads, connections); tasks that still run are lost. */
  close(): Promise<void>;
}
