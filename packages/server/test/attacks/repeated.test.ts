// The same request again: one effect, one answer, for each caller alone, also after a restart.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/access/database.ts';
import { Idempotency } from '../../src/http/idempotency.ts';
import { anonymousOnLoopback } from '../../src/http/identity.ts';
import { problemIn, service } from './setting.ts';

const goal = { analysis: 'BinnedEvents', parameters: { binSizeKeV: '4 keV' } };

test('a key gives the same answer to the same request, a conflict to another, and nothing to another caller', async (t) => {
  const { ask, tokenOf } = await service(t);
  const [ada, bob] = [tokenOf('ada').secret, tokenOf('bob').secret];
  const submit = (token: string, body: unknown, key = 'k1') =>
    ask({ path: '/api/v1/jobs', body, token, headers: { 'idempotency-key': key } });
  const first = await submit(ada, { goal, label: 'x' });
  const again = await submit(
    ada,
    '{ "label": "x",\n "goal": {"parameters": {"binSizeKeV": "4 keV"}, "analysis": "BinnedEvents"} }',
  );
  assert.deepEqual([first.status, again.status, again.headers.get('idempotency-replayed')], [202, 202, 'true']);
  const [one, two] = [await first.text(), await again.text()];
  assert.equal(one, two);
  const other = await problemIn(await submit(ada, { goal, label: 'y' }));
  assert.deepEqual([other.status, other.code], [409, 'conflict']);
  const his = (await (await submit(bob, { goal, label: 'x' })).json()) as { id: string; owner: string };
  assert.equal(his.owner, 'bob');
  assert.notEqual(his.id, (JSON.parse(one) as { id: string }).id);
  const list = (await (await ask({ path: '/api/v1/jobs?mine=true', token: ada })).json()) as { items: unknown[] };
  assert.equal(list.items.length, 1);
  for (const key of ['', ' ', 'ä', 'x'.repeat(201)]) assert.equal((await submit(ada, { goal }, key)).status, 400, key);
});

test('two at once with one key are one job', async (t) => {
  const { ask, tokenOf } = await service(t);
  const token = tokenOf('ada').secret;
  const all = await Promise.all(
    Array.from({ length: 20 }, () =>
      ask({ path: '/api/v1/jobs', body: { goal }, token, headers: { 'idempotency-key': 'at-once' } }),
    ),
  );
  const ids = new Set<string>();
  for (const response of all) {
    assert.ok(response.status === 202 || response.status === 409, String(response.status));
    if (response.status === 202) ids.add(((await response.json()) as { id: string }).id);
  }
  assert.equal(ids.size, 1);
});

test('answers are kept over a restart; what was not answered then may be asked again', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-access-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'access.sqlite');
  const clock = { nowMs: () => 1_000 };
  const asked = { operation: 'x', identity: anonymousOnLoopback, key: 'k', content: { a: 1 } };
  let made = 0;
  const answer = () => Promise.resolve(Response.json({ made: ++made }, { status: 201 }));
  const before = openDatabase(path);
  const first = await new Idempotency(before, clock).once(asked, answer);
  // The process ends while it answers this one.
  void new Idempotency(before, clock).once({ ...asked, key: 'cut' }, () => new Promise(() => {}));
  before.close();
  const after = openDatabase(path);
  t.after(() => after.close());
  const later = new Idempotency(after, clock);
  const again = await later.once(asked, answer);
  assert.deepEqual([again.status, await again.json(), await first.json()], [201, { made: 1 }, { made: 1 }]);
  assert.equal((await later.once({ ...asked, key: 'cut' }, answer)).status, 201);
  assert.equal(made, 2);
});

test('a defect is not kept: the same key tries again', async (t) => {
  const db = openDatabase(':memory:');
  t.after(() => db.close());
  const idempotency = new Idempotency(db, { nowMs: () => 1 });
  const asked = { operation: 'x', identity: anonymousOnLoopback, key: 'k', content: undefined };
  await assert.rejects(
    idempotency.once(asked, () => Promise.reject(new Error('defect'))),
    /defect/,
  );
  await idempotency.once(asked, () => Promise.resolve(new Response('x', { status: 503 })));
  assert.equal((await idempotency.once(asked, () => Promise.resolve(new Response('ok')))).status, 200);
});
