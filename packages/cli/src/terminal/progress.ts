// The state of a resolution out of its events: what is shown live, and what is summed up at the end.
import type { Origin, ResolutionEvent } from '@stemma/core';

/** One analysis that runs now. */
export interface Running {
  readonly name: string;
  /** When it began, or was last tried again or found to be run elsewhere. */
  readonly sinceMs: number;
  /** From 0 to 1; absent until it says so. */
  fraction?: number;
  /** What it is doing, in its own words. */
  text?: string;
}

/** Counts and running analyses, updated by each event. */
export class Progress {
  /** Derivations of the missing part, as far as it is known. */
  missing = 0;
  readonly byOrigin: Record<Origin, number> = { computed: 0, store: 0, 'cut-off': 0, inherited: 0, elsewhere: 0 };
  failed = 0;
  readonly running = new Map<string, Running>();
  readonly nowMs: () => number;
  readonly #startedMs: number;

  constructor(nowMs: () => number = Date.now) {
    this.nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  /** Seconds since the start. */
  get elapsedS(): number {
    return (this.nowMs() - this.#startedMs) / 1000;
  }

  /** Derivations of the missing part (what the store had is its border, and no part of it) that are settled: made, taken over, or failed. */
  get settled(): number {
    return (
      this.byOrigin.computed +
      this.byOrigin['cut-off'] +
      this.byOrigin.inherited +
      this.byOrigin.elsewhere +
      this.failed
    );
  }

  /** How many there are to settle; fan-outs add to it while they grow. */
  get total(): number {
    return Math.max(this.missing, this.settled + this.running.size);
  }

  /** The settled part, from 0 to 1, with what the running ones say of themselves. */
  get fraction(): number {
    let parts = this.settled;
    for (const { fraction = 0 } of this.running.values()) parts += fraction;
    return this.total === 0 ? 0 : parts / this.total;
  }

  /** Takes one event in. */
  take(event: ResolutionEvent): void {
    switch (event.type) {
      case 'planned':
        this.missing = event.missing;
        return;
      case 'started':
        this.running.set(event.id, { name: event.name, sinceMs: this.nowMs() });
        return;
      case 'waiting':
        this.running.set(event.id, { name: event.name, sinceMs: this.nowMs(), text: `waiting for ${event.holder}` });
        return;
      case 'progress':
        this.#advance(event);
        return;
      case 'retry':
        this.running.set(event.id, { name: event.name, sinceMs: this.nowMs(), text: `again: ${event.message}` });
        return;
      case 'done':
        this.running.delete(event.id);
        this.byOrigin[event.origin]++;
        return;
      case 'failed':
        this.running.delete(event.id);
        this.failed++;
        return;
      default:
    }
  }

  #advance({ id, fraction, text }: Extract<ResolutionEvent, { type: 'progress' }>): void {
    const running = this.running.get(id);
    if (!running) return;
    running.fraction = fraction;
    if (text !== undefined) running.text = text;
  }
}
