// The library: everything that Stemma can do, for programs. The command line stands on this and on the functions of core
// that the library hands on, and on nothing else.
import {
  checkStore,
  collectGarbage,
  compareDerivations,
  differences,
  recordsOf,
  similarResults,
  familyTree,
  storeUsage,
  StemmaError,
  unitsOf,
  whyMissing,
  type ActivityRecord,
  type AnyAnalysis,
  type CheckReport,
  type Derivation,
  type DerivationRecord,
  type DescentOptions,
  type DescentReport,
  type Difference,
  type Digest,
  type FamilyTree,
  type FileInput,
  type GarbagePolicy,
  type GarbageReport,
  type Plan,
  type Request,
  type Resolution,
  type ResolveOptions,
  type Result,
  type ResultQuery,
  type ResultSummary,
  type SimilarOptions,
  type SimilarResults,
  type StoredResult,
  type UnitOf,
  type Usage,
  type WhyReport,
  nearestCommonAncestors,
  restingInputs,
  shortestPath,
  type Collection,
  type ImpactClass,
  type LineageBounds,
  type LineageGraph,
  type Note,
  type PathStep,
  type RestingInput,
  type SearchPage,
  type SearchQuery,
  type Tag,
  isDigest,
} from '@stemma/core';
import type { History } from '@stemma/core/exports';
import type { CodeInfo } from '@stemma/backends';
import type { Composition, OpenOptions } from './compose.ts';
import { Exchange } from './exchange.ts';
import { Retractions } from './retractions.ts';
import { descriptionsOf } from './search-descriptions.ts';

/** What running a derivation again has shown. */
export interface Verification {
  readonly id: Digest;
  readonly name: string;
  /** True when every output has the same bytes. */
  readonly reproduced: boolean;
  readonly message: string;
}

/** An open store with loaded modules. Close it, or declare it with `await using`. */
export class Stemma implements AsyncDisposable {
  readonly #parts: Composition;

  constructor(parts: Composition) {
    this.#parts = parts;
  }

  /** Where the store is. */
  get store(): string {
    return this.#parts.store;
  }

  /** The loaded modules, in order. */
  get modules() {
    return this.#parts.engine.registry.modules;
  }

