// Group commit: results are published in batches, each one durable transaction, in the order in which they were made,
// so that no result is ever in the index before what it was made from.
import { asStemmaError, type StemmaError } from '../errors.ts';
import type { Publication, Published, ResultIndex } from '../ports/result-index.ts';

// Digests are scattered over the whole index, so a batch writes nearly as many pages as it has rows, whatever its size.
const maxBatch = 1024;
const maxDelayMs = 25;

interface Entry {
  readonly publication: Publication;
  readonly settled: (outcome: Published) => void;
}

/** Collects publications and writes them in batches. */
export class Publisher {
  readonly #index: ResultIndex;
  #queue: Entry[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #error: StemmaError | undefined;

  constructor(index: ResultIndex) {
    this.#index = index;
  }

  /**
   * Queues a result; it is durable after the next {@link drain}.
   * @param settled is told what became of it, unless writing fails: then `drain` throws.
   */
  add(publication: Publication, settled: (outcome: Published) => void): void {
    this.#queue.push({ publication, settled });
    if (this.#queue.length >= maxBatch) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), maxDelayMs);
  }

  /**
   * Waits until everything queued is durable.
   * @throws StemmaError of the store, such as `unavailable` when there is no room; what was not written is not published.
   */
  async drain(): Promise<void> {
    this.#write();
    await this.#writing;
    const error = this.#error;
    this.#error = undefined;
    if (error) throw error;
  }

  /** The error of a write that failed and that no {@link drain} has thrown yet. */
  get broken(): StemmaError | undefined {
    return this.#error;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    const batch = this.#queue;
    this.#queue = [];
    this.#writing = this.#writing.then(async () => {
      // After a failed write nothing that may depend on it is written either.
      if (this.#error) return;
      try {
        const outcomes = await this.#index.publish(batch.map((entry) => entry.publication));
        batch.forEach((entry, i) => entry.settled(outcomes[i]!));
      } catch (error) {
        this.#error = asStemmaError(error);
      }
    });
  }
}
