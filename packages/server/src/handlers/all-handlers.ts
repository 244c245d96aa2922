// All handlers, by operation. A route without one does not compile.
import { accessInMemory, type Access } from '../access/access.ts';
import type { Handlers } from '../http/handler.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import { bareSystem, type SystemParts } from '../operations/system-parts.ts';
import type { ServerParts } from '../parts.ts';
import { accountHandlers } from './accounts.ts';
import { analysisHandlers } from './analyses.ts';
import { collectionHandlers, tagHandlers } from './collections.ts';
import { dataHandlers } from './data.ts';
import { goalHandlers } from './goals.ts';
import { jobHandlers } from './jobs.ts';
import { previewHandlers } from './previews.ts';
import { productHandlers } from './products.ts';
import { provenanceHandlers } from './provenance.ts';
import { resultHandlers } from './results.ts';
import { smallServiceHandlers } from './legacy.ts';
import { serviceHandlers } from './services.ts';
import { systemHandlers } from './system.ts';

/** The handlers of a server. */
export function allHandlers(
  parts: ServerParts,
  desk: JobDesk,
  version: string,
  system: SystemParts = bareSystem(parts),
  access: Access = accessInMemory(),
): Handlers {
  const seen = { visibility: access.visibility, ...parts };
  return {
    ...analysisHandlers(parts),
    ...goalHandlers(parts),
    ...jobHandlers(desk),
    ...resultHandlers(seen),
    ...productHandlers(seen),
    ...previewHandlers(seen),
    ...provenanceHandlers(seen),
    ...tagHandlers(seen),
    ...collectionHandlers(seen),
    ...dataHandlers(parts),
    ...serviceHandlers(system.services, parts.engine.registry),
    ...accountHandlers(access, desk),
    ...smallServiceHandlers(system.ask),
    ...systemHandlers(version, system),
  };
}
