// The work behind jobs: one for each goal however many jobs ask for it, waiting by urgency and fair share, running on
// workers, taken up again when a worker process dies, and stopped when the last job that needs it is cancelled.
import { FairQueue, type Ticket } from '@stemma/backends';
import type { Digest, Rank } from '@stemma/core';
import { noProgress, rankOf } from '../job-record.ts';
import type { RunningWork, Worker, WorkEnd, WorkReport } from '../work/worker.ts';
import type { LiveJob } from './job-book.ts';
import { NodeTable } from './node-table.ts';

/** Work, and the jobs that wait for it. */
export interface Work {
  readonly id: Digest;
  readonly goal: LiveJob['record']['goal'];
  readonly owner: string;
  readonly jobs: Set<LiveJob>;
  readonly table: NodeTable;
  rank: Rank;
  crashes: number;
  /** The last report, for jobs that join. */
  latest: WorkReport | undefined;
  ticket: Ticket<Work> | undefined;
  running: RunningWork | undefined;
}

/** Who hears of work. */
export interface WorkEvents {
  started(work: Work): void;
  reported(work: Work, report: WorkReport): void;
  /** It ended, for good: not told of crashes that are tried again. */
  ended(work: Work, end: Exclude<WorkEnd, { kind: 'crashed' }>): void;
  /** The process died; it is queued again. */
  again(work: Work, message: string): void;
}

/** How much runs where. */
export interface WorkLimits {
  readonly worker: Worker;
  /** Where work runs alone that has seen several crashes, so that only the one that causes them is blamed. */
  readonly quarantine: Worker;
  /** How many at once; urgent ones may be twice as many. */
  readonly concurrency: number;
}

/** So many crashes end a job. */
const maxCrashes = 3;

/** Work by goal. */
export class WorkBook {
  readonly #limits: WorkLimits;
  readonly #events: WorkEvents;
  readonly #byId = new Map<Digest, Work>();
  readonly #queue = new FairQueue<Work>();
  // Apart, and one after the other.
  readonly #suspects: Work[] = [];
  #suspect: Work | undefined;
  #running = 0;
  #closed = false;

  constructor(limits: WorkLimits, events: WorkEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  /** How many pieces of work wait, and run. */
  get counts(): { readonly queued: number; readonly running: number } {
    return {
      queued: this.#queue.size + this.#suspects.length,
      running: this.#running + (this.#suspect === undefined ? 0 : 1),
    };
  }

  /** The work for a goal that waits or runs. */
  get(id: Digest): Work | undefined {
    return this.#byId.get(id);
  }

  /** Adds a job to the work for its goal, making it when there is none. @returns whether there was one. */
  join(job: LiveJob): boolean {
    const { result: id, goal, owner, priority, crashes } = job.record;
    const rank = rankOf(priority);
    const known = this.#byId.get(id);
    if (known) {
      known.jobs.add(job);
      this.#raise(known, rank);
      return true;
    }
    const jobs = new Set([job]);
    const table = new NodeTable();
    const parts = { latest: undefined, ticket: undefined, running: undefined };
    const work: Work = { id, goal, owner, jobs, table, rank, crashes, ...parts };
    this.#byId.set(id, work);
    this.#enqueue(work);
    return false;
  }

  /** Takes a job out; work that nobody needs any more is stopped. */
  leave(job: LiveJob): void {
    const work = this.#byId.get(job.record.result);
    if (!work?.jobs.delete(job) || work.jobs.size > 0) return;
    // From now on a new request for it is new work.
    this.#byId.delete(work.id);
    if (work.ticket) this.#queue.remove(work.ticket);
    const at = this.#suspects.indexOf(work);
    if (at >= 0) this.#suspects.splice(at, 1);
    work.running?.cancel();
  }

  /** Starts no more. */
  close(): void {
    this.#closed = true;
  }

  #raise(work: Work, rank: Rank): void {
    if (rank >= work.rank) return;
    work.rank = rank;
    if (work.ticket) this.#queue.refile(work.ticket, rank);
    work.running?.raise(rank);
    this.#dispatch();
  }

  #enqueue(work: Work): void {
    if (work.crashes >= maxCrashes - 1) this.#suspects.push(work);
    else work.ticket = this.#queue.push(work, work.owner, work.rank);
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#closed) return;
    const { concurrency, worker, quarantine } = this.#limits;
    // A person who waits must not wait for a batch to make room: activities are ordered once more by the executor.
    while (this.#queue.size > 0 && this.#running < (this.#queue.isUrgent ? 2 : 1) * concurrency) {
      const work = this.#queue.shift()!;
      work.ticket = undefined;
      this.#running++;
      this.#start(work, worker, () => {
        this.#running--;
        this.#queue.ended(work.owner);
      });
    }
    if (this.#suspect !== undefined || this.#suspects.length === 0) return;
    const suspect = this.#suspects.shift()!;
    this.#suspect = suspect;
    this.#start(suspect, quarantine, () => (this.#suspect = undefined));
  }

  #start(work: Work, worker: Worker, free: () => void): void {
    const { goal, owner, rank } = work;
    work.running = worker.run(
      { goal, owner, rank },
      {
        report: (report) => this.#reported(work, report),
        ended: (end) => {
          work.running = undefined;
          free();
          this.#ended(work, end);
          this.#dispatch();
        },
      },
    );
    this.#events.started(work);
  }

  #reported(work: Work, report: WorkReport): void {
    work.latest = report;
    work.table.take(report.nodes);
    this.#events.reported(work, report);
  }

  #ended(work: Work, end: WorkEnd): void {
    // Everybody has left it.
    if (work.jobs.size === 0) return;
    if (end.kind !== 'crashed') {
      if (this.#byId.get(work.id) === work) this.#byId.delete(work.id);
      this.#events.ended(work, end);
      return;
    }
    work.crashes++;
    if (work.crashes < maxCrashes) {
      this.#events.again(work, end.message);
      this.#enqueue(work);
      return;
    }
    this.#byId.delete(work.id);
    const detail = `its worker process ended ${maxCrashes} times while it ran (${end.message}), the last time alone; ask the authors of its analyses, or give them memory limits`;
    const error = { code: 'analysis_failed', status: 424, detail, retryable: false } as const;
    this.#events.ended(work, { kind: 'failed', error, progress: work.latest?.progress ?? noProgress });
  }
}
