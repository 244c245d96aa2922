// What browsers are told about every answer: to run nothing in it, to guess no types, to show it in nobody's frame. A
// handler that answers a page of its own sets a policy of its own, which stays.
// https://owasp.org/www-project-secure-headers/

const always: readonly (readonly [string, string])[] = [
  [
    'content-security-policy',
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
  ],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
];

/** Adds the headers that are missing. @param isSecure whether people reach the service by https only. */
export function addSecurityHeaders(headers: Headers, isSecure: boolean): void {
  for (const [name, value] of always) if (!headers.has(name)) headers.set(name, value);
  if (isSecure) headers.set('strict-transport-security', 'max-age=31536000');
}
