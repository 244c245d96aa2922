// The HTTP application: one route of the table after the other, each with its handler. Everything that holds for all
// of them (identity, parsing, errors) is here once.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { routeList, type AnyRoute, type Operation } from '@stemma/api';
import { StemmaError } from '@stemma/core';
import type { Call, Handlers } from './http/handler.ts';
import { mayUse, type Identity } from './http/identity.ts';
import { parseRequest } from './http/parse-request.ts';
import { problemResponse } from './http/problem-response.ts';

/** What an application is made of. */
export interface AppParts {
  readonly handlers: Handlers;
  /** Who asks. @throws StemmaError `unauthenticated` for a token that is not valid. */
  identify(request: Request): Promise<Identity>;
  /** Hears of every answer: logs and metrics. */
  observe?(seen: Seen): void;
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
  app.notFound((context) => {
    const requestId = requestIdOf(context.req.raw);
    const { pathname } = new URL(context.req.url);
    return problemResponse(new StemmaError('not_found', `there is no ${context.req.method} ${pathname}`), requestId);
  });
  return app;
}

async function answer(
  operation: Operation,
  route: AnyRoute,
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
    const asked = await parseRequest(route, request, pathParameters);
    const call: Call = { identity, requestId, signal: request.signal, request };
    const answered = await (parts.handlers[operation] as (asked: unknown, call: Call) => unknown)(asked, call);
    response = answered instanceof Response ? answered : jsonResponse(route, answered);
  } catch (thrown) {
    error = thrown;
    response = problemResponse(thrown, requestId, new URL(request.url).pathname);
  }
  response.headers.set('x-request-id', requestId);
  parts.observe?.({
    operation,
    method: route.method,
    path: route.path,
    status: response.status,
    durationMs: performance.now() - startedMs,
    requestId,
    ...(identity && { subject: identity.subject }),
    ...(error !== undefined && { error }),
  });
  return response;
}

function jsonResponse(route: AnyRoute, value: unknown): Response {
  const { status } = route.answer;
  if (status === 204) return new Response(null, { status });
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
}

function refusal({ subject }: Identity, { scope }: AnyRoute): StemmaError {
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
