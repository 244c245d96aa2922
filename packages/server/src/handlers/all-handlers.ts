// All handlers, by operation. A route without one does not compile.
import type { Handlers } from '../http/handler.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import type { ServerParts } from '../parts.ts';
import { analysisHandlers } from './analyses.ts';
import { goalHandlers } from './goals.ts';
import { jobHandlers } from './jobs.ts';
import { systemHandlers } from './system.ts';

/** The handlers of a server. */
export function allHandlers(parts: ServerParts, desk: JobDesk, version: string): Handlers {
  return { ...analysisHandlers(parts), ...goalHandlers(parts), ...jobHandlers(desk), ...systemHandlers(version) };
}
