// Puts an engine together. The only place that picks implementations: a new backend is one more line here.
import { mkdirSync, statSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  checkedSlots,
  CodeDigests,
  fetchSource,
  fileBlobs,
  foreignCodeOf,
  inlineExecutor,
  loadFile,
  memoryBlobs,
  memoryIndex,
  mirrorsFromEnvironment,
  pythonExecutor,
  routedExecutor,
  runtimeEnvironment,
  sha256,
  sqliteIndex,
  systemClock,
  threadExecutor,
  tieredBlobs,
  type SourceProgress,
} from '@stemma/backends';
import { fileInput } from './file-input.ts';
import {
  Engine,
  Registry,
  StemmaError,
  type AnyAnalysis,
  type BlobStore,
  type Definition,
  type FetchFile,
  type FileInput,
  type PipelineModule,
  type ResultIndex,
  type SourceEntry,
} from '@stemma/core';

/** How a Stemma is opened. */
export interface OpenOptions {
  /** Folder of the store, made when it is missing; `memory` for one that ends with the process. Default: `STEMMA_STORE`, else `.stemma` here. */
  readonly store?: string;
  /** Pipeline modules, in order: later ones may substitute analyses of earlier ones. */
  readonly modules?: readonly PipelineModule[];
  /** Blob folders of other stores (a shared disk, a colleague's), read through and never written. */
  readonly readThrough?: readonly string[];
  /** Folders with data files; default: `STEMMA_DATA_MIRROR`, else `../shared/data` where it is there. */
  readonly mirrors?: readonly string[];
  /** How many activities at once; default: the number of cores. */
  readonly jobs?: number;
  /** Open for reading only: nothing can be run. */
  readonly readOnly?: boolean;
  /** Who asks, for the records; default: the user of this process. */
  readonly agent?: string;
  /** False to refuse downloads. */
  readonly network?: boolean;
  /** Modules that worker threads import first, by URL. */
  readonly preload?: readonly string[];
}

/** What is opened: the engine and what it stands on. */
export interface Composition {
  /** Binds, plans and resolves. */
  readonly engine: Engine;
  /** What is known, without its bytes. */
  readonly index: ResultIndex;
  /** Bytes by digest: the own ones first, then those that are read through. */
  readonly blobs: BlobStore;
  /** The digests of loaded code. */
  readonly code: CodeDigests;
  /** The folder as it was given, or `memory`. */
  readonly store: string;
  /** A local file as an input; `keep` puts its bytes into the store. */
  addFile(path: string, keep: boolean): Promise<FileInput>;
  /** Ends worker threads, then closes the index, in this order: a thread may still publish. */
  close(): Promise<void>;
}

/**
 * Composes an engine over a store.
 * @throws StemmaError `unavailable` when the store cannot be made or written; `conflict` when it is of a newer version.
 */
export async function compose(options: OpenOptions = {}): Promise<Composition> {
  const store = options.store ?? process.env.STEMMA_STORE ?? '.stemma';
  const root = resolve(store);
  const { blobs, index } = openStore(store, root, options);
  const { modules = [], jobs } = options;
  const registry = new Registry(modules);
  const code = new CodeDigests();
  for (const module of modules) await code.add(module);
  const workRoot = store === 'memory' ? join(tmpdir(), `stemma-${process.pid}`) : join(root, 'work');
  const moduleUrlOf = (analysis: AnyAnalysis) => registry.moduleOf(analysis)?.source;
  const inline = inlineExecutor({ workRoot });
  const slots = jobs === undefined ? {} : { slots: checkedSlots(jobs) };
  const threads = threadExecutor({
    workRoot,
    moduleUrlOf,
    preload: options.preload,
    ...slots,
  });
  const pool = routedExecutor([pythonExecutor({ workRoot, ...slots }), threads]);
  const engine = new Engine({
    registry,
    index,
    blobs,
    inline,
    pool,
    clock: systemClock,
    identity: { sha256, definitionOf: definitionsBy(code) },
    fetchFile: fetchThrough(blobs, options),
    loadFile,
    agent: options.agent ?? userInfo().username,
    host: hostname(),
    pid: process.pid,
  });
  const close = async () => {
    await pool.close();
    await index.close();
  };
  const addFile = (path: string, keep: boolean) => fileInput(path, keep ? blobs : undefined);
  return { engine, index, blobs, code, store, addFile, close };
}

// The layout of a store on disk: `index.sqlite`, `blobs/`, and `work/` for the private folders of running activities.
// Only the blobs of other stores are read through, not their indexes: what they know is not ours to claim.
function openStore(
  store: string,
  root: string,
  { readOnly = false, readThrough = [] }: OpenOptions,
): { blobs: BlobStore; index: ResultIndex } {
  if (store === 'memory') return { blobs: memoryBlobs(), index: memoryIndex() };
  if (!readOnly) makeFolder(root);
  const own = fileBlobs({ directory: join(root, 'blobs'), readOnly });
  const others = readThrough.map((path) => ({
    store: fileBlobs({ directory: join(resolve(path), 'blobs'), readOnly: true }),
  }));
  const blobs = others.length === 0 ? own : tieredBlobs([{ store: own }, ...others]);
  return { blobs, index: sqliteIndex({ path: join(root, 'index.sqlite'), readOnly }) };
}

function makeFolder(path: string): void {
  try {
    makeMissing(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError(
      'unavailable',
      `the store ${path} cannot be made (${code}): choose another folder with --store or STEMMA_STORE`,
      { store: path },
      cause,
    );
  }
}

// Step by step: where a file system refuses folders without saying that it does (/proc), `recursive` never ends.
function makeMissing(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  if (stats) throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
  makeMissing(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

// A definition is made once for each analysis: it is part of every id.
function definitionsBy(code: CodeDigests): (analysis: AnyAnalysis) => Definition {
  const environment = runtimeEnvironment().digest;
  const known = new Map<AnyAnalysis, Definition>();
  return (analysis) => {
    let definition = known.get(analysis);
    if (!definition) {
      const { name, version } = analysis.definition;
      const isVersionOnly = analysis.definition.code === 'version';
      definition = {
        name,
        version,
        code: code.of(analysis).digest,
        environment: isVersionOnly ? sha256('any') : (foreignCodeOf(analysis.definition)?.environment() ?? environment),
      };
      known.set(analysis, definition);
    }
    return definition;
  };
}

// Where files come from: mirrors in order, then public addresses; into the blob store, verified on the way.
function fetchThrough(blobs: BlobStore, options: OpenOptions): FetchFile {
  const mirrors = options.mirrors ?? mirrorsFromEnvironment(process.env, process.cwd());
  return async ({ digest, name, source }, observer, signal) => {
    const entry: SourceEntry = {
      mediaType: 'application/octet-stream',
      ...source,
      name,
      sha256: digest,
      urls: options.network === false ? [] : (source?.urls ?? []),
    };
    const onProgress = ({ receivedBytes, totalBytes }: SourceProgress) =>
      observer.progress(totalBytes ? receivedBytes / totalBytes : 0, `fetching ${name}`);
    return fetchSource(entry, { mirrors, blobs, signal: signal as globalThis.AbortSignal, onProgress });
  };
}
