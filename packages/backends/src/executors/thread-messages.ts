// What the main thread and its workers say to each other. Plain data: it is copied by structured clone.
import type { Digest, ExecutionOutcome, Json, LogLine, Supplied, SuppliedFile } from '@stemma/core';

/** To a worker: run this. Code goes by address and name, since functions cannot be sent; inputs go as encoded bytes. */
export interface RunMessage {
  readonly kind: 'run';
  readonly moduleUrl: string;
  readonly analysis: string;
  readonly derivation: Digest;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Supplied>>;
  readonly files: ReadonlyMap<Digest, SuppliedFile>;
  /** Path of the working directory, made by the worker only when the analysis asks for it. */
  readonly directory: string;
}

/** From a worker: any number of lines and steps of progress, then `ended` once (unless the thread dies). */
export type WorkerMessage =
  | { readonly kind: 'log'; readonly line: LogLine }
  | { readonly kind: 'progress'; readonly fraction: number; readonly text?: string }
  | {
      readonly kind: 'ended';
      readonly outcome: ExecutionOutcome;
      readonly cpuS: number;
      readonly madeDirectory: boolean;
    };
