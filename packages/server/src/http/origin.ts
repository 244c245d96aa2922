// Pages of other sites in somebody's browser: what they may make it send here. Browsers say where a request comes from
// (Origin, Sec-Fetch-Site); a request that changes something and comes from elsewhere is refused, and so is one whose
// Host is not ours, which is how a page gets at services on the loopback by renaming itself (DNS rebinding).
import { isIP } from 'node:net';
import { StemmaError } from '@stemma/core';

/** Which sites are ours, and which others may ask. */
export interface Sites {
  /** The public address, if there is one. */
  readonly publicUrl?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether pages of an origin may ask here. */
export function isAllowedOrigin(origin: string, { allowedOrigins = [] }: Sites): boolean {
  return allowedOrigins.includes('*') || allowedOrigins.includes(origin);
}

/** @throws StemmaError `invalid_request` for a `Host` that is not ours. */
export function checkHost(request: Request, { publicUrl, allowedHosts = [] }: Sites): void {
  const { hostname } = new URL(request.url);
  const name = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  // An address is nobody's to rename.
  if (name === 'localhost' || isIP(name) !== 0 || allowedHosts.includes(name)) return;
  if (publicUrl !== undefined && new URL(publicUrl).hostname === hostname) return;
  throw new StemmaError(
    'invalid_request',
    'this service has another name: use its public address, or add this one to allowedHosts',
  );
}

/**
 * Refuses changes that a page of another site asks for.
 * @param isAmbient whether the browser itself proves who asks (a cookie): then the origin must be told.
 * @throws StemmaError `forbidden`.
 */
export function checkOrigin(request: Request, sites: Sites, isAmbient: boolean): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (origin === null) {
    const isTold = site === 'same-origin' || site === 'none';
    if ((site !== null || isAmbient) && !isTold) throw foreign();
    return;
  }
  if (origin === new URL(request.url).origin || (sites.publicUrl && origin === new URL(sites.publicUrl).origin)) return;
  // Cookies never travel with pages of other sites, allowed or not.
  if (isAmbient || !isAllowedOrigin(origin, sites)) throw foreign();
}

function foreign(): StemmaError {
  return new StemmaError('forbidden', 'a page of another site asked for this: its origin is not in allowedOrigins');
}
