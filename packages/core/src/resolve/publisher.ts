// Group commit: results are published in batches, each one durable transaction, in the order in which they were made,
// so that no result is ever in the index before what it was made from.
import { asStemmaError, type StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { Publication, Published, ResultIndex } from '../ports/result-index.ts';

const maxBatch = 256;
const maxDelayMs = 25;

/** Collects publications and writes them in batches. */
export class Publisher {
  readonly #index: ResultIndex;
  readonly #onPublished: (publication: Publication, outcome: Published) => void;
  #queue: Publication[] = [];
  #timer: unknown;
  #writing: Promise<void> = Promise.resolve();
  #error: StemmaError | undefined;

  constructor(index: ResultIndex, onPublished: (publication: Publication, outcome: Published) => void) {
    this.#index = index;
    this.#onPublished = onPublished;
  }

  /** Queues a result; it is durable after the next {@link drain}. */
  add(publication: Publication): void {
    this.#queue.push(publication);
    if (this.#queue.length >= maxBatch) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), maxDelayMs);
  }

  /** A payload that is queued or being written, so that it can be read before it is in the index. */
  pending(digest: Digest): Uint8Array | undefined {
    for (const { payloads } of this.#queue) {
      const bytes = payloads.get(digest);
      if (bytes) return bytes;
    }
    return undefined;
  }

  /**
   * Waits until everything queued is durable.
   * @throws StemmaError of the store, `unavailable` when there is no room: nothing of that batch was published.
   */
  async drain(): Promise<void> {
    this.#write();
    await this.#writing;
    if (this.#error) throw this.#error;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    const batch = this.#queue;
    this.#queue = [];
    this.#writing = this.#writing.then(async () => {
      if (this.#error) return;
      try {
        const outcomes = await this.#index.publish(batch);
        batch.forEach((publication, i) => this.#onPublished(publication, outcomes[i]!));
      } catch (error) {
        this.#error = asStemmaError(error);
      }
    });
  }

  /** True once writing has failed: nothing more will be published. */
  get broken(): StemmaError | undefined {
    return this.#error;
  }
}
