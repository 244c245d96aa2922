// What the service and its worker process say to each other. Plain data: it travels as structured clones.
import type { Rank } from '@stemma/core';
import type { WorkEnd, WorkOrder, WorkReport } from './worker.ts';

/** To the worker. `work` numbers what was ordered. */
export type ToWorker =
  | { readonly kind: 'run'; readonly work: number; readonly order: WorkOrder }
  | { readonly kind: 'raise'; readonly work: number; readonly rank: Rank }
  | { readonly kind: 'cancel'; readonly work: number }
  /** Finish for up to so long, give back the rest, and end. */
  | { readonly kind: 'close'; readonly graceMs: number };

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** It cannot work at all: the store or the modules cannot be opened. */
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'report'; readonly work: number; readonly report: WorkReport }
  | { readonly kind: 'ended'; readonly work: number; readonly end: WorkEnd };
