// The library over a server: reading goes through the same facade as on a store of this machine, with the server as its
// index and its blobs; what runs, runs there as a job.
import { createClient, type Client } from '@stemma/api';
import { CodeDigests, inlineExecutor, sha256, systemClock, type CodeInfo } from '@stemma/backends';
import {
  Engine,
  Registry,
  Result,
  StemmaError,
  unitByName,
  type AnyAnalysis,
  type DescentOptions,
  type DescentReport,
  type Digest,
  type FileValue,
  type Goal,
  type GoalDocument,
  type Plan,
  type Request,
  type Resolution,
  type ResolveOptions,
  type UnitOf,
} from '@stemma/core';
import type { Composition } from '../compose.ts';
import { Stemma } from '../stemma.ts';
import { analysisOf, analysisOfResult, type AnalysisDocument } from './declared-analysis.ts';
import { goalFromWords, type Described } from './goal-words.ts';
import { jobResolution } from './job-resolution.ts';
import { patientFetch } from './patient-fetch.ts';
import { asBlobStore, RemoteBlobs } from './remote-blobs.ts';
import { remoteIndex, ResultDocuments } from './remote-index.ts';
import type { ResultDocument } from './result-documents.ts';
import type { ServerAddress } from './server-address.ts';

type Outputs = Record<string, unknown>;

/** A goal for a server: a document, since the analyses that it names need not be here. */
interface RemoteGoal {
  readonly document: GoalDocument;
}

/** The facade over a server. */
export class RemoteStemma extends Stemma {
  readonly client: Client;
  readonly #blobs: RemoteBlobs;
  readonly #documents: ResultDocuments;
  readonly #declared: Map<string, AnyAnalysis>;
  readonly #units: Map<string, string>;

  constructor({ url, token }: ServerAddress, blobFolder?: string) {
    const client = createClient({ url, fetch: patientFetch(), ...(token !== undefined && { token }) });
    const blobs = new RemoteBlobs(client, blobFolder);
    const [declared, units] = [new Map<string, AnyAnalysis>(), new Map<string, string>()];
    const documents = new ResultDocuments(client, (document) => learn(document, declared, units));
    super(composition(client, documents, blobs, url));
    this.client = client;
    this.#blobs = blobs;
    this.#documents = documents;
    this.#declared = declared;
    this.#units = units;
  }

