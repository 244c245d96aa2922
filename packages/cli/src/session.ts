// Opening Stemma for one command: the store it names, the modules it needs, no more access than it needs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StemmaError } from '@stemma/core';
import type { Context, Globals } from './command.ts';
import type { OpenOptions } from './compose.ts';
import type { LoadedModule, LoadedModules } from './modules.ts';
import type { ServerAnswers } from './remote/server-answers.ts';
import { open, type Stemma } from './stemma.ts';

/** What a command needs. */
export interface Needs {
  /** `read`: a store that is there, unchanged; `search`: the same, keeping its search index up to date where it can be written; `write`: made when missing; `look`: an empty one in memory when missing. */
  readonly access: 'read' | 'search' | 'write' | 'look';
  /** False for commands that can do without pipeline modules, which saves loading them. */
  readonly modules?: boolean;
  /** The path of the only module to load, in place of all others: that of a bundle. */
  readonly onlyModule?: string;
  readonly jobs?: number;
  /** True for commands that a server can answer too. */
  readonly online?: boolean;
}

/** An open Stemma, and where its modules came from. */
export interface Session extends AsyncDisposable {
  readonly stemma: Stemma;
  readonly loaded: readonly LoadedModule[];
  /** What a server draws and writes by itself; absent on a store of this machine. */
  readonly answers?: ServerAnswers;
  /** Learns how an analysis is declared before it is asked for, where it is not loaded. */
  meet(name: string): Promise<void>;
}

/**
 * Opens what a command needs: the server that is named by `--server` or `STEMMA_SERVER`, else a store of this machine.
 * @throws StemmaError `invalid_request` for a command that no server answers; as `serverAddress`, `openStore`.
 */
export async function openSession(context: Context, needs: Needs): Promise<Session> {
  const { server } = context.globals;
  if (server === undefined && !process.env.STEMMA_SERVER) return openStore(context, needs);
  if (!needs.online)
    throw new StemmaError(
      'invalid_request',
      `this command works on a store of this machine: leave out ${server === undefined ? 'STEMMA_SERVER' : '--server'}`,
    );
  if (needs.jobs !== undefined)
    throw new StemmaError(
      'invalid_request',
      '--jobs is for this machine: a server decides itself how much runs at once',
    );
  const [{ serverAddress }, { openRemote }] = await Promise.all([
    import('./remote/server-address.ts'),
    import('./remote/open-remote.ts'),
  ]);
  return openRemote(serverAddress(server, process.env)!);
}

/**
 * Opens a store, and no more of it than is needed: commands that only read never make a store, never lock one for writing, and
 * load modules only when they need declarations, which is most of the time that a short command takes.
 * @throws StemmaError `not_found` when there is no store to read; as `open` and `loadModules`.
 */
async function openStore({ globals }: Context, { access, modules = true, onlyModule, jobs }: Needs): Promise<Session> {
  const store = globals.store ?? process.env.STEMMA_STORE ?? '.stemma';
  const isThere = store === 'memory' || existsSync(join(store, 'index.sqlite'));
  if (!isThere && needsStore.has(access)) {
    throw new StemmaError(
      'not_found',
      `there is no store at ${store}: \`stemma run\` makes one, --store names another`,
      { store },
    );
  }
  const { loaded, preload } = modules ? await loadedModules(globals, onlyModule) : { loaded: [], preload: [] };
  const options: OpenOptions = {
    store: isThere || access === 'write' ? store : 'memory',
    modules: loaded.map(({ module }) => module),
    preload,
    ...(jobs !== undefined && { jobs }),
  };
  const stemma = await openers[access](options);
  return { stemma, loaded, meet: () => Promise.resolve(), [Symbol.asyncDispose]: () => stemma.close() };
}

/** Kinds of access that are useless without a store. */
const needsStore: ReadonlySet<Needs['access']> = new Set(['read', 'search']);

const openers = { read: openForReading, look: openForReading, search: openForSearch, write: open } as const;

async function loadedModules({ module }: Globals, only: string | undefined): Promise<LoadedModules> {
  const { loadModules, loadOnly } = await import('./modules.ts');
  return only === undefined ? loadModules(module, process.cwd()) : loadOnly(only);
}

// A store of an older version is brought up to date by opening it once for writing.
async function openForReading(options: OpenOptions): Promise<Stemma> {
  if (options.store === 'memory') return open(options);
  try {
    return await open({ ...options, readOnly: true });
  } catch (error) {
    const { version, latest } = (error as Partial<StemmaError>).detail ?? {};
    if (typeof version === 'number' && typeof latest === 'number' && version < latest) return open(options);
    throw error;
  }
}

async function openForSearch(options: OpenOptions): Promise<Stemma> {
  try {
    return await open(options);
  } catch (error) {
    if ((error as Partial<StemmaError>).code !== 'unavailable') throw error;
    return openForReading(options);
  }
}
