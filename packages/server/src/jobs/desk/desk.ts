// The desk of jobs: takes requests, answers what is known at once, hands the rest to the work behind it, and tells
// everybody who watches.
import { randomUUID } from 'node:crypto';
import type { Job, Submission } from '@stemma/api';
import { StemmaError, type Clock, type Engine } from '@stemma/core';
import { noSuch, type Thing } from '../../access/visibility.ts';
import { isOwn, type Identity } from '../../http/identity.ts';
import type {
  DeskStatus,
  Following,
  JobDesk,
  JobEvent,
  JobQuery,
  LogPart,
  NodeMatrix,
  SubmitOptions,
} from '../job-desk.ts';
import { hasEnded, jobView, noProgress, type JobRecord } from '../job-record.ts';
import type { JobStore } from '../store/job-store.ts';
import { Feed } from '../events/feed.ts';
import type { NodeChange, Worker } from '../work/worker.ts';
import { admit, fingerprintOf, type Access, type Admitted } from './admission.ts';
import { JobBook, type LiveJob } from './job-book.ts';
import { NodeTable } from './node-table.ts';
import { WorkBook } from './work-book.ts';
import { workTold } from './work-told.ts';

/** What a desk is made of; see `JobDeskOptions`. */
export interface DeskParts {
  readonly engine: Engine;
  readonly store: JobStore;
  readonly access: Access;
  readonly worker: Worker;
  readonly quarantine: Worker;
  readonly concurrency: number;
  readonly maxQueued: number;
  readonly mayAccept: () => StemmaError | undefined;
  readonly keepEventsMs: number;
  readonly clock: Clock;
  readonly release: () => void;
}

const compactPeriodMs = 60_000;
const keptServiceEvents = 10_000;
const pageOfEvents = 500;
// Long enough for short activities, short enough for whoever restarts a service.
const defaultGraceMs = 10_000;

