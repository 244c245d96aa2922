// The engine: binds goals, plans them, resolves them, reads results. One engine serves any number of goals at once.
import type { Analysis, AnyAnalysis, Goal, NamedInput } from '../analysis/declaration.ts';
import type { Registry } from '../analysis/registry.ts';
import { Binder } from '../bind/bind.ts';
import type { Derivation } from '../bind/derivation.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import { ShapeHasher } from '../identity/shapes.ts';
import { Contents } from './contents.ts';
import { EventStream, type ResolutionEvent } from './events.ts';
import { damagedDigest, forgetDamaged } from './healing.ts';
import { planOf, type Plan } from './plan.ts';
import { Publisher } from './publisher.ts';
import { rebuild } from './rebuild.ts';
import { Resolver, type ResolveOptions } from './resolver.ts';
import { Result } from './result.ts';
import type { Services } from './services.ts';

/** What an engine is composed of. */
export type EngineParts = Omit<
  Services,
  'contents' | 'publisher' | 'shapes' | 'inFlight' | 'sources' | 'inlineLimitBytes'
> & {
  readonly registry: Registry;
  /** Encoded values up to this size live in the index; 16 KiB when left out. */
  readonly inlineLimitBytes?: number;
  /** Size of the memory level of the store; 128 MiB when left out. */
  readonly memoryBytes?: number;
};

/** Anything that can be asked for. */
export type Request<O> = Analysis<O> | Goal<O> | NamedInput | Derivation;

/** A resolution that is going on. */
export interface Resolution<O> {
  readonly id: Digest;
  /** Rejects with a StemmaError; an expected failure is a result, not a rejection. */
  readonly result: Promise<Result<O>>;
  /** What happens, from now on. Ends when the resolution does. */
  events(): AsyncIterableIterator<ResolutionEvent>;
  /** A derivation that has been met, for example the one of an event. */
  derivation(id: Digest): Derivation | undefined;
  /** What is neither done nor failed; lists that are not known yet will add to it. */
  pending(): { readonly count: number; readonly derivations: Iterable<Derivation> };
  /** Stops what runs; what is finished is kept. */
  cancel(): void;
}

/** Resolves goals from a store, or by computing. */
export class Engine {
  readonly registry: Registry;
  readonly services: Services;
  readonly #binder: Binder;

  constructor(parts: EngineParts) {
    const { registry, inlineLimitBytes = 16_384, memoryBytes = 128 * 2 ** 20, ...rest } = parts;
    this.registry = registry;
    this.#binder = new Binder(registry, parts.identity);
    this.services = {
      ...rest,
      inlineLimitBytes,
      contents: new Contents(parts.index, parts.blobs, memoryBytes),
      publisher: new Publisher(parts.index),
      shapes: new ShapeHasher(parts.identity.sha256),
      inFlight: new Map(),
      sources: this.#binder.sources,
    };
  }

  /** The derivation that a request names; nothing runs, nothing is looked up. */
  bind(request: Request<unknown>): Derivation {
    return isDerivation(request) ? request : this.#binder.bind(request);
  }

  /** What resolving a request would do. */
  plan(request: Request<unknown>): Promise<Plan> {
    return planOf(this.bind(request), this.services.index);
  }

