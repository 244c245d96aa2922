// The jobs that have not ended, with what is kept of them and who watches them. Every change of a job goes through here:
// into the store, then to its watchers, then to the operators.
import type { Clock } from '@stemma/core';
import type { JobEvent } from '../job-desk.ts';
import { hasEnded, type JobRecord } from '../job-record.ts';
import type { JobStore, NewEvent } from '../store/job-store.ts';
import { Feed } from '../events/feed.ts';

/** A job that has not ended. */
export interface LiveJob {
  record: JobRecord;
  readonly feed: Feed;
  etaS: number | undefined;
}

/** What operators hear of the service. */
type Ended = Record<'done' | 'failed' | 'cancelled', number>;

/** Jobs, their events, their watchers. */
export class JobBook {
  readonly store: JobStore;
  readonly service = new Feed();
  readonly ended: Ended = { done: 0, failed: 0, cancelled: 0 };
  fromStore = 0;
  readonly #live = new Map<string, LiveJob>();
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(store: JobStore, clock: Pick<Clock, 'nowMs'>) {
    this.store = store;
    this.#clock = clock;
  }

  /** The time. */
  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** Jobs that have not ended. */
  get live(): ReadonlyMap<string, LiveJob> {
    return this.#live;
  }

  /** Adds a new job, ended or not. */
  add(record: JobRecord): LiveJob {
    const events = this.store.add(record, [this.#stateEvent(record)]);
    const job = this.adopt(record);
    job.feed.push(events);
    this.#afterChange(job);
    return job;
  }

  /** Takes a job of the store among those that live. */
  adopt(record: JobRecord): LiveJob {
    const job: LiveJob = { record, feed: new Feed(), etaS: undefined };
    if (!hasEnded(record.state)) this.#live.set(record.id, job);
    return job;
  }

  /** Forgets a job whose record could not be written. */
  drop(job: LiveJob): void {
    this.#live.delete(job.record.id);
    job.feed.end();
  }

  /** Changes a job, and tells its state. @param why is told with it. Nothing happens to a job that has ended. */
  change(job: LiveJob, fields: Partial<JobRecord>, why: Readonly<Record<string, unknown>> = {}): void {
    if (hasEnded(job.record.state)) return;
    const record = { ...job.record, ...fields };
    if (!this.store.update(record)) return;
    job.record = record;
    job.feed.push(this.store.append(record.id, [this.#stateEvent(record, why)]));
    this.#afterChange(job);
  }

  /** Adds events to a job. */
  tell(job: LiveJob, events: readonly NewEvent[]): void {
    if (hasEnded(job.record.state) || events.length === 0) return;
    job.feed.push(this.store.append(job.record.id, events));
  }

  /** Adds an event of the service. */
  announce(type: string, data: JobEvent['data']): void {
    this.service.push([this.store.announce({ timeMs: this.nowMs(), type, data })]);
  }

  #afterChange(job: LiveJob): void {
    const { id, state, analysis, owner, priority, origin } = job.record;
    this.announce('job', { id, state, analysis, owner, priority, ...(origin && { origin }) });
    if (!hasEnded(state)) return;
    this.#live.delete(id);
    job.feed.end();
    this.ended[state as keyof Ended]++;
    if (origin === 'store') this.fromStore++;
  }

  #stateEvent(record: JobRecord, why: Readonly<Record<string, unknown>> = {}): NewEvent {
    const { state, attempt, result, contentDigest, failure, error, origin, progress } = record;
    const told = { state, attempt, result, contentDigest, failure, error, origin, ...why };
    return {
      timeMs: this.nowMs(),
      type: 'state',
      // What is absent is left out when it is written, and must be in memory too.
      data: { ...withoutAbsent(told), ...(hasEnded(state) && { progress }) },
    };
  }
}

function withoutAbsent(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
