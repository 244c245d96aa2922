// How the worker process of these tests opens the store: the module that a service names to it.
import { compose } from '../../../packages/cli/src/compose.ts';
import { jobsModule } from './module.ts';

/** Opens the parts. */
export const openParts = ({ store, jobs }: { store: string; jobs: number }) =>
  compose({ store, jobs, modules: [jobsModule], mirrors: [], network: false });
