// Accounts as programs and people meet them: tokens made, used, listed, ended; sharing; the audit log; nothing secret
// anywhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { problemIn, service } from './setting.ts';

interface Token {
  id: string;
  account: string;
  secret: string;
  scopes: string[];
  lastUsed?: string;
  revoked?: string;
}
const goal = { analysis: 'BinnedEvents', parameters: { binSizeKeV: '4 keV' } };
const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;

test('the person at the machine may do everything, a stranger from elsewhere only look at what is public', async (t) => {
  const { ask } = await service(t);
  const here = await json<{ via: string; scopes: string[] }>(ask({ path: '/api/v1/me' }));
  assert.deepEqual([here.via, here.scopes.toSorted()], ['loopback', ['annotate', 'operate', 'read', 'run']]);
  const there = await json<{ via: string; scopes: string[] }>(ask({ path: '/api/v1/me', from: '203.0.113.9' }));
  assert.deepEqual([there.via, there.scopes], ['none', []]);
  assert.equal((await ask({ path: '/api/v1/analyses', from: '203.0.113.9' })).status, 200);
  for (const path of ['/api/v1/jobs', '/api/v1/tokens', '/api/v1/audit'])
    assert.equal((await ask({ path, from: '203.0.113.9' })).status, 401, path);
});

test('a token is made once, works from anywhere within its scopes, shows when it was used, and ends when revoked', async (t) => {
  const { ask, clock } = await service(t);
  const body = { label: 'my notebook', account: 'ada', scopes: ['read', 'run'], expiresInDays: 30 };
  const made = await ask({ path: '/api/v1/tokens', body });
  assert.deepEqual([made.status, made.headers.get('cache-control')], [201, 'no-store']);
  const { secret, id, ...token } = await json<Token>(made);
  assert.match(secret, /^stm_[\w-]{43}[0-9a-f]{8}$/);
  assert.equal(token.account, 'ada');
  const asAda = { token: secret, from: '203.0.113.9' };
  const me = await json<{ subject: string; scopes: string[] }>(ask({ path: '/api/v1/me', ...asAda }));
  assert.deepEqual([me.subject, me.scopes.toSorted()], ['ada', ['read', 'run']]);
  assert.equal((await ask({ path: '/api/v1/jobs', body: { goal }, ...asAda })).status, 202);
  assert.equal((await ask({ path: '/api/v1/audit', ...asAda })).status, 403);
  clock.ms += 120_000;
  const listed = await json<{ items: Token[] }>(ask({ path: '/api/v1/tokens', ...asAda }));
  assert.equal(listed.items.length, 1);
  assert.equal(listed.items[0]!.lastUsed, '2026-11-22T12:02:00.000Z');
  assert.equal('secret' in listed.items[0]!, false);
  assert.equal((await ask({ method: 'DELETE', path: `/api/v1/tokens/${id}`, ...asAda })).status, 204);
  const after = await problemIn(await ask({ path: '/api/v1/me', ...asAda }));
  assert.deepEqual([after.status, after.code], [401, 'unauthenticated']);
});

test('a token makes no tokens, and nobody gives away more than they have', async (t) => {
  const { ask, tokenOf } = await service(t);
  const ada = tokenOf('ada').secret;
  const body = { label: 'for ever', scopes: ['read'] };
  assert.equal((await ask({ path: '/api/v1/tokens', body, token: ada })).status, 403);
  const operator = tokenOf('olga', ['read', 'operate']).secret;
  const other = { ...body, account: 'bob' };
  assert.equal((await ask({ path: '/api/v1/tokens', body: other, token: operator })).status, 201);
  const above = { ...other, scopes: ['run'] };
  assert.equal((await ask({ path: '/api/v1/tokens', body: above, token: operator })).status, 403);
  assert.equal((await ask({ path: '/api/v1/tokens', body })).status, 400, 'anonymous has no tokens');
});

