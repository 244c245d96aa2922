// What an operator may say about access. Everything has a default that is safe on the address that a server has by
// default: the loopback, where the one person at the machine may do everything.
import type { Scope } from '@stemma/api';
import { StemmaError } from '@stemma/core';
import { isLoopback } from '../http/peer.ts';

/** Log-in by OpenID Connect. */
export interface OidcSettings {
  /** `https://login.example.org`; its `/.well-known/openid-configuration` is read. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for public clients, which PKCE protects. */
  readonly clientSecret?: string;
  readonly scope?: string;
  /** The claim of the ID token with roles or groups, default `roles`. */
  readonly rolesClaim?: string;
  /** Which of their names mean which role here; without it they must be equal. */
  readonly roleNames?: Readonly<Record<string, string>>;
  /** Roles of everybody who can log in, default `astronomer`. */
  readonly everybody?: readonly string[];
  /** Accept `http:` addresses of a provider on the loopback, for trials. */
  readonly insecure?: boolean;
}

/** How many requests: `perSecond` on average, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** The settings of access. */
export interface AccessSettings {
  /** The address that people type, `https://stemma.example`; https makes cookies secure. */
  readonly publicUrl?: string;
  /** What may be done without an account, on the loopback and from elsewhere. */
  readonly anonymous?: { readonly loopback?: readonly Scope[]; readonly elsewhere?: readonly Scope[] };
  /** What each role may do. */
  readonly roles?: Readonly<Record<string, readonly Scope[]>>;
  readonly oidc?: OidcSettings;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Origins of other sites whose pages may ask here, `https://portal.example`, or `*`. */
  readonly allowedOrigins?: readonly string[];
  /** Names in the `Host` header beside the public one and those of the loopback. */
  readonly allowedHosts?: readonly string[];
  /** Limits for accounts, and for each address without one; `false` for none. The loopback has none. */
  readonly rates?: { readonly account?: Rate | false; readonly address?: Rate | false };
}

/** The roles that there are when nothing else is said. */
export const defaultRoles: Readonly<Record<string, readonly Scope[]>> = {
  guest: ['read'],
  astronomer: ['read', 'run', 'annotate'],
  operator: ['read', 'run', 'annotate', 'operate'],
};

const everything: readonly Scope[] = ['public', 'read', 'run', 'annotate', 'operate'];

/** What anonymous callers may do, on the loopback and elsewhere. Once people can log in, also those at the machine must for more than reading. */
export function anonymousScopes({ anonymous, oidc }: AccessSettings): { loopback: Set<Scope>; elsewhere: Set<Scope> } {
  const loopback = anonymous?.loopback ?? (oidc ? ['read'] : everything);
  return {
    loopback: new Set<Scope>(['public', ...loopback]),
    elsewhere: new Set<Scope>(['public', ...(anonymous?.elsewhere ?? [])]),
  };
}

/** What somebody with these roles may do. */
export function scopesOf(roles: readonly string[], { roles: declared = defaultRoles }: AccessSettings): Set<Scope> {
  return new Set<Scope>(['public', ...roles.flatMap((role) => (Object.hasOwn(declared, role) ? declared[role]! : []))]);
}

/**
 * Refuses to open a server to a network by accident. What is opened is said in the error.
 * @param exposed the explicit setting that the operator means it.
 * @throws StemmaError `invalid_request` for an address beyond the loopback where nobody can log in.
 */
export function checkExposure(host: string, settings: AccessSettings, exposed: boolean): void {
  if (isLoopback(host) || host === 'localhost' || settings.oidc || exposed) return;
  const { elsewhere } = anonymousScopes(settings);
  const opened = [...elsewhere].filter((scope) => scope !== 'public');
  throw new StemmaError(
    'invalid_request',
    `listening on ${host} opens the catalogue and plans to everybody who reaches it` +
      (opened.length > 0 ? `, and the scopes ${opened.join(', ')}` : '') +
      '; configure log-in by OpenID Connect, or say with "expose": true that tokens and anonymous use are what you want',
    { host },
  );
}
