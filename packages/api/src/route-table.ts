// Every route of the HTTP interface, by the name of its operation.
import type { AnyRoute } from './route.ts';
import { analysisRoutes } from './routes/analyses.ts';
import { goalRoutes } from './routes/goals.ts';
import { jobRoutes } from './routes/jobs.ts';
import { systemRoutes } from './routes/system.ts';

/** The table; keys are the operation ids of OpenAPI and the method names of the client. */
export const routes = { ...analysisRoutes, ...goalRoutes, ...jobRoutes, ...systemRoutes };

/** The table with the types of its routes. */
export type Routes = typeof routes;
/** The name of an operation. */
export type Operation = keyof Routes;

/** The table as a list. */
export const routeList: readonly (readonly [operation: Operation, route: AnyRoute])[] = Object.entries(
  routes,
) as unknown as readonly (readonly [Operation, AnyRoute])[];