test('a lost role and a shut account end what their tokens may do, at once', async (t) => {
  const { ask, access, tokenOf } = await service(t);
  const { secret } = tokenOf('olga', ['read', 'operate']);
  assert.equal((await ask({ path: '/api/v1/audit', token: secret })).status, 200);
  access.accounts.setDisabled('olga', true);
  assert.equal((await ask({ path: '/api/v1/me', token: secret })).status, 401);
  access.accounts.setDisabled('olga', false);
  assert.equal((await ask({ path: '/api/v1/audit', token: secret })).status, 200);
  // A token with a scope that its account's role has not: as after the role was taken away.
  access.accounts.ensure('guest', ['guest']);
  const guest = access.tokens.create('guest', 'was an operator', ['read', 'operate'], 60).secret;
  assert.equal((await ask({ path: '/api/v1/audit', token: guest })).status, 403);
});

test('a private job and its result are the owner’s until shared, and look to others as if they were not', async (t) => {
  const { ask, tokenOf, access } = await service(t);
  const [ada, bob] = [tokenOf('ada').secret, tokenOf('bob').secret];
  const job = await json<{ id: string; result: string }>(
    ask({ path: '/api/v1/jobs', body: { goal, private: true }, token: ada }),
  );
  await ask({ path: `/api/v1/jobs/${job.id}?wait=20`, token: ada });
  const paths = ['', '/log', '/nodes', '/events'].map((part) => `/api/v1/jobs/${job.id}${part}`);
  paths.push(`/api/v1/results/${job.result}`, `/api/v1/results/${job.result.slice(0, 12)}`);
  const unknown = paths.map((path) => path.replace(job.id, crypto.randomUUID()).replace(/results\/./, 'results/0'));
  for (const [i, path] of paths.entries()) {
    assert.equal((await ask({ path, token: ada })).status < 300, true, path);
    const hidden = await problemIn(await ask({ path, token: bob }));
    const none = await problemIn(await ask({ path: unknown[i]!, token: bob }));
    assert.deepEqual([hidden.status, hidden.code], [none.status, none.code], path);
    const shape = (text: string) => text.replaceAll(/[0-9a-f-]{12,}/g, '…');
    assert.equal(shape(hidden.detail), shape(none.detail), path);
  }
  const listOf = async (token: string) =>
    (await json<{ items: { id: string }[] }>(ask({ path: '/api/v1/jobs', token }))).items;
  assert.deepEqual([(await listOf(ada)).length, (await listOf(bob)).length], [1, 0]);
  const share = { method: 'PUT', path: `/api/v1/shares/job/${job.id}/bob` };
  assert.equal((await ask({ ...share, token: bob })).status, 404);
  assert.equal((await ask({ ...share, token: ada })).status, 204);
  for (const path of paths) assert.equal((await ask({ path, token: bob })).status < 300, true, path);
  assert.equal((await listOf(bob)).length, 1);
  assert.equal((await ask({ ...share, path: share.path.replace('bob', 'eve'), token: bob })).status, 403);
  assert.equal((await ask({ ...share, method: 'DELETE', token: ada })).status, 204);
  for (const path of paths) assert.equal((await ask({ path, token: bob })).status, 404, path);
  assert.equal(
    access.visibility.readers(
      await access.identify(new Request('http://localhost/', { headers: { authorization: `Bearer ${ada}` } })),
      { kind: 'result', id: job.result },
    ).length,
    0,
  );
});

test('neither a plan nor a job tells that somebody else has a result privately', async (t) => {
  const { ask, tokenOf } = await service(t);
  const [ada, bob] = [tokenOf('ada').secret, tokenOf('bob').secret];
  const fresh = await json<{ missingCount: number }>(ask({ path: '/api/v1/plan', body: goal, token: bob }));
  const job = await json<{ id: string }>(ask({ path: '/api/v1/jobs', body: { goal, private: true }, token: ada }));
  await ask({ path: `/api/v1/jobs/${job.id}?wait=20`, token: ada });
  const own = await json<{ known: boolean }>(ask({ path: '/api/v1/plan', body: goal, token: ada }));
  assert.equal(own.known, true);
  const other = await json<{ known: boolean; missingCount: number }>(
    ask({ path: '/api/v1/plan', body: goal, token: bob }),
  );
  assert.deepEqual([other.known, other.missingCount], [false, fresh.missingCount]);
  const his = await json<{ id: string; state: string; origin?: string }>(
    ask({ path: '/api/v1/jobs', body: { goal }, token: bob }),
  );
  assert.notEqual(his.origin, 'store');
  const ended = await json<{ state: string; origin?: string }>(
    ask({ path: `/api/v1/jobs/${his.id}?wait=20`, token: bob }),
  );
  assert.equal(ended.state, 'done');
  assert.notEqual(ended.origin, 'store');
});

