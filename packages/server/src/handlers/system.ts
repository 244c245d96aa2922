// The service about itself.
import { openApi } from '@stemma/api';
import type { Handlers } from '../http/handler.ts';
import type { SystemParts } from '../operations/system-parts.ts';

type Operations = 'getHealth' | 'getReadiness' | 'getMetrics' | 'getOpenApi';

/** Handlers about the service. @param version of the program. */
export function systemHandlers(version: string, system: SystemParts): Handlers<Operations> {
  const document = openApi(version);
  return {
    getHealth: () => ({ status: 'ok' }),
    getReadiness: async () => ({ status: 'ready' as const, checks: [...(await system.readiness())] }),
    getMetrics: async () =>
      new Response(await system.metrics(), {
        // https://prometheus.io/docs/instrumenting/exposition_formats/
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
      }),
    getOpenApi: () => document,
  };
}
