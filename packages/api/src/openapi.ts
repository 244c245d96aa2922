// The OpenAPI 3.1 document, written from the route table, so that it cannot say anything else than the server does.
import { z } from 'zod';
import { errorTable, type ErrorCode } from '@stemma/core';
import type { AnyRoute } from './route.ts';
import { routeList } from './route-table.ts';
import { problem } from './schemas/common.ts';

type Json = Record<string, unknown>;

// What any route can answer when something is wrong.
const always: readonly ErrorCode[] = ['invalid_request', 'rate_limited', 'internal', 'unavailable'];

/** The document. @param version of the program; @param servers where it is served. */
export function openApi(version: string, servers: readonly string[] = ['/']): Json {
  const paths: Record<string, Json> = {};
  const components: Record<string, unknown> = {};
  for (const [operationId, route] of routeList)
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(operationId, route, components);
  reference(problem, 'output', components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stemma',
      version,
      summary: 'Ask for a result: it is found in the store, or computed from exactly what is missing.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: servers.map((url) => ({ url })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'a token of an account' } },
    },
  };
}

function operation(operationId: string, route: AnyRoute, components: Json): Json {
  const { summary, description, tag, scope, answer, errors = [], body } = route;
  const responses: Json = { [answer.status]: response(route, components) };
  for (const code of new Set([
    ...errors,
    ...always,
    ...(scope === 'public' ? [] : (['unauthenticated', 'forbidden'] as const)),
  ]))
    responses[errorTable[code].status] ??= {
      description: errorTable[code].meaning,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    parameters: [
      ...parameters(route, 'params', 'path', components),
      ...parameters(route, 'query', 'query', components),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: reference(body, 'input', components) } },
      },
    }),
    responses,
    security: scope === 'public' ? [] : [{ token: [] }, {}],
    'x-scope': scope,
  };
}

function response({ answer: { description, schema, media } }: AnyRoute, components: Json): Json {
  if (media) return { description, content: Object.fromEntries(media.map((type) => [type, {}])) };
  if (!schema) return { description };
  return { description, content: { 'application/json': { schema: reference(schema, 'output', components) } } };
}

function parameters(route: AnyRoute, key: 'params' | 'query', place: string, components: Json): Json[] {
  const schema = route[key];
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', components) as {
    properties?: Record<string, Json>;
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

function reference(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  return jsonSchema(schema, io, components);
}

// Schemas with an id become components, once, and are referred to.
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const whole = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    // What is read with a default may be left out: the same schema has two faces, and two names.
    reused: 'inline',
  }) as Json;
  const { $defs = {}, ...others } = whole as { $defs?: Record<string, Json> };
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => key !== '$schema'));
  const rename = (name: string) => nameFor(name, $defs[name]!, components);
  const names = new Map(Object.keys($defs).map((name) => [name, rename(name)]));
  for (const [name, definition] of Object.entries($defs)) components[names.get(name)!] = pointed(definition, names);
  const top = pointed(rest, names) as Json;
  if (typeof top.id !== 'string') return top;
  const name = nameFor(top.id, top, components);
  components[name] = withoutId(top);
  return { $ref: `#/components/schemas/${name}` };
}

function nameFor(name: string, definition: Json, components: Json): string {
  const earlier = components[name];
  const isSame = earlier === undefined || JSON.stringify(earlier) === JSON.stringify(withoutId(definition));
  return isSame ? name : `${name}Request`;
}

function withoutId(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'id'));
}

function pointed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => pointed(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === '$ref' && typeof item === 'string' && item.startsWith('#/$defs/'))
        return [key, `#/components/schemas/${names.get(item.slice('#/$defs/'.length))}`];
      return [key, pointed(item, names)];
    }),
  );
}
