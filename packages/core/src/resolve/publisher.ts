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
  /** How many writes had failed when its resolution began. */
  readonly failuresBefore: number;
}

/**
 * Collects the publications of one resolution, and writes them in batches together with those of others.
 *
 * All resolutions of an engine share one line, because what one makes another may use: the order of writing must be the
 * order of making across them all. Each has a session of its own, because a failed write concerns those that were going
 * on then and not those that begin afterwards (the disk may have room again). A session is broken from its first failed
 * write on: later results may have been made from what was not written.
 */
export class Publisher {
  readonly #line: Line;
  readonly #failuresBefore: number;

  constructor(place: ResultIndex | Line) {
    this.#line = place instanceof Line ? place : new Line(place);
    this.#failuresBefore = this.#line.failures;
  }

  /** A publisher of its own for one more resolution: an earlier failure is not its concern, a later one is. */
  session(): Publisher {
    return new Publisher(this.#line);
  }

  /**
   * Queues a result; it is durable after the next {@link drain}.
   * @param settled is told what became of it, unless writing fails: then `drain` throws.
   */
  add(publication: Publication, settled: (outcome: Published) => void): void {
    this.#line.add({ publication, settled, failuresBefore: this.#failuresBefore });
  }

  /**
   * Waits until everything queued is durable.
   * @throws StemmaError of the store, such as `unavailable` when there is no room; what was not written is not published.
   */
  async drain(): Promise<void> {
    await this.#line.drain();
    if (this.broken) throw this.broken;
  }

  /** The error of a write that failed since this publisher is there. */
  get broken(): StemmaError | undefined {
    return this.#line.failures > this.#failuresBefore ? this.#line.error : undefined;
  }
}

// The queue that all resolutions of an engine share.
class Line {
  readonly #index: ResultIndex;
  #queue: Entry[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  failures = 0;
  error: StemmaError | undefined;

  constructor(index: ResultIndex) {
    this.#index = index;
  }

  add(entry: Entry): void {
    this.#queue.push(entry);
    if (this.#queue.length >= maxBatch) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), maxDelayMs);
  }

  drain(): Promise<void> {
    this.#write();
    return this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    const queued = this.#queue;
    this.#queue = [];
    this.#writing = this.#writing.then(async () => {
      // After a failed write nothing that may depend on it is written either.
      const batch = queued.filter((entry) => entry.failuresBefore === this.failures);
      if (batch.length === 0) return;
      try {
        const outcomes = await this.#index.publish(batch.map((entry) => entry.publication));
        batch.forEach((entry, i) => entry.settled(outcomes[i]!));
      } catch (error) {
        this.failures++;
        this.error = asStemmaError(error);
      }
    });
  }
}
