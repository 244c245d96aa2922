// The OpenAPI document: what it says of every route, the names of its components, and an outside validator.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { openApi } from './openapi.ts';
import { route, type AnyRoute } from './route.ts';
import { routeList } from './route-table.ts';

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  responses: object;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const whole = openApi('1.2.3') as unknown as Document;

test('every route is an operation, and every operation a route', () => {
  const described = Object.entries(whole.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
  );
  const declared = routeList.map(([operation, { method, path }]) => `${operation} ${method} ${path}`);
  assert.deepEqual(described.sort(), [...declared].sort());
});

test('names in paths are parameters, and no two routes take the same requests', () => {
  const shapes = new Set<string>();
  for (const [operation, { method, path, params }] of routeList) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = params ? Object.keys((params as unknown as z.ZodObject).shape) : [];
    assert.deepEqual(declared.sort(), names.sort(), operation);
    const shape = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
    assert.ok(!shapes.has(shape), `${operation} has the address of another route`);
    shapes.add(shape);
  }
});

test('every reference leads to a component, and every component is referred to', () => {
  const used = new Set(
    [...JSON.stringify(whole).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!),
  );
  assert.deepEqual([...used].sort(), Object.keys(whole.components.schemas).sort());
});

const shared = z.object({ size: z.number() }).meta({ id: 'Shared' });
const holder = z.object({ kind: z.string().default('plain'), shared }).meta({ id: 'Holder' });
const outer = z.object({ holder }).meta({ id: 'Outer' });
const answering = (body: z.ZodType, schema: z.ZodType): AnyRoute =>
  route({ method: 'POST', path: '/x', tag: 'system', summary: 's', scope: 'public', body, answer: { status: 200, description: 'd', schema } }) as unknown as AnyRoute; // prettier-ignore
const named = (routes: (readonly [string, AnyRoute])[]) =>
  Object.keys((openApi('1', ['/'], routes) as unknown as Document).components.schemas).sort();

test('read and answered forms share a name but where a default makes them differ, and what holds them', () => {
  const names = named([['one', answering(outer, outer)]]);
  assert.deepEqual(names, ['Holder', 'HolderRequest', 'Json', 'Outer', 'OuterRequest', 'Problem', 'Shared']);
  assert.deepEqual(named([['one', answering(outer, shared)]]), ['Holder', 'Json', 'Outer', 'Problem', 'Shared']);
});

test('the order of routes changes no component', () => {
  const schemas = (routes: typeof routeList) => (openApi('1', ['/'], routes) as unknown as Document).components;
  assert.deepEqual(schemas([...routeList].reverse()), schemas(routeList));
});

test('routes of immutable bytes tell of ranges and conditions', () => {
  const { parameters, responses } = whole.paths['/api/v1/blobs/{sha256}/{filename}']!.get!;
  assert.deepEqual(
    parameters.filter((one) => one.in === 'header').map(({ name }) => name),
    ['If-None-Match', 'Range'],
  );
  for (const status of ['200', '206', '304', '416']) assert.ok(status in responses, status);
});

const python = join(import.meta.dirname, '../../../.venv-service/bin/python');
const skip = !existsSync(python) && 'no judge of OpenAPI is here (.ci/requirements/service.txt)';

test('an outside validator accepts the document, and refuses a broken twin', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-openapi-'));
  const judge = (document: unknown) => {
    const path = join(folder, 'openapi.json');
    writeFileSync(path, JSON.stringify(document));
    return spawnSync(python, ['-m', 'openapi_spec_validator', path], { encoding: 'utf8' });
  };
  try {
    const good = judge(whole);
    assert.equal(good.status, 0, good.stdout + good.stderr);
    const broken = structuredClone(whole);
    broken.paths['/api/v1/results/{id}']!.get!.parameters = [];
    assert.notEqual(judge(broken).status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
