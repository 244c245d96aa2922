// The outer layers of the service, around whatever answers: browsers' questions before the question, compression,
// headers. None of them knows routes or callers.
import type { Fetch } from '../listen.ts';
import { compressed } from './compression.ts';
import { addCorsHeaders, preflight } from './cors.ts';
import type { Sites } from './origin.ts';
import { addSecurityHeaders } from './security-headers.ts';

/** Puts the outer layers around an application. */
export function protect(fetch: Fetch, sites: Sites): Fetch {
  const isSecure = sites.publicUrl?.startsWith('https:') === true;
  return async (request) => {
    const answered = preflight(request, sites) ?? (await fetch(request));
    const response = await compressed(answered, request.headers.get('accept-encoding'));
    addCorsHeaders(response.headers, request.headers.get('origin'), sites);
    addSecurityHeaders(response.headers, isSecure);
    return response;
  };
}
