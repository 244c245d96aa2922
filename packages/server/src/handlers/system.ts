// The service about itself.
import { openApi, referencePage, referencePagePolicy } from '@stemma/api';
import type { Handlers } from '../http/handler.ts';
import type { SystemParts } from '../operations/system-parts.ts';

type Operations = 'getHealth' | 'getReadiness' | 'getMetrics' | 'getOpenApi' | 'getReferencePage';

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
    getReferencePage: (_, { request }) =>
      new Response(referencePage(version, new URL(request.url).origin), {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': referencePagePolicy,
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
        },
      }),
  };
}
