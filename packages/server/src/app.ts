// The HTTP application: one route of the table after the other, each with its handler. Everything that holds for all
// of them (identity, parsing, errors) is here once.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { routeList, routes, type AnyRoute, type Operation } from '@stemma/api';
import { StemmaError } from '@stemma/core';
import { withoutTokens } from './access/secrets.ts';
import type { Call, Handlers } from './http/handler.ts';
import type { Asked } from './http/idempotency.ts';
import { mayUse, type Identity } from './http/identity.ts';
import { parseRequest } from './http/parse-request.ts';
import { problemResponse } from './http/problem-response.ts';

/** What an application is made of. */
export interface AppParts {
  readonly handlers: Handlers;
  /** Who asks. @throws StemmaError `unauthenticated` for a token that is not valid. */
  identify(request: Request): Promise<Identity>;
  /** Answers once for each `Idempotency-Key` of a caller; without it such keys mean nothing. */
  once?(asked: Asked, answer: () => Promise<Response>): Promise<Response>;
  /** Hears of every answer: logs, metrics, the audit log. */
  observe?(seen: Seen, request: Request): void;
}

/** One answered request. */
export interface Seen {
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly subject?: string;
  /** Absent when nobody could be identified. */
  readonly identity?: Identity;
  /** What was thrown, when something was. */
  readonly error?: unknown;
}

/** The application: `app.fetch(request)` answers, with or without a socket. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  for (const [operation, route] of routeList) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(route.method, path, (context) =>
      answer(operation, route, context.req.raw, context.req.param() as Record<string, string>, parts),
    );
  }
  app.notFound((context) => answer(undefined, nowhere, context.req.raw, {}, parts));
  // What comes here is a defect of the lines above: handlers' errors are answered by `answer`.
  app.onError((error, context) => problemResponse(error, requestIdOf(context.req.raw)));
  return app;
}

// What is asked where there is no route: known callers are told so, others only what they did wrong.
const nowhere: Pick<AnyRoute, 'scope' | 'path'> = { scope: 'public', path: '/' };

async function answer(
  operation: Operation | undefined,
  route: Pick<AnyRoute, 'scope' | 'path'>,
  request: Request,
  pathParameters: Record<string, string>,
  parts: AppParts,
): Promise<Response> {
  const startedMs = performance.now();
  const requestId = requestIdOf(request);
  let identity: Identity | undefined;
  let error: unknown;
  let response: Response;
  try {
    identity = await parts.identify(request);
    if (!mayUse(identity, route.scope)) throw refusal(identity, route);
    const call: Call = { identity, requestId, signal: request.signal, request };
    response = await answerOf(operation, pathParameters, call, parts);
  } catch (thrown) {
    error = thrown;
    response = problemResponse(thrown, requestId, withoutTokens(new URL(request.url).pathname));
  }
  response.headers.set('x-request-id', requestId);
  const seen: Seen = {
    operation,
    method: request.method,
    path: route.path,
    status: response.status,
    durationMs: performance.now() - startedMs,
    requestId,
    ...(identity && { subject: identity.subject, identity }),
    ...(error !== undefined && { error }),
  };
  parts.observe?.(seen, request);
  return response;
}

async function answerOf(
  operation: Operation | undefined,
  pathParameters: Record<string, string>,
  call: Call,
  { handlers, once }: AppParts,
): Promise<Response> {
  const { request, identity } = call;
  if (operation === undefined) {
    const pathname = withoutTokens(new URL(request.url).pathname);
    throw new StemmaError('not_found', `there is no ${request.method} ${pathname}`);
  }
  const route: AnyRoute = routes[operation];
  const asked = await parseRequest(route, request, pathParameters);
  const handler = handlers[operation] as (asked: unknown, call: Call) => unknown;
  const answered = async () => {
    const value = await handler(asked, call);
    return value instanceof Response ? value : jsonResponse(route, value);
  };
  const key = route.idempotent ? request.headers.get('idempotency-key') : null;
  return once && key !== null ? once({ operation, identity, key, content: asked }, answered) : answered();
}

function jsonResponse(route: AnyRoute, value: unknown): Response {
  const { status } = route.answer;
  if (status === 204) return new Response(null, { status });
  const body = JSON.stringify(value);
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  return new Response(body, { status, headers });
}

function refusal({ subject }: Identity, { scope }: Pick<AnyRoute, 'scope'>): StemmaError {
  if (subject === 'anonymous')
    return new StemmaError('unauthenticated', `this needs an account: send a token with the scope "${scope}"`, {
      scope,
    });
  return new StemmaError('forbidden', `the token of ${subject} has not the scope "${scope}"`, { scope });
}

// A caller may name its request, so that its log and ours can be read side by side.
function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
