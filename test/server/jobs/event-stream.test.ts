// Server-sent events of jobs through the application: a client that is cut off at any point and comes back with the last
// number it saw hears everything once; a client that does not read holds up nobody.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { allHandlers, anonymousOnLoopback, createApp } from '../../../packages/server/src/index.ts';
import { asked, ended, eventsOf, me, openDesk } from './setting.ts';

async function openApp(t: TestContext) {
  const { desk, parts } = await openDesk(t);
  const app = createApp({
    handlers: allHandlers(parts, desk, '0.0.0'),
    identify: () => Promise.resolve(anonymousOnLoopback),
  });
  const open = async (id: string, after: number) =>
    app.fetch(new Request(`http://localhost/api/v1/jobs/${id}/events`, { headers: { 'last-event-id': `${after}` } }));
  return { desk, app, open };
}

// Reads numbers until so many bytes have come, as a connection that breaks would.
async function readUntilCut(response: Response, bytes: number): Promise<{ numbers: number[]; wasWhole: boolean }> {
  const reader = response.body!.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { numbers: numbersIn(text), wasWhole: true };
    text += new TextDecoder().decode(value);
    if (text.length < bytes) continue;
    await reader.cancel();
    return { numbers: numbersIn(text.slice(0, bytes)), wasWhole: false };
  }
}

// What was cut in the middle of an event has not been heard.
function numbersIn(text: string): number[] {
  const whole = text.slice(0, text.lastIndexOf('\n\n') + 1);
  return [...whole.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number));
}

test('over cuts at random places nothing is lost and nothing comes twice', async (t) => {
  const { desk, open } = await openApp(t);
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 30, max: 900 }), { maxLength: 12 }), async (cuts) => {
      const { id } = await desk.submit(asked('Slow', { n: n++, ms: 60 }), me);
      const heard: number[] = [];
      for (const bytes of [...cuts, Infinity]) {
        const response = await open(id, heard.at(-1) ?? 0);
        if (response.status === 204) break;
        const { numbers, wasWhole } = await readUntilCut(response, bytes);
        heard.push(...numbers);
        if (wasWhole) break;
      }
      assert.deepEqual(
        heard,
        (await eventsOf(desk, id)).map(({ number }) => number),
      );
    }),
    { numRuns: 15 },
  );
});

test('who has heard all of a job that has ended is told that there is no more, so that browsers stay away', async (t) => {
  const { desk, open } = await openApp(t);
  const { id } = await desk.submit(asked('Nothing'), me);
  await ended(desk, id);
  const events = await eventsOf(desk, id);
  assert.equal((await open(id, events.length)).status, 204);
  const last = await open(id, events.length - 1);
  assert.equal(last.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.deepEqual((await readUntilCut(last, Infinity)).numbers, [events.length]);
});

test('a thousand watchers hear everything, beside one that never reads', async (t) => {
  const { desk, open } = await openApp(t);
  const { id } = await desk.submit(asked('Slow', { n: 1, ms: 300 }), me);
  const stuck = await open(id, 0);
  const watchers = await Promise.all(Array.from({ length: 1_000 }, () => open(id, 0)));
  const heard = await Promise.all(watchers.map((response) => readUntilCut(response, Infinity)));
  const expected = (await eventsOf(desk, id)).map(({ number }) => number);
  for (const { numbers } of heard) assert.deepEqual(numbers, expected);
  await stuck.body!.cancel();
  assert.equal(desk.status().watchers, 0);
});

test('jobs over HTTP: submitted, listed by state, waited for, their nodes and log read, retried when they failed', async (t) => {
  const { app } = await openApp(t);
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = { method, headers: { 'content-type': 'application/json', 'idempotency-key': `${method} ${path}` } };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await app.fetch(new Request(`http://localhost/api/v1${path}`, { ...init, ...text }));
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  const goal = { analysis: 'Slow', parameters: { n: 1, ms: 50 } };
  const submitted = await ask('POST', '/jobs', { goal });
  assert.equal(submitted.status, 202);
  const id: string = submitted.body.id!;
  assert.equal((await ask('POST', '/jobs', { goal })).body.id, id);
  assert.equal((await ask('POST', '/jobs', { goal: { analysis: 'Nothing' } })).status, 409);
  assert.equal((await ask('GET', `/jobs/${id}?wait=30`)).body.state, 'done');
  assert.deepEqual((await ask('GET', `/jobs/${id}/nodes`)).body.analyses, ['jobs.Slow']);
  const { items } = (await ask('GET', `/jobs/${id}/log?level=info`)).body as unknown as { items: { text: string }[] };
  assert.deepEqual(
    items.map(({ text }) => text),
    ['begins 1'],
  );
  assert.equal((await ask('GET', `/jobs/${id}/log?level=error`)).body.items!['length'], 0);
  assert.equal((await ask('POST', `/jobs/${id}/retry`)).status, 409);
  assert.equal((await ask('GET', '/jobs?state=done&mine=true')).body.items!['length'], 1);
  assert.equal((await ask('GET', '/jobs?cursor=wrong')).status, 400);
});
