// How a worker process opens the store: the module that a server names to it.
import type { OpenParts } from '@stemma/server';
import { compose } from '../compose.ts';
import { loadModules } from '../modules.ts';

/** What a worker process is told. */
export interface WorkerOptions {
  readonly store: string;
  readonly modules: readonly string[];
  readonly workers: number;
  readonly network: boolean;
}

/** Opens the engine of a worker process. */
export const openParts: OpenParts = async (options) => {
  const { store, modules, workers, network } = options as WorkerOptions;
  const { loaded, preload } = await loadModules(modules, process.cwd());
  return compose({ store, modules: loaded.map(({ module }) => module), preload, jobs: workers, network });
};