  /** Retracting results, definitions, code and data files; what follows from it. */
  get retractions(): Retractions {
    return new Retractions(this.#parts);
  }

  /** Bundles of results, and provenance made elsewhere. */
  get exchange(): Exchange {
    return new Exchange(this.#parts);
  }

  /** The names of all analyses of the loaded modules, sorted. */
  get analyses(): string[] {
    return this.#parts.engine.registry.names;
  }

  /** The unit of a parameter, by the names of analysis and parameter: as declared where the analysis is loaded, else as the name says. */
  get unitOf(): UnitOf {
    return unitsOf(this.#parts.engine.registry);
  }

  /** An analysis by full or unambiguous short name. @throws StemmaError `not_found` with the nearest name. */
  analysis(name: string): AnyAnalysis {
    return this.#parts.engine.analysis(name);
  }

  /** The code behind an analysis: digest, files, packages. */
  codeOf(analysis: AnyAnalysis): CodeInfo {
    return this.#parts.code.of(analysis);
  }

  /** The derivation that a request names. @throws StemmaError `invalid_request`, `not_found`. */
  bind(request: Request<unknown>): Derivation {
    return this.#parts.engine.bind(request);
  }

  /** What resolving a request would do; nothing runs. */
  plan(request: Request<unknown>): Promise<Plan> {
    return this.#parts.engine.plan(request);
  }

  /** Starts resolving a request; follow `events()`, await `result`. */
  resolve<O>(request: Request<O>, options?: ResolveOptions): Resolution<O> {
    return this.#parts.engine.resolve(request, options);
  }

  /** Resolves a request and gives its outputs: the shortest way. @throws StemmaError, also `no_data` for expected failures. */
  run<O>(request: Request<O>, options?: ResolveOptions): Promise<O> {
    try {
      return outputsOf(this.resolve(request, options));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Why a request would have to run again: what changed since the nearest earlier result. */
  why(request: Request<unknown>): Promise<WhyReport> {
    return whyMissing(this.bind(request), this.#parts.engine.services);
  }

  /** The full id for an id or an unambiguous prefix of at least four digits. @throws StemmaError `not_found`, `invalid_request`. */
  async idOf(idOrPrefix: string): Promise<Digest> {
    if (isDigest(idOrPrefix)) return idOrPrefix;
    if (!/^[0-9a-f]{4,63}$/.test(idOrPrefix))
      throw new StemmaError(
        'invalid_request',
        `"${idOrPrefix}" is no result id: give at least four of its 64 hexadecimal digits`,
      );
    const ids = await this.#parts.index.expand(idOrPrefix);
    if (ids.length === 1) return ids[0]!;
    if (ids.length === 0) throw new StemmaError('not_found', `no result begins with ${idOrPrefix} in ${this.store}`);
    throw new StemmaError(
      'invalid_request',
      `${idOrPrefix} could be ${ids.map((id) => id.slice(0, 12)).join(', ')}: give more digits`,
    );
  }

  /** A stored result, readable without its code. @throws StemmaError `not_found`, `gone`. */
  async result(idOrPrefix: string): Promise<Result<Record<string, unknown>>> {
    return (await this.#parts.engine.result(await this.idOf(idOrPrefix))) as Result<Record<string, unknown>>;
  }

  /** What the store keeps of a result: manifest, when, made by which derivation; also when its bytes are forgotten. @throws StemmaError `not_found`. */
  async stored(idOrPrefix: string): Promise<StoredResult> {
    const id = await this.idOf(idOrPrefix);
    const stored = (await this.#parts.index.results([id])).get(id);
    if (!stored) throw new StemmaError('not_found', `no result ${id} in ${this.store}`, { id });
    return stored;
  }

  /** How a derivation is defined: analysis, versions, parameters, inputs. @throws StemmaError `not_found`. */
  async derivation(idOrPrefix: string): Promise<DerivationRecord> {
    const id = await this.idOf(idOrPrefix);
    const record = (await this.#parts.index.derivations([id])).get(id);
    if (!record) throw new StemmaError('not_found', `no derivation ${id} in ${this.store}`);
    return record;
  }

  /** The executions of a derivation, newest first. */
  async activities(idOrPrefix: string): Promise<ActivityRecord[]> {
    return this.#parts.index.activities(await this.idOf(idOrPrefix));
  }

  /**
   * A file of this machine as an input: its bytes are hashed and, unless `keep` is false, put into the store.
   * @throws StemmaError `not_found` when it cannot be read; `unavailable` from the store.
   */
  addFile(path: string, options: { readonly keep?: boolean } = {}): Promise<FileInput> {
    return this.#parts.addFile(path, options.keep ?? true);
  }

  /** Stored results, newest first. */
  find(query: ResultQuery = {}): Promise<ResultSummary[]> {
    return this.#parts.index.find(query);
  }

  /** One page of the results that a query means; the loaded analyses lend it their descriptions and units. @throws StemmaError `invalid_request`. */
  async search(query: SearchQuery = {}): Promise<SearchPage> {
    const { index, engine } = this.#parts;
    if (!index.readOnly) await index.describeAnalyses(descriptionsOf(engine.registry));
    return index.search(query);
  }

  /** Ancestors (`up`) or descendants (`down`) as a graph in typed arrays. @throws StemmaError `not_found`, `too_large`. */
  async lineage(idOrPrefix: string, bounds: LineageBounds): Promise<LineageGraph> {
    return this.#parts.index.lineage([await this.idOf(idOrPrefix)], bounds);
  }

  /** What depends on a derivation, counted by analysis and version. */
  async impact(idOrPrefix: string): Promise<ImpactClass[]> {
    return this.#parts.index.impact([await this.idOf(idOrPrefix)]);
  }

  /** The shortest way by which one derivation was made from another, whichever of the two came first; undefined when there is none. */
  async path(a: string, b: string): Promise<PathStep[] | undefined> {
    const [from, to] = [await this.idOf(a), await this.idOf(b)];
    const up = { direction: 'up' } as const;
    return (
      shortestPath(await this.#parts.index.lineage([from], up), from, to) ??
      shortestPath(await this.#parts.index.lineage([to], up), to, from)
    );
  }

  /** The nearest derivations that all of these were made from, and the graph that they are in. */
  async commonAncestors(idsOrPrefixes: readonly string[]): Promise<{ ids: Digest[]; graph: LineageGraph }> {
    const ids = await Promise.all(idsOrPrefixes.map((id) => this.idOf(id)));
    const graph = await this.#parts.index.lineage(ids, { direction: 'up' });
    return { ids: nearestCommonAncestors(graph, ids), graph };
  }

  /** What a result rests on in the end (files, literals, sources), the most influential first. */
  async inputsOf(idOrPrefix: string): Promise<RestingInput[]> {
    return restingInputs(await this.lineage(idOrPrefix, { direction: 'up' }));
  }

  /** Puts a tag on results, or takes it off. */
  async tag(idsOrPrefixes: readonly string[], name: string, tagged = true): Promise<void> {
    const ids = await Promise.all(idsOrPrefixes.map((id) => this.idOf(id)));
    const { index, engine } = this.#parts;
    return tagged ? index.tag(ids, name, { agent: engine.services.agent }) : index.untag(ids, name);
  }

  /** The tags of a result. */
  async tagsOf(idOrPrefix: string): Promise<Tag[]> {
    const id = await this.idOf(idOrPrefix);
    return (await this.#parts.index.tagsOf([id])).get(id) ?? [];
  }

  /** All tags with how many results have them. */
  tags(): Promise<{ readonly name: string; readonly size: number }[]> {
    return this.#parts.index.tags();
  }

  /** Adds a note to a result. */
  async addNote(idOrPrefix: string, text: string): Promise<void> {
    const { index, engine } = this.#parts;
    return index.addNote(await this.idOf(idOrPrefix), text, { agent: engine.services.agent });
  }

  /** The notes on a result, oldest first. */
  async notesOf(idOrPrefix: string): Promise<Note[]> {
    const id = await this.idOf(idOrPrefix);
    return (await this.#parts.index.notesOf([id])).get(id) ?? [];
  }

  /** Adds results to a collection, which is made when it is missing, or takes them out. */
  async collect(name: string, idsOrPrefixes: readonly string[], collected = true): Promise<void> {
    const ids = await Promise.all(idsOrPrefixes.map((id) => this.idOf(id)));
    const { index, engine } = this.#parts;
    return collected ? index.collect(name, ids, { agent: engine.services.agent }) : index.uncollect(name, ids);
  }

  /** Says what a collection is about. */
  describeCollection(name: string, description: string): Promise<void> {
    const { index, engine } = this.#parts;
    return index.describeCollection(name, description, { agent: engine.services.agent });
  }

  /** All collections. */
  collections(): Promise<Collection[]> {
    return this.#parts.index.collections();
  }

  /** The family tree of a derivation: everything that it was made from. */
  async tree(idOrPrefix: string): Promise<FamilyTree> {
    return familyTree(await this.idOf(idOrPrefix), this.#parts.index);
  }

  /** The whole history of a derivation, in the words of the loaded modules: what exports are made of. */
  async history(idOrPrefix: string): Promise<History> {
    const { registry, services } = this.#parts.engine;
    const { readHistory, wordsOf } = await import('@stemma/core/exports');
    const words = wordsOf(registry, services.sources, services.identity.sha256);
    return readHistory(await this.idOf(idOrPrefix), this.#parts.index, words);
  }

  /** The stored bytes of a digest, wherever they lie. @throws StemmaError `gone` when they are not here. */
  async bytes(digest: Digest): Promise<Uint8Array> {
    const { blobs, index } = this.#parts;
    const bytes = (await blobs.get(digest)) ?? (await index.payloads([digest])).get(digest);
    if (!bytes) throw new StemmaError('gone', `the bytes ${digest} are not in ${this.store}; run again`, { digest });
    return bytes;
  }

  /** Where the bytes of a digest lie as a read-only file, to be copied without being read; undefined when they do not. */
  async pathOf(digest: Digest): Promise<string | undefined> {
    return this.#parts.blobs.pathOf?.(digest);
  }

  /** As {@link Stemma.diff}, with what finding the causes took. */
  async compare(a: string, b: string, options: DescentOptions = {}): Promise<DescentReport> {
    const { index } = this.#parts;
    return compareDerivations(await this.idOf(a), await this.idOf(b), (ids) => index.derivations(ids), options);
  }

  /** Results like another one, or like what a derivation would be, ranked and explained. */
  async similar(target: string | Derivation, options: SimilarOptions = {}): Promise<SimilarResults[]> {
    const { index, engine } = this.#parts;
    const { services } = engine;
    const { sha256 } = services.identity;
    if (typeof target === 'string') return similarResults(await this.derivation(target), { index, sha256 }, options);
    const known = recordsOf(target, services.shapes);
    return similarResults(known.get(target.id)!, { index, sha256, known }, options);
  }

  /** Why two results differ: the causes, by simultaneous descent over their inputs. */
  async diff(a: string, b: string): Promise<Difference[]> {
    return differences(await this.idOf(a), await this.idOf(b), this.#parts.index);
  }

  /** Runs a stored derivation again and compares bytes. @throws StemmaError `conflict` when the loaded code is not the one that made it. */
  async verify(idOrPrefix: string, options: Omit<ResolveOptions, 'force'> = {}): Promise<Verification> {
    const derivation = await this.#parts.engine.rebuild(await this.idOf(idOrPrefix));
    const { id, definition } = derivation;
    try {
      await this.#parts.engine.resolve(derivation, { ...options, force: true }).result;
      return { id, name: definition.name, reproduced: true, message: 'every output has the same bytes' };
    } catch (error) {
      if (!(error instanceof StemmaError) || error.code !== 'conflict') throw error;
      return { id, name: definition.name, reproduced: false, message: error.message };
    }
  }

  /** Keeps a result from garbage collection, or no longer. */
  async pin(idOrPrefix: string, pinned = true): Promise<void> {
    await this.#parts.index.pin([await this.idOf(idOrPrefix)], pinned);
  }

  /** Forgets bytes, never provenance. */
  gc(policy: GarbagePolicy): Promise<GarbageReport> {
    const { index, blobs, engine } = this.#parts;
    return collectGarbage(policy, { index, blobs, clock: engine.services.clock });
  }

  /** Looks for damage: every blob against its digest, every result against its blobs, the index against itself. */
  check(onProgress?: (checked: number, total: number) => void): Promise<CheckReport> {
    const { index, blobs } = this.#parts;
    return checkStore({ index, blobs, onProgress });
  }

  /** What takes how much room. */
  usage(): Promise<Usage> {
    const { index, blobs } = this.#parts;
    return storeUsage({ index, blobs });
  }

  /** Ends worker threads and closes the store. */
  close(): Promise<void> {
    return this.#parts.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Opens a store with modules: `await using stemma = await open({ modules: [tutorial] })`. @throws StemmaError `unavailable` when the store cannot be made or written; `conflict` when it is of a newer version. */
export async function open(options: OpenOptions = {}): Promise<Stemma> {
  // Loaded when it is needed: a pipeline module that imports this library only to declare analyses stays light.
  const { compose } = await import('./compose.ts');
  return new Stemma(await compose(options));
}

// Apart from `run`, since a function that waits keeps its arguments alive, and a request may be the largest thing of all.
async function outputsOf<O>({ result }: Resolution<O>): Promise<O> {
  return (await result).outputs();
}