test('the audit log says who did and who tried what, from where, and cannot be changed', async (t) => {
  const { ask, tokenOf, access } = await service(t);
  const { secret, id } = tokenOf('ada');
  await ask({ path: '/api/v1/jobs', body: { goal }, token: secret, from: '203.0.113.9' });
  await ask({ path: '/api/v1/audit', token: secret, from: '203.0.113.9' });
  await ask({ path: '/api/v1/me', token: `stm_${'x'.repeat(51)}`, from: '203.0.113.66' });
  await ask({ path: '/api/v1/jobs', token: secret });
  const page = await json<{ items: Record<string, unknown>[] }>(ask({ path: '/api/v1/audit' }));
  const told = page.items.map(({ subject, action, outcome, address }) => [subject, action, outcome, address]);
  assert.deepEqual(told, [
    ['unknown', 'getMe', 'unauthenticated', '203.0.113.66'],
    ['ada', 'listAudit', 'forbidden', '203.0.113.9'],
    ['ada', 'submitJob', 'done', '203.0.113.9'],
  ]);
  assert.equal(page.items[2]!.tokenId, id);
  for (let i = 0; i < 5; i++) access.audit.record({ identity: { subject: 'x' }, action: `deed${i}`, outcome: 'done' });
  const first = await json<{ items: { action: string }[]; next: string }>(ask({ path: '/api/v1/audit?limit=3' }));
  const second = await json<{ items: { action: string }[] }>(
    ask({ path: `/api/v1/audit?limit=3&cursor=${first.next}` }),
  );
  assert.deepEqual(
    [...first.items, ...second.items].slice(0, 5).map(({ action }) => action),
    [4, 3, 2, 1, 0].map((i) => `deed${i}`),
  );
});

test('a token is in no log, no answer but its first, no error, and not in the file of accounts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-access-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'access.sqlite');
  const { ask, tokenOf, log, access } = await service(t, { path });
  const { secret } = tokenOf('ada', ['read', 'run', 'annotate', 'operate']);
  const answers: string[] = [];
  const asks = [
    { path: '/api/v1/me' },
    { path: '/api/v1/tokens?all=true' },
    { path: `/api/v1/me?access_token=${secret}` },
    { path: `/${secret}` },
    { path: `/api/v1/analyses/${secret}` },
    { path: '/api/v1/plan', body: { analysis: 'x'.repeat(400), token: secret } },
    { path: '/api/v1/jobs', body: { goal, label: 'x' } },
    { path: '/api/v1/audit?limit=100' },
    { path: '/api/v1/me', headers: { authorization: `Basic ${secret}` } },
    { path: '/api/v1/me', headers: { authorization: `Bearer ${secret} x` } },
  ];
  for (const one of asks) {
    const response = await ask({ token: secret, ...one });
    answers.push(JSON.stringify([...response.headers]), await response.text());
  }
  access.audit.record({ identity: { subject: 'ada' }, action: 'x', object: `/${secret}`, outcome: 'done' });
  const last = await ask({ path: '/api/v1/audit?limit=100', token: secret });
  answers.push(await last.text());
  const files = ['', '-wal'].map((end) => readFileSync(path + end).toString('latin1'));
  const middle = secret.slice(4, 47);
  for (const text of [...answers, ...log, ...files]) assert.equal(text.includes(middle), false, text.slice(0, 300));
  assert.ok(log.length >= asks.length);
  assert.equal((await stat(path)).mode & 0o077, 0, 'the file is its owner’s alone');
});

test('accounts, tokens and shares survive a restart', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-access-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'access.sqlite');
  const before = await service(t, { path });
  const { secret } = before.tokenOf('ada');
  const after = await service(t, { path });
  assert.equal((await json<{ subject: string }>(after.ask({ path: '/api/v1/me', token: secret }))).subject, 'ada');
});
