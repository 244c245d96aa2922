// What the main thread and its workers say to each other. Plain data: it is copied by structured clone.
import type { Digest, ExecutionOutcome, Json, LogLine, Supplied, SuppliedFile } from '@stemma/core';

/** To a worker: run this. */
export interface RunMessage {
  readonly kind: 'run';
  readonly moduleUrl: string;
  readonly analysis: string;
  readonly derivation: Digest;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Supplied>>;
  readonly files: ReadonlyMap<Digest, SuppliedFile>;
  readonly directory: string;
}

/** From a worker. */
export type WorkerMessage =
  | { readonly kind: 'log'; readonly line: LogLine }
  | { readonly kind: 'progress'; readonly fraction: number; readonly text?: string }
  | {
      readonly kind: 'ended';
      readonly outcome: ExecutionOutcome;
      readonly cpuS: number;
      readonly madeDirectory: boolean;
    };
