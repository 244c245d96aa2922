// One resolution: from a goal to its result. Finds what is missing, takes over what is known by content, runs the rest
// as soon as inputs are there and capacity is free, and publishes as it goes. Nodes are handled in batches throughout.
import type { Derivation } from '../bind/derivation.ts';
import { asStemmaError, StemmaError } from '../errors.ts';
import type { Urgency } from '../ports/urgency.ts';
import { Board } from './board.ts';
import type { Contents } from './contents.ts';
import { Discovery } from './discovery.ts';
import type { EventStream, Origin, ResolutionEvent } from './events.ts';
import type { RetryPolicy } from './execution.ts';
import { expandFanOuts, recordTemplates } from './fan-out.ts';
import { barsOf, refusal } from '../retraction/bars.ts';
import { formatStanding, type Standing } from '../retraction/retraction.ts';
import { readManifests } from './manifests.ts';
import type { Node } from './node.ts';
import { prepare } from './preparation.ts';
import { Runner } from './runner.ts';
import type { Services } from './services.ts';

/** How a goal is to be resolved. */
export interface ResolveOptions {
  /** Refuse to run anything: `not_found` when the goal is not known. */
  readonly onlyKnown?: boolean;
  /** Run the goal itself again, although it may be known, and compare. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** At most so many activities at once. */
  readonly jobs?: number;
  readonly retry?: RetryPolicy;
  /** For whom, and how soon: orders the activities of several resolutions that share an executor. */
  readonly urgency?: Urgency;
}

// Large enough to share the cost of a question, small enough that the first ones start soon.
const maxBatch = 256;
// What others run is asked after quickly at first, as short work is over soon, then ever more rarely.
const firstPollMs = 40;
const maxPollMs = 500;

/**
 * The work of resolving one goal. Use it once.
 *
 * A loop over batches, each step of which makes the next possible: *discover* (what is missing, from the goal down; a
 * known node is never looked behind), *expand* (fan-outs whose list is there now), *prepare* (inherited failures, early
 * cut-off by action key), *start* (claim and run what has its inputs, as far as there is capacity), *pause* (until
 * something ends, or it is time to look after what other processes run). Nothing is decided between two steps that the
 * board does not hold, so a resolution can stop anywhere and be taken up again by asking anew.
 */
export class Resolver {
  readonly #services: Services;
  readonly #board = new Board();
  readonly #discovery: Discovery;
  readonly #root: Node;
  readonly #options: ResolveOptions;
  readonly #events: EventStream<ResolutionEvent>;
  readonly #abort = new AbortController();
  readonly #runner: Runner;
  // Ready to run, waiting for capacity; the cheap ones apart, so that they never wait behind long ones.
  readonly #prepared: Record<'inline' | 'pool', Node[]> = { inline: [], pool: [] };
  #held = new Set<Node>();
  #pollMs = firstPollMs;
  #reused = 0;
  #fatal: StemmaError | undefined;
  #lastRetraction = 0;
  /** How the goal stands, when something that it was made from was retracted before it was there. */
  standing: Standing | undefined;
  #wake: () => void = () => {};

