// Every route of the HTTP interface, by the name of its operation.
import type { AnyRoute } from './route.ts';
import { accountRoutes } from './routes/accounts.ts';
import { analysisRoutes } from './routes/analyses.ts';
import { collectionRoutes } from './routes/collections.ts';
import { dataRoutes } from './routes/data.ts';
import { goalRoutes } from './routes/goals.ts';
import { jobRoutes } from './routes/jobs.ts';
import { serviceRoutes } from './routes/services.ts';
import { previewRoutes } from './routes/previews.ts';
import { productRoutes } from './routes/products.ts';
import { provenanceRoutes } from './routes/provenance.ts';
import { resultRoutes } from './routes/results.ts';
import { retractionRoutes } from './routes/retractions.ts';
import { legacyRoutes } from './routes/legacy.ts';
import { smallServiceRoutes } from './routes/small-services.ts';
import { systemRoutes } from './routes/system.ts';

/** The table; keys are the operation ids of OpenAPI and the method names of the client. */
export const routes = {
  ...analysisRoutes,
  ...goalRoutes,
  ...jobRoutes,
  ...resultRoutes,
  ...productRoutes,
  ...previewRoutes,
  ...provenanceRoutes,
  ...retractionRoutes,
  ...collectionRoutes,
  ...dataRoutes,
  ...serviceRoutes,
  ...smallServiceRoutes,
  ...legacyRoutes,
  ...accountRoutes,
  ...systemRoutes,
};

/** The table with the types of its routes. */
export type Routes = typeof routes;
/** The name of an operation. */
export type Operation = keyof Routes;

/** The table as a list. */
export const routeList: readonly (readonly [operation: Operation, route: AnyRoute])[] = Object.entries(
  routes,
) as unknown as readonly (readonly [Operation, AnyRoute])[];
