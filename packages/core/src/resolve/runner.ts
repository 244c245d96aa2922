// Runs the nodes of one resolution: starts them, follows them, hands their results to the publisher.
import type { Digest } from '../identity/digest.ts';
import type { ActivityRecord } from '../identity/records.ts';
import { asStemmaError, StemmaError } from '../errors.ts';
import type { LogLine } from '../ports/log.ts';
import type { Lease, Published } from '../ports/result-index.ts';
import type { Urgency } from '../ports/urgency.ts';
import type { Board } from './board.ts';
import type { EventStream, Origin, ResolutionEvent } from './events.ts';
import { make, placeOf, type Made, type NodeObserver, type Place, type RetryPolicy } from './execution.ts';
import { readManifests } from './manifests.ts';
import type { Node } from './node.ts';
import { madeFromOf, publish, recordOf, usedOf } from './publication.ts';
import type { Services } from './services.ts';

/** What a runner works with. */
export interface RunnerParts {
  readonly board: Board;
  readonly services: Services;
  readonly events: EventStream<ResolutionEvent>;
  readonly signal: AbortSignal;
  readonly retry: RetryPolicy | undefined;
  readonly urgency: Urgency | undefined;
  /** A node that runs although it may be known. */
  readonly forced: Node | undefined;
  /** Ends the whole resolution: the store or the engine has failed. */
  readonly stop: (error: StemmaError) => void;
  /** Something has changed. */
  readonly wake: () => void;
}

const defaultRetry: RetryPolicy = { attempts: 3, firstDelayMs: 500 };