/** The desk over a store and workers. */
export class Desk implements JobDesk {
  readonly #parts: DeskParts;
  readonly #book: JobBook;
  readonly #works: WorkBook;
  readonly #compacting: ReturnType<typeof setInterval>;
  #isClosed = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#book = new JobBook(parts.store, parts.clock);
    this.#works = new WorkBook(parts, workTold(this.#book, parts.access));
    this.#compacting = setInterval(() => this.compact(), compactPeriodMs);
    this.#compacting.unref();
  }

  /** Takes up the jobs that an earlier service on this store did not finish. */
  async takeUp(): Promise<void> {
    for (const record of this.#parts.store.unfinished()) {
      const job = this.#book.adopt(record);
      if (record.state === 'running')
        this.#book.change(job, { state: 'queued' }, { why: 'the service was started again' });
      this.#works.join(job);
    }
    await this.#parts.store.settled('volatile');
  }

  async submit(submission: Submission, by: Identity, { idempotencyKey: key }: SubmitOptions = {}): Promise<Job> {
    const { store, engine, access } = this.#parts;
    if (this.#isClosed) throw new StemmaError('unavailable', 'the service is being stopped', { retryAfterS: 10 });
    const idempotency = key === undefined ? undefined : { key, fingerprint: fingerprintOf(submission) };
    const admitted = await admit(submission, by, engine, access);
    // From here to the record nothing else can happen: two requests with one key cannot both get here first.
    const earlier = idempotency && store.byKey(by.subject, idempotency.key);
    if (earlier) return this.#repeated(earlier, idempotency.fingerprint);
    const isNew = admitted.known === undefined;
    if (isNew) this.#mustHaveRoom();
    this.#claim(submission, by, admitted);
    const record = this.#recordOf(submission, by, admitted);
    const job = this.#book.add(idempotency ? { ...record, idempotency } : record);
    if (isNew && this.#works.join(job)) this.#joined(job);
    await this.#kept(job, isNew ? 'durable' : 'volatile');
    return jobView(job.record);
  }

  #mustHaveRoom(): void {
    const refusal = this.#parts.mayAccept();
    if (refusal) throw refusal;
    const { maxQueued } = this.#parts;
    if (this.#works.counts.queued >= maxQueued)
      throw new StemmaError('unavailable', `${maxQueued} requests wait already: try again later`, { retryAfterS: 30 });
  }

  async #kept(job: LiveJob, durability: 'durable' | 'volatile'): Promise<void> {
    try {
      await this.#parts.store.settled(durability);
    } catch (error) {
      // It was never taken: nobody may work for it.
      this.#works.leave(job);
      this.#book.drop(job);
      throw error;
    }
  }

  #repeated(earlier: JobRecord, fingerprint: string): Job {
    if (earlier.idempotency?.fingerprint !== fingerprint)
      throw new StemmaError('conflict', 'this idempotency key was used for another request: take a new one');
    return this.#view(earlier);
  }

  #claim({ private: isPrivate }: Submission, by: Identity, { root, known, files }: Admitted): void {
    const ids = new Set(known ? [root.id] : []);
    this.#parts.access.claim({ by, results: [root.id], known: ids, files, private: isPrivate });
  }

  #recordOf(submission: Submission, by: Identity, { root, known, failure }: Admitted): JobRecord {
    const { goal, priority, label, private: isPrivate } = submission;
    const nowMs = this.#book.nowMs();
    const record = {
      id: randomUUID(),
      goal,
      analysis: root.definition.name,
      ...(label !== undefined && { label }),
      priority,
      owner: by.subject,
      private: isPrivate,
      result: root.id,
      attempt: 0,
      crashes: 0,
      submittedMs: nowMs,
    };
    if (!known) return { ...record, state: 'queued', progress: noProgress };
    return {
      ...record,
      state: 'done',
      origin: 'store',
      contentDigest: known.contentDigest,
      ...(failure && { failure }),
      progress: { done: 1, total: 1, computed: 0, reused: 1, failed: 0 },
      finishedMs: nowMs,
    };
  }

  // Who joins hears at once what those before it have seen.
  #joined(job: LiveJob): void {
    const work = this.#works.get(job.record.result)!;
    if (!work.running) return;
    const { record } = job;
    const fields = {
      state: 'running',
      origin: 'shared',
      attempt: record.attempt + 1,
      startedMs: this.#book.nowMs(),
    } as const;
    this.#book.change(job, { ...fields, progress: work.latest?.progress ?? record.progress });
    const timeMs = this.#book.nowMs();
    const { nodes } = work.table;
    if (nodes.length > 0) this.#book.tell(job, [{ timeMs, type: 'node', data: { nodes } }]);
    if (work.latest) this.#book.tell(job, [{ timeMs, type: 'progress', data: { ...work.latest.progress } }]);
  }

  async get(id: string, by: Identity): Promise<Job> {
    return this.#view(this.#seen(id, by));
  }

  async list(query: JobQuery, by: Identity): Promise<{ items: Job[]; next?: string }> {
    const shared = this.#parts.access.granted(by, 'job');
    const viewer = { shared, ...(isOwn(by, by.subject) && { subject: by.subject }) };
    const { items, next } = this.#parts.store.list(query, viewer);
    return { items: items.map((record) => this.#view(record)), ...(next !== undefined && { next }) };
  }

  async wait(id: string, waitS: number, by: Identity, signal: AbortSignal): Promise<Job> {
    this.#seen(id, by);
    const job = this.#book.live.get(id);
    if (job) {
      const timeout = AbortSignal.any([signal, AbortSignal.timeout(waitS * 1000)]);
      while (!job.feed.ended && !timeout.aborted) await job.feed.changed(timeout);
    }
    await this.#parts.store.settled('volatile');
    return this.#view(this.#seen(id, by));
  }

  async cancel(id: string, by: Identity): Promise<Job> {
    const record = this.#seen(id, by);
    if (!this.#parts.access.canChange(by, thingOf(record)))
      throw new StemmaError('forbidden', 'only its owner and operators can cancel a job', { job: id });
    const job = this.#book.live.get(id);
    if (!job) throw new StemmaError('conflict', `the job has ended already: it is ${record.state}`, { job: id });
    this.#works.leave(job);
    this.#book.change(job, { state: 'cancelled', finishedMs: this.#book.nowMs() });
    await this.#parts.store.settled('volatile');
    return jobView(job.record);
  }

  async retry(id: string, by: Identity): Promise<Job> {
    const { state, goal, priority, label, private: isPrivate } = this.#seen(id, by);
    if (state !== 'failed' && state !== 'cancelled')
      throw new StemmaError('conflict', `a job that is ${state} cannot be retried`, { job: id });
    return this.submit({ goal, priority, private: isPrivate, ...(label !== undefined && { label }) }, by);
  }

  async follow(id: string, after: number, by: Identity, signal: AbortSignal): Promise<Following> {
    this.#seen(id, by);
    const { store } = this.#parts;
    const live = this.#book.live.get(id);
    const feed = live?.feed ?? endedFeed();
    const events = feed.follow(after, (from, limit) => store.events(id, from, limit), signal);
    return following(events, !live && after >= store.lastNumber(id));
  }

  followAll(after: number, signal: AbortSignal): Following {
    const { store } = this.#parts;
    return following(
      this.#book.service.follow(after, (from, limit) => store.serviceEvents(from, limit), signal),
      false,
    );
  }

  async nodes(id: string, by: Identity): Promise<NodeMatrix> {
    this.#seen(id, by);
    const table = new NodeTable();
    for (const { type, data } of this.#past(id, 0)) if (type === 'node') table.take(data.nodes as NodeChange[]);
    return table.matrix;
  }

  async log(id: string, after: number, limit: number, by: Identity): Promise<{ lines: LogPart[]; next?: number }> {
    this.#seen(id, by);
    const lines: LogPart[] = [];
    for (const { type, data, number } of this.#past(id, after)) {
      if (type === 'log') lines.push(...(data.lines as LogPart[]));
      if (lines.length >= limit) return { lines, next: number };
    }
    return { lines };
  }

  announce(type: string, data: JobEvent['data']): void {
    this.#book.announce(type, data);
  }

  status(): DeskStatus {
    const { ended, fromStore, live } = this.#book;
    let watchers = this.#book.service.waiting;
    for (const { feed } of live.values()) watchers += feed.waiting;
    return { ...this.#works.counts, watchers, workerAlive: this.#parts.worker.alive, ended: { ...ended }, fromStore };
  }

  /** Keeps only the end of jobs that are old. @returns how many there were. */
  compact(): number {
    return this.#parts.store.compact(this.#book.nowMs() - this.#parts.keepEventsMs, keptServiceEvents);
  }

  async close(graceMs = defaultGraceMs): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#compacting);
    this.#works.close();
    const { worker, quarantine, store, release } = this.#parts;
    await Promise.all([...new Set([worker, quarantine])].map((one) => one.close(graceMs)));
    // Watchers come back to the next service.
    for (const { feed } of this.#book.live.values()) feed.end();
    this.#book.service.end();
    await store.close();
    release();
  }

  *#past(id: string, after: number): Generator<JobEvent> {
    for (;;) {
      const events = this.#parts.store.events(id, after, pageOfEvents);
      yield* events;
      if (events.length < pageOfEvents) return;
      after = events.at(-1)!.number;
    }
  }

  // What is not there and what may not be seen are told in the same words.
  #seen(id: string, by: Identity): JobRecord {
    const record = this.#book.live.get(id)?.record ?? this.#parts.store.get(id);
    if (!record || !this.#parts.access.canSee(by, thingOf(record))) throw noSuch('job', id);
    return record;
  }

  #view(record: JobRecord): Job {
    const live = hasEnded(record.state) ? undefined : this.#book.live.get(record.id);
    return jobView(live?.record ?? record, live?.etaS);
  }
}

function thingOf({ id, owner, private: isPrivate }: JobRecord): Thing & { readonly kind: 'job' } {
  return { kind: 'job', id, owner, private: isPrivate };
}

function endedFeed(): Feed {
  const feed = new Feed();
  feed.end();
  return feed;
}

function following(events: AsyncIterable<JobEvent>, isOver: boolean): Following {
  return { isOver, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}
