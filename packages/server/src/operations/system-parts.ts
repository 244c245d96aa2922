// What the routes about the service itself stand on: services, metrics, readiness. Composed where a server is started;
// a bare one does for tests and for programs that only want the interface.
import { askOf, type Ask } from '../legacy/ask.ts';
import type { ServerParts } from '../parts.ts';
import { serviceList } from '../services/service-list.ts';
import { ServiceRegistry } from '../services/service-registry.ts';
import { requireReady, type ReadyCheck } from './readiness.ts';

/** What the system routes ask. */
export interface SystemParts {
  readonly services: ServiceRegistry;
  /** How the small services ask. */
  readonly ask: Ask;
  /** In the text format of Prometheus. */
  metrics(this: void): Promise<string> | string;
  /** What was looked at. @throws StemmaError `unavailable` when something is not ready. */
  readiness(this: void): Promise<readonly ReadyCheck[]>;
}

/** The declared services without instances, no metrics, always ready. */
export function bareSystem({ engine }: Pick<ServerParts, 'engine'>): SystemParts {
  return {
    services: new ServiceRegistry(serviceList, engine.services.clock),
    ask: askOf(engine, { atOnce: 64, timeoutS: 60 }),
    metrics: () => '',
    readiness: () => requireReady([]),
  };
}
