// The port of the job store: what is kept of jobs over restarts. Methods answer at once and see what was written before;
// `settled` says when it is safe.
import type { JobEvent, JobQuery } from '../job-desk.ts';
import type { JobRecord } from '../job-record.ts';

/** An event before it has its number. */
export type NewEvent = Omit<JobEvent, 'number'>;

/** Whose jobs a list may show beside the public ones. */
export interface Viewer {
  /** The owner whose private jobs are shown; absent for strangers. */
  readonly subject?: string;
  /** Ids of private jobs that others have shared. */
  readonly shared: readonly string[];
}

/** Keeps jobs, their numbered events, and the events of the service. @throws StemmaError `unavailable`, `corrupt`. */
export interface JobStore {
  /** Adds a job with its first events. @returns them, numbered from 1. */
  add(record: JobRecord, events: readonly NewEvent[]): JobEvent[];
  /** Replaces the record of a job that has not ended. @returns false, and changes nothing, when it has. */
  update(record: JobRecord): boolean;
  /** Adds events to a job, numbered without gaps. */
  append(id: string, events: readonly NewEvent[]): JobEvent[];
  get(id: string): JobRecord | undefined;
  /** The job that an owner asked for under this key. */
  byKey(owner: string, key: string): JobRecord | undefined;
  /** At most `limit` events with numbers greater than `after`, in order. */
  events(id: string, after: number, limit: number): JobEvent[];
  /** The number of the last event; 0 when there is none. */
  lastNumber(id: string): number;
  /** Newest first. @throws StemmaError `invalid_request` for a cursor that is none. */
  list(query: JobQuery, viewer: Viewer): { items: JobRecord[]; next?: string };
  /** Jobs that have not ended, oldest first. */
  unfinished(): JobRecord[];
  /** Adds an event of the service. */
  announce(event: NewEvent): JobEvent;
  serviceEvents(after: number, limit: number): JobEvent[];
  lastServiceNumber(): number;
  /**
   * Of jobs that ended before a time, keeps only the last event, marked `compacted`; of the service's events the latest.
   * @returns how many jobs were compacted; at most 1000 in one call.
   */
  compact(endedBeforeMs: number, serviceEvents: number): number;
  /** Resolves when all that was written is kept: over the end of this process, or with `durable` over a power cut. */
  settled(durability: 'durable' | 'volatile'): Promise<void>;
  close(): Promise<void>;
}
