// A request for a route of the table, out of what the caller gives.
import { StemmaError } from '@stemma/core';
import type { AnyRoute } from '../route.ts';

/** What the caller gives, before it is checked: the server does that, with pointers. */
export interface GivenParts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** What any request can have beside. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** First and last byte of what is wanted, both included; without `last` to the end. */
  readonly range?: { readonly first: number; readonly last?: number };
  /** Makes it safe to send the same request again. */
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The address of a route.
 * @throws StemmaError `invalid_request` when a part of the path is missing.
 */
export function addressOf(base: string, route: AnyRoute, { params, query }: GivenParts): string {
  const parts = (params ?? {}) as Record<string, unknown>;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parts[name];
    if (value === undefined || value === '')
      throw new StemmaError('invalid_request', `say the ${name} of ${route.path}`, { pointer: `#/path/${name}` });
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>))
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      if (one !== undefined) search.append(name, String(one));
  const text = search.toString();
  return `${base.replace(/\/+$/, '')}${path}${text && `?${text}`}`;
}

/** The rest of the request. */
export function requestInit(
  route: AnyRoute,
  { body }: GivenParts,
  { signal, range, idempotencyKey, headers }: RequestOptions,
  token: string | undefined,
): RequestInit {
  return {
    method: route.method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(route.answer.schema && { accept: 'application/json, application/problem+json' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(range && { range: `bytes=${range.first}-${range.last ?? ''}` }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
}