  /**
   * Starts resolving a request. Listen to `events()` at once to miss none.
   * @throws StemmaError `invalid_request`, `not_found` when the request cannot be bound.
   */
  resolve<O>(request: Request<O>, options: ResolveOptions = {}): Resolution<O> {
    const root = this.bind(request as Request<unknown>);
    const events = new EventStream<ResolutionEvent>();
    const abort = new AbortController();
    const stop = () => abort.abort(options.signal?.reason);
    options.signal?.addEventListener('abort', stop, { once: true });
    if (options.signal?.aborted) stop();
    let board: Resolver['board'] | undefined;
    const run = async (): Promise<Result<O>> => {
      try {
        const whole = { ...options, signal: abort.signal };
        return (await this.#resolveWhole(root, whole, events, (latest) => (board = latest))) as Result<O>;
      } finally {
        options.signal?.removeEventListener('abort', stop);
        events.close();
      }
    };
    const result = Promise.resolve().then(run);
    // The caller may follow the events alone; the rejection is still theirs to see through `result`.
    result.catch(() => {});
    return {
      id: root.id,
      result,
      events: () => events.listen(),
      derivation: (id) => board?.get(id)?.derivation,
      pending: () => ({ count: board?.unsettled ?? 1, derivations: pendingOn(board) }),
      cancel: () => abort.abort(),
    };
  }

  // Resolves, and makes again whatever of it turns out to be damaged in the store.
  async #resolveWhole(
    root: Derivation,
    options: ResolveOptions,
    events: EventStream<ResolutionEvent>,
    began: (board: Resolver['board']) => void,
  ): Promise<Result<unknown>> {
    for (;;) {
      try {
        const force = options.force === true && (await this.services.index.known([root.id])).has(root.id);
        const resolver = new Resolver(root, { ...options, force }, this.services, events);
        began(resolver.board);
        const { manifest, contentDigest } = await resolver.run();
        if (manifest) {
          const reader = { ...this.services, contents: resolver.contents };
          return new Result(root.id, root.definition.name, contentDigest!, manifest, reader, resolver.standing);
        }
        const result = await this.result(root.id);
        await result.checkBlobs();
        return result;
      } catch (error) {
        const digest = options.onlyKnown ? undefined : damagedDigest(error);
        if (digest === undefined || (await forgetDamaged(digest, this.services.index)) === 0) throw error;
        events.emit({ type: 'warning', message: `${(error as StemmaError).message}; it will be made again` });
      }
    }
  }

  /**
   * The stored result of a derivation, without needing its code.
   * @throws StemmaError `not_found`; `gone` when its bytes were forgotten.
   */
  async result(id: Digest): Promise<Result<unknown>> {
    const [result, record] = [
      (await this.services.index.results([id])).get(id),
      (await this.services.index.derivations([id])).get(id),
    ];
    if (!result || !record)
      throw new StemmaError('not_found', `no result ${id} in ${this.services.index.label}`, { id });
    if (result.forgotten)
      throw new StemmaError(
        'gone',
        `the bytes of ${record.definition.name} ${id} were forgotten by garbage collection; its provenance is still here`,
        { id },
      );
    const standing = (await this.services.index.standings([id])).get(id);
    return new Result(id, record.definition.name, result.contentDigest, result.manifest, this.services, standing);
  }

  /**
   * A content that a derivation had before another one took its place, as long as its bytes are there.
   * @throws StemmaError `not_found` when it never had this content; `gone` when its bytes were forgotten.
   */
  async formerResult(id: Digest, contentDigest: Digest): Promise<Result<unknown>> {
    const { index } = this.services;
    const former = (await index.formerResults(id)).find((one) => one.contentDigest === contentDigest);
    const record = (await index.derivations([id])).get(id);
    if (!former || !record)
      throw new StemmaError('not_found', `${id} never had the content ${contentDigest}`, { id, contentDigest });
    if (former.forgotten)
      throw new StemmaError('gone', `the bytes of the content ${contentDigest} were forgotten by garbage collection`, {
        id,
      });
    const event = (await index.retractions(former.supersededBy - 1, 1))[0];
    const { name } = record.definition;
    const standing = { state: 'retracted', origin: id, originName: name, ...(event && { retraction: event }) } as const;
    return new Result(id, name, contentDigest, former.manifest, this.services, standing);
  }

  /** The derivation of a stored id with the analyses loaded now; see {@link rebuild}. */
  rebuild(id: Digest): Promise<Derivation> {
    return rebuild(id, this.services.index, this.registry, this.services.identity);
  }

  /** An analysis by its full or unambiguous short name. */
  analysis(name: string): AnyAnalysis {
    return this.registry.get(name);
  }
}

function* pendingOn(board: Resolver['board'] | undefined): Generator<Derivation> {
  for (const { state, derivation } of board?.nodes() ?? [])
    if (state !== 'done' && state !== 'failed') yield derivation;
}

function isDerivation(request: Request<unknown>): request is Derivation {
  return 'analysis' in request && 'id' in request;
}
