// What a resolution says while it goes on, as an async iterator that any number of listeners can follow.
import type { Digest } from '../identity/digest.ts';
import type { LogLine } from '../ports/log.ts';

/**
 * Where a result came from: run now; found by its id; found by its action key (early cut-off); an expected failure handed
 * down by an input; made by another process meanwhile.
 */
export type Origin = 'computed' | 'store' | 'cut-off' | 'inherited' | 'elsewhere';

/** One step of a resolution. `name` is the analysis, `id` the derivation. */
export type ResolutionEvent =
  | { readonly type: 'resolving'; readonly id: Digest; readonly name: string }
  /** The missing part of the graph has been found; fan-outs may add to it later. */
  | { readonly type: 'planned'; readonly missing: number; readonly known: number }
  | { readonly type: 'started'; readonly id: Digest; readonly name: string; readonly attempt: number }
  | {
      readonly type: 'progress';
      readonly id: Digest;
      readonly name: string;
      readonly fraction: number;
      readonly text?: string;
    }
  | { readonly type: 'log'; readonly id: Digest; readonly name: string; readonly line: LogLine }
  | { readonly type: 'waiting'; readonly id: Digest; readonly name: string; readonly holder: string }
  | {
      readonly type: 'done';
      readonly id: Digest;
      readonly name: string;
      readonly origin: Origin;
      readonly contentDigest: Digest;
      readonly durationMs: number;
      readonly failure?: string;
    }
  | {
      readonly type: 'retry';
      readonly id: Digest;
      readonly name: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly message: string;
    }
  | { readonly type: 'failed'; readonly id: Digest; readonly name: string; readonly message: string }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'finished'; readonly computed: number; readonly reused: number; readonly failed: number };

/**
 * A stream of events: every listener that starts gets all of them from its start on; `close` ends all listeners. Each has
 * a queue of its own, so a slow one holds up neither the work nor the others.
 */
export class EventStream<E> {
  readonly #listeners = new Set<{ queue: E[]; wake?: () => void }>();
  #closed = false;

  /** Hands an event to all listeners; free when nobody listens. */
  emit(event: E): void {
    for (const listener of this.#listeners) {
      listener.queue.push(event);
      listener.wake?.();
    }
  }

  /** True when somebody listens: lets hot paths skip making events. */
  get heard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Ends the iteration of all listeners, after what they have not yet taken. */
  close(): void {
    this.#closed = true;
    for (const listener of this.#listeners) listener.wake?.();
  }

  /** Starts listening now; iterate to take the events. */
  listen(): AsyncIterableIterator<E> {
    const listener: { queue: E[]; wake?: () => void } = { queue: [] };
    this.#listeners.add(listener);
    return this.#follow(listener);
  }

  async *#follow(listener: { queue: E[]; wake?: () => void }): AsyncGenerator<E> {
    try {
      for (;;) {
        const batch = listener.queue;
        listener.queue = [];
        yield* batch;
        if (listener.queue.length > 0) continue;
        if (this.#closed) return;
        await new Promise<void>((resolve) => (listener.wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}
