// The port of workers: what runs the work of jobs. In this process for tests and stores in memory, in a process of its own
// for a service. All that is said is plain data, since it travels between processes.
import type { Job, Problem } from '@stemma/api';
import type { Digest, LogLevel, Rank } from '@stemma/core';

/** Work to be done: one goal, however many jobs ask for it. */
export interface WorkOrder {
  readonly goal: Job['goal'];
  readonly owner: string;
  readonly rank: Rank;
}

/** Where a node stands. `reused`: found in the store, or taken over by content. */
export type NodeState = 'running' | 'waiting' | 'computed' | 'reused' | 'failed';

/** What became of a node. */
export interface NodeChange {
  readonly id: Digest;
  readonly name: string;
  readonly state: NodeState;
  /** The data unit that it works on, where it works on one. */
  readonly unit?: string;
  /** Of a running one, 0 to 1. */
  readonly fraction?: number;
  readonly durationMs?: number;
  /** Of a failed one, and of an expected failure. */
  readonly message?: string;
}

/** A line that an activity wrote. */
export interface WorkLine {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly text: string;
  readonly id?: Digest;
  readonly name?: string;
}

/** What happened since the last report. */
export interface WorkReport {
  readonly progress: Job['progress'];
  /** Seconds until the end, as far as past activities tell. */
  readonly etaS?: number;
  /** Each node once, in its present state. */
  readonly nodes: readonly NodeChange[];
  readonly lines: readonly WorkLine[];
  /** Results that can be read from now on (at the latest in moments: they are made durable in batches). */
  readonly results: readonly { readonly id: Digest; readonly name: string; readonly contentDigest: Digest }[];
}

/** How work ended. */
export type WorkEnd =
  | {
      readonly kind: 'done';
      readonly contentDigest: Digest;
      readonly failure?: Job['failure'];
      readonly progress: Job['progress'];
    }
  | { readonly kind: 'failed'; readonly error: Partial<Problem>; readonly progress: Job['progress'] }
  /** Cancelled, or given back because the worker was closed. */
  | { readonly kind: 'stopped' }
  /** The process that ran it has ended. */
  | { readonly kind: 'crashed'; readonly message: string };

/** Who hears of work. After `ended` nothing more is said. */
export interface WorkListener {
  report(report: WorkReport): void;
  ended(end: WorkEnd): void;
}

/** Work that is being done. */
export interface RunningWork {
  /** Makes it at least so urgent. */
  raise(rank: Rank): void;
  /** Stops it; `ended` follows. */
  cancel(): void;
}

/** Runs work. */
export interface Worker {
  /** Whether it would answer: a process that has ended is started again with the next work. */
  readonly alive: boolean;
  /** Gets ready before there is work. */
  start?(): void;
  run(order: WorkOrder, listener: WorkListener): RunningWork;
  /** Lets what runs finish for up to `graceMs`, then gives it back as `stopped`. */
  close(graceMs: number): Promise<void>;
}
