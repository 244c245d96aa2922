// Which pages of other sites may read answers, by configuration: none unless they are named. Cookies never go with them,
// so such a page acts only for whoever gave it a token. https://fetch.spec.whatwg.org/#http-cors-protocol
import { isAllowedOrigin, type Sites } from './origin.ts';

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const mayAsk =
  'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, range, x-request-id';
const mayRead = 'content-disposition, content-range, etag, idempotency-replayed, link, retry-after, x-request-id';

/** The answer to a browser that asks before it asks; undefined for all other requests. */
export function preflight(request: Request, sites: Sites): Response | undefined {
  const origin = request.headers.get('origin');
  if (request.method !== 'OPTIONS' || origin === null || !request.headers.has('access-control-request-method'))
    return undefined;
  if (!isAllowedOrigin(origin, sites)) return new Response(null, { status: 403, headers: { vary: 'origin' } });
  const headers = new Headers({ 'access-control-allow-methods': methods, 'access-control-allow-headers': mayAsk });
  headers.set('access-control-max-age', '600');
  addCorsHeaders(headers, origin, sites);
  return new Response(null, { status: 204, headers });
}

/** Lets an allowed page read an answer. */
export function addCorsHeaders(headers: Headers, origin: string | null, sites: Sites): void {
  if ((sites.allowedOrigins ?? []).length === 0) return;
  headers.append('vary', 'origin');
  if (origin === null || !isAllowedOrigin(origin, sites)) return;
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', mayRead);
  headers.set('cross-origin-resource-policy', 'cross-origin');
}