  /** The analyses that the server has spoken of. */
  override get analyses(): string[] {
    return [...this.#declared.keys()];
  }

  override get unitOf(): UnitOf {
    return (name, parameter) => this.#units.get(`${name} ${parameter}`) ?? unitByName(name, parameter);
  }

  override analysis(name: string): AnyAnalysis {
    const names = this.analyses.filter((one) => one === name || one.endsWith(`.${name}`));
    const found = this.#declared.get(names[0] ?? '');
    if (!found) throw new StemmaError('not_found', `the server has told nothing of ${name}`);
    return found;
  }

  override codeOf({ definition }: AnyAnalysis): CodeInfo {
    const { code } = definition as unknown as AnalysisDocument;
    const files = (code?.files ?? []).map((url) => ({ url, digest: '' }));
    return { digest: code?.digest ?? '', files, packages: code?.packages ?? [] } as unknown as CodeInfo;
  }

  /** Asks for the description of an analysis, which {@link RemoteStemma.analysis} gives from then on. */
  async meet(name: string): Promise<Described> {
    const described = await this.client.getAnalysis({ params: { name } });
    this.#declared.set(described.name, analysisOf(described));
    return described;
  }

  /** The goal that words of the command line mean. @throws StemmaError as `goalFromWords`. */
  async readGoal(words: readonly string[], assume: readonly string[]): Promise<Goal<Outputs>> {
    const document = await goalFromWords(words, assume, (name) => this.meet(name));
    return { document } satisfies RemoteGoal as unknown as Goal<Outputs>;
  }

  /** The id of the result that a goal asks for. */
  async idOfGoal(goal: Goal<unknown>): Promise<Digest> {
    return (await this.plan(goal)).id;
  }

  override async idOf(idOrPrefix: string): Promise<Digest> {
    const document = await this.#documents.one(idOrPrefix);
    if (document) return document.id;
    throw new StemmaError('not_found', `no result begins with ${idOrPrefix} in ${this.store}`);
  }

  /** A plan counts by analysis: which of many alike would run, a server does not tell. */
  override async plan(request: Request<unknown>): Promise<Plan> {
    const told = await this.client.planGoal({ body: documentOf(request) as never });
    const missing = told.missing.flatMap(({ name, version, count, estimateS }) => {
      const each = estimateS === undefined ? {} : { estimateS: estimateS / count };
      return Array.from({ length: count }, () => ({ id: '', name, version, parameters: {}, growing: false, ...each }));
    });
    const [first, ...others] = missing;
    return {
      id: told.id,
      name: told.name,
      known: told.known,
      reused: told.reusedCount,
      missing: first ? [{ ...first, growing: told.growing }, ...others] : [],
      estimateS: told.estimateS,
      unestimated: told.unestimated,
      refused: [],
    };
  }

  override resolve<O>(request: Request<O>, options: ResolveOptions = {}): Resolution<O> {
    if (options.force) throw notThere('--force');
    if (options.urgency !== undefined) throw notThere('an urgency');
    const goal = documentOf(request as Request<unknown>);
    const setting = { client: this.client, resultOf: (id: string) => this.#latest(id) };
    const resolution = options.onlyKnown ? this.#known(goal) : jobResolution(goal, setting);
    return resolution as unknown as Resolution<O>;
  }

  override async result(idOrPrefix: string): Promise<Result<Outputs>> {
    const read = await super.result(idOrPrefix);
    const blobs = this.#blobs;
    const files = read.files.bind(read);
    // Whoever asks for files wants them whole; names and sizes are known without them.
    read.files = async (): Promise<FileValue[]> => {
      for (const { files: named } of Object.values(read.entries))
        for (const { digest } of named) await blobs.fetch(digest);
      return files();
    };
    return read;
  }

  /** Files are read from here on: what differs between two results may be in them. */
  override compare(a: string, b: string, options?: DescentOptions): Promise<DescentReport> {
    this.#blobs.eager = true;
    return super.compare(a, b, options);
  }

  override async close(): Promise<void> {
    this.#blobs.close();
    await super.close();
  }

  async #latest(id: Digest): Promise<Result<Outputs>> {
    this.#documents.forget(id);
    return this.result(id);
  }

  #known(goal: GoalDocument): Resolution<Outputs> {
    const find = async () => {
      const { id, known, name } = await this.client.planGoal({ body: goal as never });
      if (known) return this.#latest(id);
      throw new StemmaError('not_found', `${name} is not known to ${this.store}: leave out --only-known`, { id });
    };
    const result = find();
    result.catch(() => {});
    const events = async function* (): AsyncGenerator<never> {
      await result.catch(() => {});
      yield* [];
    };
    const pending = () => ({ count: 0, derivations: [] });
    return { id: '', result, events, derivation: () => undefined, pending, cancel: () => {} };
  }
}

function composition(client: Client, documents: ResultDocuments, blobs: RemoteBlobs, url: string): Composition {
  const store = asBlobStore(blobs, url);
  const index = remoteIndex(client, documents, url);
  const refuse = () => Promise.reject(new StemmaError('invalid_request', `${url} takes no files: leave out --server`));
  const engine = new Engine({
    registry: new Registry([]),
    index,
    blobs: store,
    inline: inlineExecutor({ workRoot: '' }),
    clock: systemClock,
    identity: {
      sha256,
      definitionOf: ({ definition: { name } }) => {
        throw new StemmaError('internal', `${name} is an analysis of ${url}, and nothing is run here`);
      },
    },
    fetchFile: refuse,
    loadFile: (file, digest) => blobs.load(file, digest),
    agent: '',
    host: '',
    pid: process.pid,
  });
  return {
    engine,
    index,
    blobs: store,
    code: new CodeDigests(),
    store: url,
    addFile: refuse,
    close: () => index.close(),
  };
}

// Declarations and units travel with every result, so results can be shown of analyses that nobody here has.
function learn(document: ResultDocument, declared: Map<string, AnyAnalysis>, units: Map<string, string>): void {
  const { name, parameters } = document;
  for (const [key, { unit }] of Object.entries(parameters)) if (unit !== undefined) units.set(`${name} ${key}`, unit);
  const analysis = declared.has(name) ? undefined : analysisOfResult(document);
  if (analysis) declared.set(name, analysis);
}

function documentOf(request: Request<unknown>): GoalDocument {
  return (request as unknown as RemoteGoal).document;
}

function notThere(what: string): StemmaError {
  return new StemmaError('invalid_request', `${what} works on a store of this machine: leave out --server`);
}