/**
 * Starts nodes and settles them. A node is done for its consumers as soon as its content is known; that it is durable
 * follows later, in a batch, so nobody waits for the disk. A lease is held until then, and `inFlight` lets other
 * resolutions of this engine wait for the very moment instead of polling.
 */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #running = new Map<Node, { place: Place; end: Promise<void> }>();
  readonly #leases = new Map<Digest, Lease>();
  readonly #perPlace: Record<Place, number> = { inline: 0, pool: 0 };
  readonly counts = { computed: 0, failed: 0 };

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** How many nodes run now. */
  get running(): number {
    return this.#running.size;
  }

  /** How many nodes run now in one place. */
  runningIn(place: Place): number {
    return this.#perPlace[place];
  }

  /** True for the node that is run to be compared with what is stored. */
  isForced(node: Node): boolean {
    return node === this.#parts.forced;
  }

  /** Where a node would run. */
  placeOf({ derivation }: Node): Place {
    return placeOf(derivation, this.#parts.services);
  }

  /** Starts a node; with a lease, its result will be published under it. */
  start(node: Node, lease: Lease | undefined): void {
    const { services, stop, wake } = this.#parts;
    const { id } = node.derivation;
    const urgency = this.#parts.urgency?.part();
    const place = this.placeOf(node);
    node.state = 'running';
    this.#perPlace[place]++;
    let published: () => void = () => {};
    if (lease) {
      this.#leases.set(id, lease);
      services.inFlight.set(id, { published: new Promise((resolve) => (published = resolve)), urgency });
    }
    const settle = () => {
      this.#leases.delete(id);
      if (lease) services.inFlight.delete(id);
      published();
    };
    const end = this.#make(node, lease, settle, urgency)
      .catch((error: unknown) => stop(asStemmaError(error)))
      .finally(() => {
        this.#running.delete(node);
        this.#perPlace[place]--;
        wake();
      });
    this.#running.set(node, { place, end });
  }

  async #make(node: Node, lease: Lease | undefined, settle: () => void, urgency?: Urgency): Promise<void> {
    const { board, services, events, signal, retry = defaultRetry } = this.#parts;
    let made: Made;
    try {
      await readManifests([node], board, services.index);
      const manifestOf = (id: Digest) => board.get(id)!.manifest!;
      made = await make(node, manifestOf, services, { retry, urgency }, this.#observer(node), signal);
    } catch (thrown) {
      await this.#notMade(node, asStemmaError(thrown), lease, settle);
      return;
    }
    node.manifest = made.manifest;
    if (lease || this.isForced(node))
      publish(node, made, lease, board, services, (outcome) => this.#published(node, made, outcome, settle));
    // What is never stored still has its place in the family tree of what is made from it; so has a second execution.
    if (!lease) await this.#recordUnstored(node, made);
    this.counts.computed++;
    board.finish(node, made.contentDigest, 'failure' in made.manifest);
    if (events.heard) this.announce(node, 'computed', made.activity.finishedMs - made.activity.startedMs);
  }

  // What went in is known only before the node is finished.
  async #recordUnstored(node: Node, { activity }: Made): Promise<void> {
    const { board, services } = this.#parts;
    const uses = usedOf(node, board);
    if (!node.derivation.analysis.definition.stored) node.madeFrom = madeFromOf(uses);
    await services.index.recordActivities([{ activity, derivation: recordOf(node, services), used: uses.used }]);
  }

  async #notMade(node: Node, error: StemmaError, lease: Lease | undefined, settle: () => void): Promise<void> {
    const { services, signal } = this.#parts;
    const { activity } = error.detail as { activity?: ActivityRecord };
    // Without an activity it was not the analysis that failed but the store or the engine: that ends the run.
    if (!activity) throw error;
    await services.index.recordActivities([{ activity, derivation: recordOf(node, services) }]);
    if (lease) await services.index.release([lease]);
    settle();
    if (!signal.aborted) this.fail(node, error);
  }

  #published(node: Node, made: Made, outcome: Published, settle: () => void): void {
    settle();
    const { id, definition } = node.derivation;
    const { stop } = this.#parts;
    if (outcome.state === 'fenced') {
      stop(
        new StemmaError(
          'conflict',
          `${definition.name} was taken over by ${outcome.by} because this process did not answer for too long; run again to use its result`,
          { id },
        ),
      );
    } else if (outcome.state === 'already' && outcome.contentDigest !== made.contentDigest) {
      const message = `${definition.name} gave another content than the stored one (${made.contentDigest} instead of ${outcome.contentDigest}): it is not deterministic; the stored result stays`;
      // Outside of a forced run somebody else has taken over meanwhile; what was made here from the other content is no
      // result of what is stored.
      stop(new StemmaError('conflict', message, { id }));
    } else this.#parts.board.published(node);
  }

  /** Settles a node and all that depend on it as failed. */
  fail(node: Node, error: StemmaError): void {
    const { id, definition } = node.derivation;
    const { name } = definition;
    this.counts.failed++;
    this.#parts.events.emit({ type: 'failed', id, name, message: error.message });
    this.#parts.board.fail(
      node,
      new StemmaError(error.code, `${name} failed: ${error.message}`, { ...error.detail, id, name }, error),
    );
  }

  /** Tells listeners that a node has its result. */
  announce(node: Node, origin: Origin, durationMs: number): void {
    const { id, definition } = node.derivation;
    const failure = node.manifest && 'failure' in node.manifest ? node.manifest.failure.message : undefined;
    this.#parts.events.emit({
      type: 'done',
      id,
      name: definition.name,
      origin,
      contentDigest: node.contentDigest!,
      durationMs,
      ...(failure !== undefined && { failure }),
    });
  }

  #observer({ derivation }: Node): NodeObserver {
    const { id } = derivation;
    const { name } = derivation.definition;
    const { events } = this.#parts;
    const say = (event: ResolutionEvent) => {
      if (events.heard) events.emit(event);
    };
    return {
      started: (attempt) => say({ type: 'started', id, name, attempt }),
      retrying: (attempt, delayMs, message) => say({ type: 'retry', id, name, attempt, delayMs, message }),
      log: (line: LogLine) => say({ type: 'log', id, name, line }),
      progress: (fraction, text) => say({ type: 'progress', id, name, fraction, ...(text !== undefined && { text }) }),
    };
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map((run) => run.end));
  }

  /** Gives back every claim that did not end in a publication. */
  async releaseAll(): Promise<void> {
    const { services } = this.#parts;
    const leases = [...this.#leases.values()];
    for (const { id } of leases) services.inFlight.delete(id);
    // A store that cannot be written any more cannot take a release either; the lease expires by itself.
    if (leases.length > 0) await services.index.release(leases).catch(() => {});
  }
}