  constructor(root: Derivation, options: ResolveOptions, shared: Services, events: EventStream<ResolutionEvent>) {
    const services = { ...shared, publisher: shared.publisher.session(), contents: shared.contents.session() };
    this.#services = services;
    this.#options = options;
    this.#events = events;
    this.#root = this.#board.node(root);
    // Whoever asked for it.
    this.#root.users++;
    this.#discovery = new Discovery(services.index, this.#board, options.force ? new Set([root.id]) : new Set());
    const stop = (error: StemmaError) => (this.#fatal ??= error);
    const forced = options.force ? this.#root : undefined;
    this.#runner = new Runner({
      board: this.#board,
      services,
      events,
      signal: this.#abort.signal,
      retry: options.retry,
      urgency: options.urgency,
      forced,
      stop,
      wake: () => this.#wake(),
    });
  }

  /** The nodes met so far. */
  get board(): Pick<Board, 'get' | 'nodes' | 'unsettled'> {
    return this.#board;
  }

  /** What the values of the goal are read through: those that are never stored are nowhere else. */
  get contents(): Contents {
    return this.#services.contents;
  }

  /**
   * Resolves the goal; when it returns, everything that was made is durable.
   * @throws StemmaError `analysis_failed` …, `cancelled`, `not_found` (only if known), `unavailable` (store).
   */
  async run(): Promise<Node> {
    const { id, definition } = this.#root.derivation;
    this.#events.emit({ type: 'resolving', id, name: definition.name });
    const stop = () => this.#abort.abort(this.#options.signal?.reason);
    this.#options.signal?.addEventListener('abort', stop, { once: true });
    if (this.#options.signal?.aborted) stop();
    // Once for the whole run: there is a pause after nearly every batch.
    this.#abort.signal.addEventListener('abort', () => this.#wake(), { once: true });
    try {
      await this.#readBars();
      if (this.#options.onlyKnown) await this.#mustBeKnown();
      await this.#discover([this.#root]);
      if (this.#events.heard)
        this.#events.emit({ type: 'planned', missing: this.#board.unsettled, known: this.#reused });
      await this.#work();
    } catch (error) {
      this.#fatal ??= asStemmaError(error);
    } finally {
      this.#options.signal?.removeEventListener('abort', stop);
      await this.#leave();
    }
    await this.#lookBack();
    this.#events.emit({ type: 'finished', reused: this.#reused, ...this.#runner.counts });
    if (this.#fatal) throw this.#fatal;
    if (this.#root.state === 'failed') throw this.#root.error!;
    return this.#root;
  }

  async #readBars(): Promise<void> {
    const { index } = this.#services;
    this.#lastRetraction = await index.lastRetraction();
    if (this.#lastRetraction === 0) return;
    const bars = barsOf(await index.activeRetractions());
    this.#discovery.bar = (derivation) => {
      const event = bars(derivation);
      if (event) throw refusal(derivation, event);
    };
  }

  // What was retracted while this went on may be in the result: then whoever gets it is told.
  async #lookBack(): Promise<void> {
    const { index } = this.#services;
    if (this.#fatal || this.#root.state !== 'done') return;
    if ((await index.lastRetraction()) === this.#lastRetraction) return;
    const { id, definition } = this.#root.derivation;
    this.standing = (await index.standings([id])).get(id);
    if (!this.standing) return;
    const message = `${definition.name} was retracted, or something it was made from, before it was finished (${formatStanding(this.standing)}); ask again`;
    this.#events.emit({ type: 'warning', message });
  }

  // One look-up for the goal alone; no process can have it half known, since results are published whole.
  async #mustBeKnown(): Promise<void> {
    const { id, definition } = this.#root.derivation;
    if ((await this.#services.index.known([id])).has(id)) return;
    throw new StemmaError('not_found', `${definition.name} is not known, and only known results were asked for`, {
      id,
    });
  }

  // A failed branch does not stop its siblings: what can still finish does, and is kept.
  async #work(): Promise<void> {
    while (this.#root.state !== 'done' && !this.#fatal) {
      if (this.#abort.signal.aborted) throw new StemmaError('cancelled', 'cancelled; what was finished is kept');
      if (this.#services.publisher.broken) throw this.#services.publisher.broken;
      if (this.#board.expandable.length > 0) await this.#expand(this.#board.expandable.splice(0));
      else if (this.#board.ready.length > 0) await this.#prepare(this.#board.ready.splice(0, maxBatch));
      else if (this.#canStart()) await this.#start();
      else if (this.#runner.running > 0 || this.#held.size > 0) await this.#pause();
      else if (this.#root.state === 'failed') return;
      else throw new StemmaError('internal', 'nothing is running and nothing is ready: the graph cannot be finished');
    }
  }

  async #discover(nodes: readonly Node[]): Promise<void> {
    for (const node of await this.#discovery.from(nodes)) this.#note(node, 'store');
  }

  #note(node: Node, origin: Origin): void {
    this.#reused++;
    if (this.#events.heard) this.#runner.announce(node, origin, 0);
  }

  async #expand(nodes: readonly Node[]): Promise<void> {
    await readManifests(nodes, this.#board, this.#services.index);
    await recordTemplates(nodes, this.#services);
    for (const node of nodes) {
      try {
        const inputs = await expandFanOuts(node, this.#board, this.#services.contents, this.#services.identity);
        await this.#discover(this.#board.expanded(node, inputs));
      } catch (error) {
        this.#runner.fail(node, asStemmaError(error));
      }
    }
  }

  async #prepare(ready: readonly Node[]): Promise<void> {
    const forced = this.#options.force ? this.#root : undefined;
    const toRun = await prepare(ready, forced, this.#board, this.#services, (node, origin) => this.#note(node, origin));
    for (const node of toRun) this.#prepared[this.#runner.placeOf(node)].push(node);
  }

  // How many more may start in one place now; `jobs` limits each place, since inline work is over in milliseconds.
  #capacity(place: 'inline' | 'pool'): number {
    const slots = this.#services[place]?.slots ?? 0;
    return Math.min(slots, this.#options.jobs ?? Infinity) - this.#runner.runningIn(place);
  }

  #canStart(): boolean {
    return (['inline', 'pool'] as const).some((place) => this.#prepared[place].length > 0 && this.#capacity(place) > 0);
  }

  // Claims no more than can start now, so that other processes on the same store find work too.
  async #start(): Promise<void> {
    const now = (['inline', 'pool'] as const).flatMap((place) =>
      this.#prepared[place].splice(0, Math.max(0, this.#capacity(place))),
    );
    const toClaim: Node[] = [];
    for (const node of now) {
      const { id, analysis } = node.derivation;
      const other = this.#services.inFlight.get(id);
      if (!analysis.definition.stored || this.#runner.isForced(node)) this.#runner.start(node, undefined);
      else if (other) {
        // It must not wait in a queue behind work that is less urgent than who needs it now.
        if (this.#options.urgency) other.urgency?.raise(this.#options.urgency.rank);
        this.#hold(node, 'this process', other.published);
      } else toClaim.push(node);
    }
    if (toClaim.length > 0) await this.#claim(toClaim);
  }

  // Of many processes that miss one derivation, the index lets exactly one run it (single flight); the others hold theirs
  // back and look again.
  async #claim(nodes: readonly Node[]): Promise<void> {
    const claims = await this.#services.index.claim(nodes.map((node) => node.derivation.id));
    for (const node of nodes) {
      const claim = claims.get(node.derivation.id)!;
      if (claim.state === 'claimed') this.#runner.start(node, claim.lease);
      else if (claim.state === 'held') this.#hold(node, claim.host);
      else {
        this.#board.found(node, claim.known);
        this.#note(node, 'elsewhere');
      }
    }
  }

  #hold(node: Node, holder: string, until?: Promise<void>): void {
    node.state = 'waiting';
    this.#held.add(node);
    void until?.then(() => this.#wake());
    const { id, definition } = node.derivation;
    if (this.#events.heard) this.#events.emit({ type: 'waiting', id, name: definition.name, holder });
  }

  // What somebody else runs: look again, and take it over when the holder is gone.
  async #poll(): Promise<void> {
    const held = [...this.#held];
    this.#held = new Set();
    const known = await this.#services.index.known(held.map((node) => node.derivation.id));
    for (const node of held) {
      const answer = known.get(node.derivation.id);
      node.state = 'ready';
      if (answer) {
        this.#board.found(node, answer);
        this.#note(node, 'elsewhere');
        this.#pollMs = firstPollMs;
      } else this.#prepared[this.#runner.placeOf(node)].push(node);
    }
    await this.#start();
  }

  async #pause(): Promise<void> {
    const changed = new Promise<void>((resolve) => (this.#wake = resolve));
    const timer = this.#held.size > 0 ? setTimeout(() => this.#wake(), this.#pollMs) : undefined;
    await changed;
    if (timer !== undefined) clearTimeout(timer);
    this.#pollMs = Math.min(this.#pollMs * 1.5, maxPollMs);
    if (this.#held.size > 0 && !this.#abort.signal.aborted) await this.#poll();
  }

  // Whatever happened: wait for what runs, make durable what was made, give back what was claimed.
  async #leave(): Promise<void> {
    if (this.#fatal) this.#abort.abort(this.#fatal);
    await this.#runner.idle();
    try {
      await this.#services.publisher.drain();
    } catch (error) {
      this.#fatal ??= asStemmaError(error);
    }
    await this.#runner.releaseAll();
  }
}
