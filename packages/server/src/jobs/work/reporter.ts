// Turns the events of a resolution into reports, at most ten a second however many nodes there are: the first at once, so
// that a watcher sees the beginning, then each time what has gathered.
import type { Job } from '@stemma/api';
import type { Resolution, ResolutionEvent, ResultIndex } from '@stemma/core';
import { unitOfNode } from './node-unit.ts';
import type { NodeChange, WorkLine, WorkReport } from './worker.ts';

/** Between two reports. */
export const reportPeriodMs = 100;
// Past timings change slowly, and asking costs a walk over what is pending.
const estimatePeriodMs = 2_000;
// A log that runs away is whole in the store; watchers see this much of it for each report.
const maxLines = 500;

type Followed = Pick<Resolution<unknown>, 'derivation' | 'pending'>;

/** Gathers what happens and reports it. */
export class Reporter {
  readonly #resolution: Followed;
  readonly #index: Pick<ResultIndex, 'timings'>;
  readonly #slots: number;
  readonly #report: (report: WorkReport) => void;
  #nodes = new Map<string, NodeChange>();
  #lines: WorkLine[] = [];
  #omitted = 0;
  #results: WorkReport['results'][number][] = [];
  #counts = { computed: 0, reused: 0, failed: 0 };
  #etaS: number | undefined;
  #estimatedMs = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reportedMs = -Infinity;
  #isClosed = false;

  constructor(
    resolution: Followed,
    index: Pick<ResultIndex, 'timings'>,
    slots: number,
    report: (report: WorkReport) => void,
  ) {
    this.#resolution = resolution;
    this.#index = index;
    this.#slots = slots;
    this.#report = report;
  }

  /** How far it is. */
  get progress(): Job['progress'] {
    const { computed, reused, failed } = this.#counts;
    const done = computed + reused + failed;
    return { done, total: done + this.#resolution.pending().count, ...this.#counts };
  }

  /** Takes an event in. */
  take(event: ResolutionEvent): void {
    switch (event.type) {
      case 'started':
        this.#node({ id: event.id, name: event.name, state: 'running' });
        break;
      case 'progress':
        this.#node({ id: event.id, name: event.name, state: 'running', fraction: event.fraction });
        break;
      case 'waiting':
        this.#node({ id: event.id, name: event.name, state: 'waiting' });
        break;
      case 'log':
        this.#line({ ...event.line, id: event.id, name: event.name });
        break;
      case 'retry':
        this.#say('warning', `${event.message}; trying again`, event);
        break;
      case 'warning':
        this.#say('warning', event.message);
        break;
      case 'failed':
        this.#counts.failed++;
        this.#node({ id: event.id, name: event.name, state: 'failed', message: event.message });
        break;
      case 'done':
        this.#done(event);
        break;
      default:
        break;
    }
    this.#plan();
  }

  /** Reports what is left, and no more after it. */
  close(): void {
    clearTimeout(this.#timer);
    this.#flush();
    this.#isClosed = true;
  }

  #done({ id, name, origin, contentDigest, durationMs, failure }: Extract<ResolutionEvent, { type: 'done' }>): void {
    const state = origin === 'computed' ? 'computed' : 'reused';
    this.#counts[state]++;
    const message = failure === undefined ? {} : { message: failure };
    this.#node({ id, name, state, ...(state === 'computed' && { durationMs }), ...message });
    const isStored = this.#resolution.derivation(id)?.analysis.definition.stored ?? false;
    if (state === 'computed' && isStored) this.#results.push({ id, name, contentDigest });
  }

  #node(change: NodeChange): void {
    const derivation = this.#resolution.derivation(change.id);
    const unit = derivation && unitOfNode(derivation);
    this.#nodes.set(change.id, unit === undefined ? change : { ...change, unit });
  }

  #say(level: WorkLine['level'], text: string, of: { id?: string; name?: string } = {}): void {
    const { id, name } = of;
    this.#line({
      timeMs: Date.now(),
      level,
      text,
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
    });
  }

  #line(line: WorkLine): void {
    if (this.#lines.length < maxLines) this.#lines.push(line);
    else this.#omitted++;
  }

  #plan(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    const waitMs = Math.max(0, this.#reportedMs + reportPeriodMs - performance.now());
    this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#reportedMs = performance.now();
    if (this.#omitted > 0)
      this.#lines.push({
        timeMs: Date.now(),
        level: 'warning',
        text: `${this.#omitted} more lines are in the log of the result`,
      });
    const report: WorkReport = {
      progress: this.progress,
      ...(this.#etaS !== undefined && { etaS: this.#etaS }),
      nodes: [...this.#nodes.values()],
      lines: this.#lines,
      results: this.#results,
    };
    this.#nodes = new Map();
    this.#lines = [];
    this.#omitted = 0;
    this.#results = [];
    this.#report(report);
    if (performance.now() - this.#estimatedMs > estimatePeriodMs) void this.#estimate();
  }

  // Medians of the past, shared by the slots: what every scheduler says, and as wrong as the past is different.
  async #estimate(): Promise<void> {
    this.#estimatedMs = performance.now();
    const counts = new Map<string, number>();
    for (const { definition } of this.#resolution.pending().derivations)
      counts.set(definition.name, (counts.get(definition.name) ?? 0) + 1);
    const timings = await this.#index.timings([...counts.keys()]).catch(() => new Map<string, { medianS: number }>());
    let totalS = 0;
    for (const [name, count] of counts) {
      const medianS = timings.get(name)?.medianS;
      // An estimate that leaves out what never ran here would promise too much.
      if (medianS === undefined) return void (this.#etaS = undefined);
      totalS += medianS * count;
    }
    this.#etaS = totalS / this.#slots;
  }
}
