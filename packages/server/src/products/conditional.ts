// Conditional requests: who has it already is told so, and nothing is sent again.
import type { Json, Sha256 } from '@stemma/core';

/** Whether If-None-Match names an entity tag; compared weakly, as RFC 9110 section 13.1.2 has it. */
export function isKnownTo(request: Request, etag: string): boolean {
  const header = request.headers.get('if-none-match');
  if (header === null) return false;
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => strong(tag) === strong(etag));
}

/** Headers of what never changes; shared caches do not know who may see it. */
export const immutable = 'private, max-age=31536000, immutable';
/** Headers of what may change: kept, and asked about each time. */
export const revalidated = 'private, no-cache';

/** A JSON answer whose entity tag is its digest. */
export function conditionalJson(
  value: unknown,
  request: Request,
  sha256: Sha256,
  cacheControl = revalidated,
): Response {
  return conditionalText(JSON.stringify(value as Json), 'application/json', request, sha256, cacheControl);
}

/** A text answer whose entity tag is its digest. */
export function conditionalText(
  text: string,
  mediaType: string,
  request: Request,
  sha256: Sha256,
  cacheControl = revalidated,
): Response {
  const etag = `"${sha256(text)}"`;
  const headers = { etag, 'cache-control': cacheControl };
  if (isKnownTo(request, etag)) return new Response(null, { status: 304, headers });
  const isText = mediaType.startsWith('text/');
  return new Response(text, {
    headers: { ...headers, 'content-type': isText ? `${mediaType}; charset=utf-8` : mediaType },
  });
}
