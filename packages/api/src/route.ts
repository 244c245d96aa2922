// What one route of the HTTP interface is: data, from which the server is wired, OpenAPI is written, and the client gets
// its types. A route that is not in the table does not exist.
import type { ErrorCode } from '@stemma/core';
import type { z } from 'zod';

/** What a caller must be allowed to do. `public` needs no identity; each other one is a scope of a token. */
export type Scope = 'public' | 'read' | 'run' | 'annotate' | 'operate';

/** The parts of a service that the documentation groups routes by. */
export type Tag =
  | 'analyses'
  | 'goals'
  | 'jobs'
  | 'results'
  | 'products'
  | 'provenance'
  | 'collections'
  | 'data'
  | 'services'
  | 'accounts'
  | 'system';

/** What a route answers when all is well: JSON by a schema, or bytes of the given media types. */
export interface Answer<S extends z.ZodType | undefined = z.ZodType | undefined> {
  readonly status: 200 | 201 | 202 | 204 | 303;
  readonly description: string;
  /** Absent for answers that are no JSON, or empty. */
  readonly schema?: S;
  /** Media types of answers that are no JSON. */
  readonly media?: readonly string[];
}

/** One route. */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/jobs/{id}`: names in braces are keys of `params`. */
  readonly path: `/${string}`;
  readonly tag: Tag;
  /** One sentence in small letters, without a full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  readonly params?: P;
  readonly query?: Q;
  /** The JSON body. */
  readonly body?: B;
  readonly answer: Answer<A>;
  /** Which errors can come beside those that any route can give. */
  readonly errors?: readonly ErrorCode[];
  /** True when an `Idempotency-Key` makes a repeated request safe. */
  readonly idempotent?: boolean;
  /** True when answers have an ETag, and `If-None-Match` saves sending them again. */
  readonly conditional?: boolean;
  /** True when a `Range` of the bytes can be asked for. */
  readonly ranges?: boolean;
}

/** Any route. */
export type AnyRoute = Route;

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;
type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler of a route gets, parsed. */
export interface Asked<R extends AnyRoute> {
  readonly params: OutputOf<NonNullable<R['params']>>;
  readonly query: OutputOf<NonNullable<R['query']>>;
  readonly body: OutputOf<NonNullable<R['body']>>;
}

/** What a client gives for a route: what has a default may be left out. */
export interface Given<R extends AnyRoute> {
  readonly params?: InputOf<NonNullable<R['params']>>;
  readonly query?: InputOf<NonNullable<R['query']>>;
  readonly body?: InputOf<NonNullable<R['body']>>;
}

/** The JSON that a route answers; undefined where it answers bytes or nothing. */
export type Answered<R extends AnyRoute> = OutputOf<NonNullable<R['answer']['schema']>>;

/** Declares a route, keeping the types of its schemas. */
export function route<
  const M extends Route['method'],
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType | undefined = undefined,
>(declared: Omit<Route<P, Q, B, A>, 'method'> & { readonly method: M }): Route<P, Q, B, A> & { readonly method: M } {
  return declared;
}
