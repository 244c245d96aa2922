// How urgent work is, and for whom it is done: what executors order their queues by. Urgency is live, since work that
// waits in a queue becomes more urgent when somebody in more of a hurry turns out to need it too.

/** 0 `interactive`: a person waits; 1 `normal`; 2 `batch`: whenever there is room. */
export type Rank = 0 | 1 | 2;

/** The urgency of a piece of work. Of a part of larger work it is at least that of the whole. */
export class Urgency {
  /** For whom: owners share a queue fairly. */
  readonly owner: string;
  readonly #whole: Urgency | undefined;
  readonly #listeners = new Set<() => void>();
  #rank: Rank;

  constructor(owner: string, rank: Rank, whole?: Urgency) {
    this.owner = owner;
    this.#rank = rank;
    this.#whole = whole;
  }

  /** The present rank; it only ever falls. */
  get rank(): Rank {
    const whole = this.#whole?.rank ?? 2;
    return whole < this.#rank ? whole : this.#rank;
  }

  /** A part of this work: as urgent as the whole, or more. */
  part(): Urgency {
    return new Urgency(this.owner, 2, this);
  }

  /** Makes it at least so urgent. */
  raise(rank: Rank): void {
    if (rank >= this.rank) return;
    this.#rank = rank;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener whenever the rank has changed. @returns what ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    const unwatch = this.#whole?.watch(listener);
    return () => {
      this.#listeners.delete(listener);
      unwatch?.();
    };
  }
}
