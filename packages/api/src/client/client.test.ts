// The client against a server that does what servers do: answer, refuse, break off, come back.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { StemmaError } from '@stemma/core';
import { createClient } from './client.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serving(t: TestContext, answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (response: ServerResponse, value: unknown, status = 200, type = 'application/json') =>
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
const id = 'ab'.repeat(32);

test('a route is a method: path, query, body and token go where they belong', async (t) => {
  const seen: unknown[] = [];
  const url = await serving(t, (request, response, body) => {
    seen.push([request.method, request.url, request.headers.authorization, body]);
    json(response, { items: [] });
  });
  const client = createClient({ url: `${url}/`, token: 'secret' });
  await client.listMembers({ params: { name: 'a/b ü' }, query: { limit: 3 } });
  await client.getView({ params: { id }, query: { keep: ['One', 'Two'] } });
  await client.searchResults({ body: { analysis: 'x' } });
  assert.deepEqual(seen, [
    ['GET', '/api/v1/collections/a%2Fb%20%C3%BC/results?limit=3', 'Bearer secret', ''],
    ['GET', `/api/v1/results/${id}/view?keep=One&keep=Two`, 'Bearer secret', ''],
    ['POST', '/api/v1/results/search', 'Bearer secret', '{"analysis":"x"}'],
  ]);
  await assert.rejects(client.getResult(), { code: 'invalid_request' });
});

test('bytes come as a response, a part of them by its range', async (t) => {
  const url = await serving(t, (request, response) => response.writeHead(206).end(request.headers.range));
  const response = await createClient({ url }).getBlob(
    { params: { sha256: id, filename: 'x' } },
    { range: { first: 5, last: 9 } },
  );
  assert.equal(await response.text(), 'bytes=5-9');
});

test('problems are the errors of the library, with code, particulars and pointers', async (t) => {
  const url = await serving(t, (_, response) => {
    response.setHeader('retry-after', '7');
    json(response, { code: 'rate_limited', detail: 'slowly', requestId: 'r1', particulars: { limit: 5 }, errors: [{ pointer: '/a', detail: 'b' }] }, 429, 'application/problem+json'); // prettier-ignore
  });
  await assert.rejects(createClient({ url }).listTags(), (error: StemmaError) => {
    assert.deepEqual([error.code, error.message], ['rate_limited', 'slowly']);
    assert.deepEqual(error.detail, { limit: 5, errors: [{ pointer: '/a', detail: 'b' }], requestId: 'r1', status: 429, retryAfterS: 7 }); // prettier-ignore
    return true;
  });
});

test('what is no problem document is told by its status; nobody there is unavailable', async (t) => {
  const status = async (code: number) => {
    const url = await serving(t, (_, response) => response.writeHead(code, { 'content-type': 'text/html' }).end('<p>'));
    return createClient({ url }).listTags().then(() => '', (error: StemmaError) => error.code); // prettier-ignore
  };
  assert.deepEqual(
    [await status(502), await status(504), await status(404), await status(418), await status(200)],
    ['unavailable', 'timeout', 'not_found', 'invalid_request', 'unavailable'],
  );
  const dead = createClient({ url: 'http://127.0.0.1:1' });
  await assert.rejects(dead.listTags(), { code: 'unavailable' });
  await assert.rejects(dead.listTags({}, { signal: AbortSignal.abort() }), { code: 'cancelled' });
});

const event = (number: number, type: string, data: object) =>
  `id: ${number}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

test('a job is followed over broken connections: each event once, in order, to the end', async (t) => {
  const asked: (string | undefined)[] = [];
  const url = await serving(t, (request, response) => {
    const after = request.headers['last-event-id'] as string | undefined;
    asked.push(after);
    if (asked.length === 2) return json(response, { code: 'unavailable', detail: 'restarting', requestId: '' }, 503, 'application/problem+json'); // prettier-ignore
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 5\n\n');
    if (after === undefined) {
      response.write(event(1, 'state', { state: 'running' }) + event(2, 'log', { text: 'a' }));
      return setTimeout(() => response.destroy(), 20);
    }
    // Tells one of them again, as after a restart.
    response.end(
      event(2, 'log', { text: 'a' }) + event(3, 'log', { text: 'b' }) + event(4, 'state', { state: 'done' }),
    );
  });
  const numbers: number[] = [];
  for await (const { number } of createClient({ url }).followJob({ params: { id: 'j' } })) numbers.push(number);
  assert.deepEqual(numbers, [1, 2, 3, 4]);
  assert.deepEqual(asked, [undefined, '2', '2']);
});

test('following a job that ended long ago ends; one that is not there is refused', async (t) => {
  const url = await serving(t, (request, response) => {
    if (request.url!.includes('/missing')) return json(response, { code: 'not_found', detail: 'no', requestId: '' }, 404, 'application/problem+json'); // prettier-ignore
    if (!request.url!.endsWith('/events')) return json(response, { state: 'failed' });
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\n\n');
  });
  const client = createClient({ url });
  const events = await Array.fromAsync(client.followJob({ params: { id: 'j' } }, { after: 9 }));
  assert.deepEqual(events, []);
  await assert.rejects(Array.fromAsync(client.followJob({ params: { id: 'missing' } })), { code: 'not_found' });
});

test('who stops listening closes the connection', async (t) => {
  const closed = Promise.withResolvers<void>();
  const url = await serving(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(1, 'log', {}));
    response.on('close', () => closed.resolve());
  });
  for await (const { number } of createClient({ url }).followJob({ params: { id: 'j' } })) {
    assert.equal(number, 1);
    break;
  }
  await closed.promise;
});

test('waiting polls until the job has ended', async (t) => {
  const states = ['queued', 'running', 'done'];
  const url = await serving(t, (request, response) => {
    assert.match(request.url!, /wait=30$/);
    json(response, { state: states.shift() });
  });
  assert.equal((await createClient({ url }).waitForJob('j')).state, 'done');
});
