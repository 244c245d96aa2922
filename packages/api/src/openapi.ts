// The OpenAPI 3.1 document, written from the route table, so that it cannot say anything else than the server does.
import { errorTable, type ErrorCode } from '@stemma/core';
import { ComponentSchemas, type JsonObject } from './component-schemas.ts';
import type { AnyRoute } from './route.ts';
import { routeList } from './route-table.ts';
import { problem } from './schemas/common.ts';

type Routes = readonly (readonly [operation: string, route: AnyRoute])[];

// What any route can answer when something is wrong.
const always: readonly ErrorCode[] = ['invalid_request', 'rate_limited', 'internal', 'unavailable'];

/**
 * The document.
 * @param version of the program.
 * @param servers where it is served.
 * @param routes all of the table when left out.
 */
export function openApi(version: string, servers: readonly string[] = ['/'], routes: Routes = routeList): JsonObject {
  const components = new ComponentSchemas();
  const paths: Record<string, JsonObject> = {};
  for (const [operationId, route] of routes)
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(operationId, route, components);
  components.of(problem, 'output');
  const finished = components.finish(paths);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stemma',
      version,
      summary: 'Ask for a result: it is found in the store, or computed from exactly what is missing.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: servers.map((url) => ({ url })),
    paths: finished.document,
    components: {
      schemas: finished.schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'a token of an account' } },
    },
  };
}

function operation(operationId: string, route: AnyRoute, components: ComponentSchemas): JsonObject {
  const { summary, description, tag, scope, body } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    parameters: [
      ...parameters(route, 'params', 'path', components),
      ...parameters(route, 'query', 'query', components),
      ...headerParameters(route),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: components.of(body, 'input') } },
      },
    }),
    responses: responses(route, components),
    security: scope === 'public' ? [] : [{ token: [] }, {}],
    'x-scope': scope,
  };
}

function responses(route: AnyRoute, components: ComponentSchemas): JsonObject {
  const { answer, errors = [], scope, conditional, ranges } = route;
  const all: JsonObject = { [answer.status]: response(route, components) };
  const more = scope === 'public' ? [] : (['unauthenticated', 'forbidden'] as const);
  const problemAnswer = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: components.of(problem, 'output') } },
  });
  for (const code of new Set([...errors, ...always, ...more]))
    all[errorTable[code].status] ??= problemAnswer(errorTable[code].meaning);
  if (conditional) all[304] = { description: 'the caller has it already' };
  if (ranges) {
    all[206] = { ...response(route, components), description: 'a part of the bytes' };
    all[416] = problemAnswer('the range begins behind the end');
  }
  return all;
}

function response({ answer }: AnyRoute, components: ComponentSchemas): JsonObject {
  const { description, schema, media } = answer;
  if (media) return { description, content: Object.fromEntries(media.map((type) => [type, {}])) };
  if (!schema) return { description };
  return { description, content: { 'application/json': { schema: components.of(schema, 'output') } } };
}

function parameters(
  route: AnyRoute,
  key: 'params' | 'query',
  place: string,
  components: ComponentSchemas,
): JsonObject[] {
  const schema = route[key];
  if (!schema) return [];
  const { properties = {}, required = [] } = components.of(schema, 'input') as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof property.description === 'string' && { description: property.description }),
    schema: property,
  }));
}

// Headers that change what is answered; each may be left out.
function headerParameters({ conditional, ranges, idempotent }: AnyRoute): JsonObject[] {
  const headers: (readonly [string, string])[] = [
    ...(conditional ? [['If-None-Match', 'entity tags that the caller has'] as const] : []),
    ...(ranges ? [['Range', 'bytes=first-last, bytes=first-, or bytes=-count'] as const] : []),
    ...(idempotent ? [['Idempotency-Key', 'the same key and body again give the same answer again'] as const] : []),
  ];
  return headers.map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));
}
