// The service about itself.
import { openApi } from '@stemma/api';
import type { Handlers } from '../http/handler.ts';

/** Handlers about the service. @param version of the program. */
export function systemHandlers(version: string): Handlers<'getHealth' | 'getOpenApi'> {
  const document = openApi(version);
  return { getHealth: () => ({ status: 'ok' }), getOpenApi: () => document };
}
