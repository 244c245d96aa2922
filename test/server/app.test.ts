// The application without a socket: routes of the table answer, and what is wrong is told by problem details.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { application } from './setting.ts';

interface Told {
  code: string;
  status: number;
  detail: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

test('the catalogue lists analyses, finds them by words, and describes one by its short name', async (t) => {
  const { ask } = await application(t);
  const all = (await (await ask('GET', '/api/v1/analyses')).json()) as { items: { name: string }[] };
  assert.ok(all.items.length >= 5);
  const some = (await (await ask('GET', '/api/v1/analyses?q=binned')).json()) as { items: { name: string }[] };
  assert.ok(some.items.length >= 1 && some.items.length < all.items.length);
  const one = (await (await ask('GET', '/api/v1/analyses/BinnedEvents')).json()) as {
    name: string;
    parameters: Record<string, Record<string, unknown>>;
  };
  assert.equal(one.name, 'tutorial.BinnedEvents');
  assert.equal(one.parameters.binSizeKeV!['x-unit'], 'keV');
});

test('a plan says what would run, and that nothing would once it is known', async (t) => {
  const { ask, parts } = await application(t);
  const goal = { analysis: 'BinnedEvents', parameters: { binSizeKeV: '4 keV' } };
  const before = (await (await ask('POST', '/api/v1/plan', goal)).json()) as { id: string; missingCount: number };
  assert.ok(before.missingCount >= 3);
  const { BinnedEvents } = await import('../../packages/instruments/src/tutorial/index.ts');
  const resolution = parts.engine.resolve(BinnedEvents({ binSizeKeV: 4 }));
  await resolution.result;
  assert.equal(before.id, resolution.id);
  const after = (await (await ask('POST', '/api/v1/plan', goal)).json()) as { known: boolean; missingCount: number };
  assert.deepEqual([after.known, after.missingCount], [true, 0]);
});

test('what is wrong is told with code, status, pointer and the id of the request', async (t) => {
  const { ask } = await application(t);
  const wrong: [string, string, unknown, number, string, string | undefined][] = [
    ['GET', '/nowhere', undefined, 404, 'not_found', undefined],
    ['GET', '/api/v1/analyses/BinedEvents', undefined, 404, 'not_found', undefined],
    ['POST', '/api/v1/plan', '{"analysis":', 400, 'invalid_request', undefined],
    ['POST', '/api/v1/plan', {}, 400, 'invalid_request', '/analysis'],
    [
      'POST',
      '/api/v1/plan',
      { analysis: 'BinnedEvents', parameters: { binSizeKeV: '1 m' } },
      400,
      'invalid_request',
      '/parameters/binSizeKeV',
    ],
    ['GET', '/api/v1/jobs?limit=0', undefined, 400, 'invalid_request', '#/query/limit'],
    ['GET', '/api/v1/jobs?limit=1&limit=2', undefined, 400, 'invalid_request', '#/query/limit'],
  ];
  for (const [method, path, body, status, code, pointer] of wrong) {
    const response = await ask(method, path, body, { 'x-request-id': 'test-1' });
    assert.equal(response.headers.get('content-type'), 'application/problem+json', path);
    const told = (await response.json()) as Told;
    assert.deepEqual([response.status, told.status, told.code], [status, status, code], told.detail);
    assert.equal(told.requestId, 'test-1');
    assert.equal(told.errors?.[0]?.pointer, pointer, told.detail);
  }
});

test('a body that is no JSON by its type, or too large, is refused before it is read', async (t) => {
  const { ask } = await application(t);
  const form = await ask('POST', '/api/v1/plan', 'analysis=x', { 'content-type': 'application/x-www-form-urlencoded' });
  assert.equal(form.status, 400);
  const large = await ask('POST', '/api/v1/plan', JSON.stringify({ analysis: 'x'.repeat(5 * 2 ** 20) }));
  assert.equal(large.status, 413);
});

test('who may not is refused, with a way to do better', async (t) => {
  const reader = { subject: 'anonymous', scopes: new Set(['public', 'read'] as const), roles: [] };
  const { ask } = await application(t, { identify: () => Promise.resolve(reader) });
  const response = await ask('POST', '/api/v1/jobs', { goal: { analysis: 'BinnedEvents' } });
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('www-authenticate'), 'Bearer');
  assert.match(((await response.json()) as Told).detail, /token with the scope "run"/);
});

test('a defect tells nothing of its inside, and the observer hears of it', async (t) => {
  const seen: unknown[] = [];
  const { ask } = await application(t, { observe: ({ error }) => seen.push(error) });
  const response = await ask('GET', '/api/v1/jobs');
  const told = (await response.json()) as Told;
  assert.deepEqual([response.status, told.code], [500, 'internal']);
  assert.doesNotMatch(JSON.stringify(told), /asked for list/);
  assert.match(String(seen.at(-1)), /asked for list/);
});

test('the interface describes every route, each with a schema for its answer', async (t) => {
  const { ask } = await application(t);
  const document = (await (await ask('GET', '/api/v1/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
    components: { schemas: Record<string, unknown> };
  };
  assert.equal(document.openapi, '3.1.0');
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    assert.ok(Object.hasOwn(document.components.schemas, name!), `${name} is referred to and not there`);
  assert.ok(document.paths['/api/v1/jobs/{id}']!.get!.responses['404']);
});
