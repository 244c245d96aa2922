// Which pipeline modules are loaded: those that come with Stemma, those of the folder, those named on the command line.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StemmaError, type PipelineModule } from '@stemma/core';
import { loadPython, pythonFileOf } from './python/load-python.ts';
import { readSettings, settingsFile } from './settings.ts';

/** A loaded module and where it was found. */
export interface LoadedModule {
  readonly module: PipelineModule;
  /** `Stemma`, or the path or package name that was given. */
  readonly from: string;
}

/** Loaded modules in order, and what worker threads must import before they can load them too. */
export interface LoadedModules {
  readonly loaded: readonly LoadedModule[];
  readonly preload: readonly string[];
}

/** The modules that come with Stemma. */
const builtIn: readonly (() => Promise<PipelineModule>)[] = [
  async () => (await import('@stemma/instruments/tutorial')).tutorial,
  async () => (await import('@stemma/instruments/integral')).integral,
  async () => (await import('@stemma/instruments/hess')).hess,
];

/**
 * Loads the built-in modules, those of the folder's `stemma.json`, then `named` ones.
 * @throws StemmaError `not_found`, `invalid_request` naming the module and what is wrong with it.
 */
export async function loadModules(named: readonly string[], folder: string): Promise<LoadedModules> {
  const own = (await Promise.all(builtIn.map((load) => load()))).map((module) => ({ module, from: 'Stemma' }));
  const paths = [
    ...new Set([
      ...readSettings(folder).modules.map((path) => ({ path, by: settingsFile })),
      ...named.map((path) => ({ path, by: '--module' })),
    ]),
  ];
  if (paths.length === 0) return { loaded: own, preload: [] };
  const { resolutionHookUrl } = await import('./resolve-stemma.ts');
  const loaded: LoadedModule[] = [...own];
  for (const { path, by } of paths) {
    for (const module of await modulesOf(path, by, folder))
      if (loaded.every((other) => other.module.source !== module.source || other.module.name !== module.name))
        loaded.push({ module, from: path });
  }
  return { loaded, preload: [resolutionHookUrl] };
}

/** Loads one module file and nothing else: the code of a bundle stands for itself. @throws StemmaError as {@link loadModules}. */
export async function loadOnly(path: string): Promise<LoadedModules> {
  const { resolutionHookUrl } = await import('./resolve-stemma.ts');
  const found = await modulesOf(path, 'the bundle', process.cwd());
  return { loaded: found.map((module) => ({ module, from: path })), preload: [resolutionHookUrl] };
}

// Whatever a file exports is looked through; the kind, not the class, tells a module: it may come from another copy.
async function modulesOf(path: string, by: string, folder: string): Promise<PipelineModule[]> {
  const python = pythonFileOf(resolve(folder, path));
  if (python !== undefined && existsSync(python)) return loadPython(python);
  const url = urlOf(path, by, folder);
  const exported = await importModule(url, path);
  const found = Object.values(exported).filter(
    (value): value is PipelineModule => (value as { kind?: unknown } | null)?.kind === 'module',
  );
  if (found.length === 0) {
    throw new StemmaError(
      'invalid_request',
      `${path} exports no pipeline module: export one made with pipelineModule(…) from its index`,
      { module: path },
    );
  }
  // Where it was loaded from: for code digests and for worker threads, in case the author left it out.
  return found.map((module) => (module.source === undefined ? { ...module, source: url } : module));
}

async function importModule(url: string, path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (thrown) {
    if (thrown instanceof StemmaError)
      throw new StemmaError(thrown.code, `module ${path} cannot be loaded: ${thrown.message}`, thrown.detail, thrown);
    const { message } = thrown as Error;
    throw new StemmaError('invalid_request', `module ${path} cannot be loaded: ${message}`, { module: path }, thrown);
  }
}

const indexNames = ['index.ts', 'index.js', 'index.mjs'];

// A path first, since folders are what authors have; a package name only when nothing of that name lies here.
function urlOf(path: string, by: string, folder: string): string {
  const full = resolve(folder, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats?.isFile()) return pathToFileURL(full).href;
  if (stats?.isDirectory()) {
    const index = indexNames.map((name) => join(full, name)).find((candidate) => existsSync(candidate));
    if (index) return pathToFileURL(index).href;
    throw new StemmaError('not_found', `module ${path} (${by}) has no ${indexNames.slice(0, 2).join(' or ')}`, {
      module: path,
    });
  }
  if (/^[./\\]/.test(path))
    throw new StemmaError('not_found', `there is no module ${path} (${by}): no such file or folder`, { module: path });
  try {
    return pathToFileURL(createRequire(join(folder, 'package.json')).resolve(path)).href;
  } catch (cause) {
    throw new StemmaError(
      'not_found',
      `there is no module ${path} (${by}): neither a file, nor a folder, nor an installed package`,
      { module: path },
      cause,
    );
  }
}
