// The answer of routes that have nothing to tell.

/** An answer without content, status 204. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}
