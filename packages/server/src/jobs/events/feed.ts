// The events of one job, or of the service, as they happen, for any number of watchers. All are given the same objects, so
// that each event is encoded once; a watcher that falls behind reads from the store and holds up nobody.
import type { JobEvent } from '../job-desk.ts';

// What a watcher may be behind before it has to read from the store.
const keptEvents = 256;

/** Reads events that are no longer in memory: those with numbers greater than `after`. */
export type ReadEvents = (after: number, limit: number) => JobEvent[];

/** Events in memory, and who waits for the next. */
export class Feed {
  readonly #recent: JobEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #ended = false;

  /** Hands events to all watchers. */
  push(events: readonly JobEvent[]): void {
    this.#recent.push(...events);
    if (this.#recent.length > 2 * keptEvents) this.#recent.splice(0, this.#recent.length - keptEvents);
    this.#wake();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** True when nothing more will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How many wait for the next event. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Events after a number, from the past on; ends when the feed has ended and everything was given, or with the signal.
   */
  async *follow(after: number, read: ReadEvents, signal: AbortSignal): AsyncGenerator<JobEvent> {
    while (!signal.aborted) {
      // Asked before reading: an end between reading and asking would lose the last events.
      const isLast = this.#ended;
      const events = this.#after(after) ?? read(after, keptEvents);
      for (const event of events) {
        yield event;
        if (signal.aborted) return;
        after = event.number;
      }
      if (events.length > 0) continue;
      if (isLast) return;
      await this.changed(signal);
    }
  }

  /** Resolves at the next event, at the end, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (this.#ended || signal.aborted) return resolve();
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  // Numbers have no gaps, so the place of each is known; undefined when memory does not reach back so far.
  #after(after: number): JobEvent[] | undefined {
    const first = this.#recent[0]?.number;
    if (first === undefined || after < first - 1) return undefined;
    return this.#recent.slice(after - first + 1, after - first + 1 + keptEvents);
  }

  #wake(): void {
    // Each leaves the set when it is woken; whoever waits again comes later than this loop.
    for (const wake of this.#waiting) wake();
  }
}
