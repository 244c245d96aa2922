// Hostile requests, each alone: whatever comes, the answer is an error of the caller in problem+json, soon, and the
// service goes on.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { problemIn, service, type Ask } from './setting.ts';

const goal = { analysis: 'BinnedEvents' };

// Refused as the caller's fault, within two seconds, and the service still answers.
async function refuses(t: TestContext, asks: readonly Ask[], made = service(t)): Promise<void> {
  const { ask } = await made;
  for (const one of asks) {
    const startedMs = performance.now();
    const response = await ask(one);
    const told = JSON.stringify(one).slice(0, 120);
    const text = await response.text();
    assert.ok(response.status >= 400 && response.status < 500, `${response.status} for ${told}: ${text.slice(0, 300)}`);
    assert.equal(response.headers.get('content-type'), 'application/problem+json', told);
    assert.ok(text.length < 100_000, 'an answer is not larger for a larger attack');
    assert.ok(performance.now() - startedMs < 2_000, told);
  }
  assert.equal((await ask({ path: '/healthz' })).status, 200);
}

const jobs = (body: unknown, headers: Record<string, string> = {}): Ask => ({ path: '/api/v1/jobs', body, headers });
const plan = (body: unknown): Ask => ({ path: '/api/v1/plan', body });

test('malformed bodies are refused', (t) => {
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1e999',
    '{"analysis":}',
    '\u0000',
    '{"analysis":"\\ud800"}',
    '{"analysis":"x"}x',
  ];
  return refuses(t, bodies.map(plan));
});

test('deeply nested JSON is refused, with and without a key of idempotency', (t) => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const objects = (depth: number) => `${'{"map":'.repeat(depth)}{}${'}'.repeat(depth)}`;
  const bodies = [1_000, 100_000, 1_900_000]
    .map(deep)
    .flatMap((value) => [
      value,
      `{"goal":{"analysis":"BinnedEvents","parameters":{"binSizeKeV":${value}}}}`,
      `{"goal":{"analysis":"BinnedEvents","inputs":{"events":${value}}}}`,
    ]);
  bodies.push(`{"goal":{"analysis":"BinnedEvents","inputs":{"events":${objects(5_000)}}}}`);
  return refuses(t, [
    ...bodies.map((body) => jobs(body)),
    ...bodies.map((body) => jobs(body, { 'idempotency-key': 'k' })),
  ]);
});

test('parameter bombs are refused: a hundred thousand names, endless lists, numbers beyond all bounds', (t) => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`p${i}`, i]));
  const values: unknown[] = [many, { binSizeKeV: Array(500_000).fill(1) }, { binSizeKeV: '9'.repeat(1_000_000) }];
  for (const number of ['1e308 keV', '1e-320 keV', '1e999999999', '-1', 'NaN', 'Infinity', '0', '0x10', '1e5 GeV'])
    values.push({ binSizeKeV: number });
  const bodies: unknown[] = values.map((parameters) => ({ ...goal, parameters }));
  bodies.push({ ...goal, assumptions: Array.from({ length: 100_000 }, () => ({ without: 'x' })) });
  bodies.push(`{"analysis":"BinnedEvents","parameters":{"binSizeKeV":1e400}}`);
  bodies.push({ analysis: 'A'.repeat(1_000_000) });
  return refuses(t, bodies.map(plan));
});

test('queries with a hundred thousand names or endless values are refused, or mean nothing', async (t) => {
  const { ask } = await service(t);
  const many = Array.from({ length: 100_000 }, (_, i) => `p${i}=1`).join('&');
  for (const query of [
    many,
    `q=${'a'.repeat(100_000)}`,
    `limit=${'9'.repeat(400)}`,
    'limit=1e3&limit=2',
    'limit[$gt]=1',
  ]) {
    const startedMs = performance.now();
    const response = await ask({ path: `/api/v1/jobs?${query}` });
    assert.ok(response.status < 500, query.slice(0, 20));
    assert.ok(performance.now() - startedMs < 2_000);
  }
});

test('patterns are matched in linear time, whatever is given to them', async (t) => {
  const { ask } = await service(t);
  const texts = [
    'a'.repeat(50_000) + '!',
    ' '.repeat(50_000) + 'x',
    '('.repeat(50_000),
    `1${'0'.repeat(50_000)}x`,
    '1 '.repeat(25_000),
  ];
  const startedMs = performance.now();
  for (const text of texts) {
    await ask(plan({ ...goal, parameters: { binSizeKeV: text } }));
    await ask(plan({ analysis: text }));
    await ask({ path: '/api/v1/me', headers: { cookie: text, 'x-request-id': text, 'accept-encoding': text } });
    await ask({ path: '/api/v1/me', headers: { authorization: `Bearer ${text}` } });
    await ask({ path: `/api/v1/results?q=${encodeURIComponent(text.slice(0, 5_000))}` });
    await ask({ path: '/api/v1/blobs/x/y', headers: { range: `bytes=${text}`, 'if-none-match': text } });
  }
  assert.ok(performance.now() - startedMs < 5_000, `${performance.now() - startedMs} ms`);
});

test('paths lead out of nothing: dots, encoded dots and slashes, zero bytes', async (t) => {
  const { ask } = await service(t);
  const up = [
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/etc/passwd',
    '..%5c..%5cx',
    '%00',
    '%c0%ae%c0%ae/',
    '....//',
    '%252e%252e%252f',
  ];
  const id = 'a'.repeat(64);
  const before = [
    '/api/v1/analyses/',
    '/api/v1/jobs/',
    '/api/v1/results/',
    `/api/v1/results/${id}/files/`,
    `/api/v1/results/${id}/outputs/`,
    `/api/v1/blobs/${id}/`,
    '/',
  ];
  for (const place of before)
    for (const path of up) {
      const response = await ask({ path: place + path });
      const text = await response.text();
      assert.ok(response.status >= 400 && response.status < 500, `${response.status} for ${place}${path}`);
      assert.equal(text.includes('root:'), false);
    }
});

test('malformed escapes in addresses are the caller’s fault', (t) =>
  refuses(
    t,
    ['/api/v1/jobs/%zz', '/api/v1/analyses/%', '/%ff%fe', '/api/v1/results/%e0%80%80'].map((path) => ({ path })),
  ));

test('no prototype is polluted by names in bodies or queries', async (t) => {
  const { ask } = await service(t);
  const bodies = [
    '{"analysis":"BinnedEvents","parameters":{"__proto__":{"polluted":1}}}',
    '{"analysis":"BinnedEvents","__proto__":{"polluted":1}}',
    '{"analysis":"BinnedEvents","parameters":{"constructor":{"prototype":{"polluted":1}}}}',
    '{"analysis":"BinnedEvents","inputs":{"__proto__":{"polluted":1}}}',
    '{"analysis":"BinnedEvents","inputs":{"hasOwnProperty":{"value":1}}}',
    '{"analysis":"BinnedEvents","assumptions":[{"configure":"BinnedEvents","parameters":{"__proto__":{"polluted":1}}}]}',
    '{"analysis":"constructor"}',
    '{"analysis":"__proto__"}',
  ];
  for (const body of bodies) assert.ok((await ask(plan(body))).status < 500, body);
  await ask({ path: '/api/v1/jobs?__proto__[polluted]=1&constructor.prototype.polluted=1' });
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    assert.equal((await ask({ path: `/api/v1/analyses/${name}` })).status, 404, name);
});

test('names and labels cannot write headers or log lines of their own', async (t) => {
  const { ask, log } = await service(t);
  const evil = 'x\r\nset-cookie: a=b\r\n\r\n<script>';
  const places: Ask[] = [
    { path: `/api/v1/analyses/${encodeURIComponent(evil)}` },
    { path: `/api/v1/login?next=${encodeURIComponent(`/${evil}`)}` },
    { path: `/api/v1/blobs/${'a'.repeat(64)}/${encodeURIComponent(evil)}` },
    jobs({ goal, label: evil }),
    { path: '/api/v1/tokens', body: { label: evil, account: 'ada' } },
  ];
  for (const place of places) {
    const response = await ask(place);
    assert.deepEqual(response.headers.getSetCookie(), [], place.path);
    assert.ok(response.status < 500);
    assert.match(response.headers.get('content-type')!, /json/, 'nothing that a browser runs');
  }
  for (const line of log) assert.equal(/[\r\n]/.test(line), false);
  for (const id of ['a b', '<x>', 'x'.repeat(100)]) {
    const answered = await ask({ path: '/healthz', headers: { 'x-request-id': id } });
    assert.notEqual(answered.headers.get('x-request-id'), id);
  }
});

test('addresses in a goal are asked by nobody: files are named by digest, and only those that are here', async (t) => {
  let asked = 0;
  const canary = createServer((_, response) => {
    asked++;
    response.end('secret');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  t.after(() => canary.close());
  const inside = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/latest/meta-data`;
  const sha256 = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
  const files: unknown[] = [
    { url: inside },
    { sha256, name: 'x', url: inside },
    { sha256, name: 'x', urls: [inside] },
    { sha256: inside, name: 'x' },
    { path: '/etc/passwd' },
  ];
  const made = service(t);
  const inputs = files.map((file) => jobs({ goal: { ...goal, inputs: { events: { file } } } }));
  await refuses(t, inputs, made);
  const { ask } = await made;
  const named = { ...goal, inputs: { events: { file: { sha256, name: inside } } } };
  const job = (await (await ask(jobs({ goal: named }))).json()) as { id?: string };
  if (job.id !== undefined) await ask({ path: `/api/v1/jobs/${job.id}?wait=10` });
  await ask(jobs({ goal: { ...goal, parameters: { binSizeKeV: inside } } }));
  await ask({ path: '/api/v1/me', headers: { 'x-forwarded-host': inside.slice(7), referer: inside } });
  assert.equal(asked, 0);
});

test('a host that is not ours is refused: pages that rename themselves reach nothing', async (t) => {
  const { ask } = await service(t);
  for (const origin of ['http://evil.example', 'http://localhost.evil.example', 'http://127.0.0.1.nip.example']) {
    const told = await problemIn(await ask({ path: '/api/v1/jobs', origin }));
    assert.deepEqual([told.status, told.code], [400, 'invalid_request'], origin);
    assert.equal(told.detail.includes('evil'), false);
  }
  for (const origin of ['http://localhost:1', 'http://127.0.0.1:8640', 'http://[::1]:8640', 'http://192.0.2.1'])
    assert.equal((await ask({ path: '/healthz', origin })).status, 200, origin);
  const named = await service(t, { settings: { publicUrl: 'https://stemma.example' } });
  assert.equal((await named.ask({ path: '/healthz', origin: 'http://stemma.example' })).status, 200);
  const forwarded = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
  const away = await named.ask({ path: '/api/v1/me', headers: forwarded });
  assert.equal((await away.text()).includes('evil'), false);
});

test('a header says nothing about who is at this machine, unless a trusted proxy wrote it', async (t) => {
  const { ask } = await service(t, { settings: { trustedProxies: ['10.0.0.0/8'] } });
  const via = async (from: string, headers: Record<string, string>) =>
    ((await (await ask({ path: '/api/v1/me', from, headers })).json()) as { via: string }).via;
  assert.equal(await via('203.0.113.9', { 'x-forwarded-for': '127.0.0.1' }), 'none');
  assert.equal(await via('10.0.0.1', { 'x-forwarded-for': '127.0.0.1' }), 'none');
  // A proxy on this machine that nobody declared: whoever it speaks for is not here.
  assert.equal(await via('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }), 'none');
  assert.equal(await via('127.0.0.1', { forwarded: 'for=203.0.113.9' }), 'none');
  assert.equal(await via('::ffff:127.0.0.1', {}), 'loopback');
  assert.equal(await via('::1', {}), 'loopback');
  assert.equal(await via('', {}), 'none');
});

test('pages of other sites change nothing, also where no account is needed', async (t) => {
  const { ask } = await service(t);
  const job = (await (await ask(jobs({ goal }))).json()) as { id: string };
  const cancel = { method: 'POST', path: `/api/v1/jobs/${job.id}/cancel` };
  const evil = { origin: 'https://evil.example' };
  assert.equal((await ask({ ...cancel, headers: evil })).status, 403);
  assert.equal((await ask({ ...cancel, headers: { origin: 'null' } })).status, 403);
  assert.equal((await ask({ ...cancel, headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    assert.equal((await ask(jobs({ goal }, { 'content-type': type }))).status, 400, type);
  assert.equal((await ask(jobs({ goal }, evil))).status, 403);
});

test('tokens that are forged, over, or for something else are refused in the same way', async (t) => {
  const { ask, tokenOf, clock } = await service(t);
  const { secret } = tokenOf('ada');
  const payload = Buffer.from('{"alg":"none"}').toString('base64url');
  const flipped = secret.slice(0, 10) + (secret[10] === 'A' ? 'B' : 'A') + secret.slice(11);
  const forged = [flipped, `${payload}.${payload}.`, 'stm_', `${secret}x`, secret.slice(0, -1), 'null', "' OR 1=1 --"];
  for (const token of forged) {
    const told = await problemIn(await ask({ path: '/api/v1/me', token }));
    assert.deepEqual([told.status, told.code], [401, 'unauthenticated'], token);
    assert.equal(told.detail.includes(token), false);
  }
  for (const authorization of [secret, `Basic ${secret}`, `Bearer ${secret}, Bearer ${secret}`, 'Bearer', ''])
    assert.notEqual((await ask({ path: '/api/v1/tokens', headers: { authorization } })).status, 200, authorization);
  assert.equal((await ask({ path: '/api/v1/tokens', token: secret })).status, 200);
  clock.ms += 3_600_000;
  const over = await problemIn(await ask({ path: '/api/v1/me', token: secret }));
  assert.deepEqual([over.status, over.code], [401, 'unauthenticated']);
});

test('whoever tries tokens is stopped, and others go on', async (t) => {
  const { ask, tokenOf, clock } = await service(t);
  const { secret } = tokenOf('ada');
  const statuses: number[] = [];
  for (let i = 0; i < 30; i++)
    statuses.push((await ask({ path: '/api/v1/me', token: `guess-${i}`, from: '2001:db8:0:1::5' })).status);
  assert.deepEqual([...new Set(statuses)], [401, 429]);
  const other = await ask({ path: '/api/v1/me', token: secret, from: '2001:db8:0:2::5' });
  assert.equal(other.status, 200);
  const neighbour = await ask({ path: '/api/v1/me', token: secret, from: '2001:db8:0:1:ffff::1' });
  assert.equal(neighbour.status, 429, 'a subscriber has 2^64 addresses');
  assert.ok(Number(neighbour.headers.get('retry-after')) >= 1);
  clock.ms += 60_000;
  assert.equal((await ask({ path: '/api/v1/me', token: secret, from: '2001:db8:0:1::5' })).status, 200);
});

test('cursors that were changed are refused, or show nothing that is hidden', async (t) => {
  const { ask, tokenOf } = await service(t);
  const [ada, bob] = [tokenOf('ada').secret, tokenOf('bob').secret];
  for (let binSizeKeV = 4; binSizeKeV < 8; binSizeKeV++)
    await ask({
      path: '/api/v1/jobs',
      body: { goal: { ...goal, parameters: { binSizeKeV } }, private: true },
      token: ada,
    });
  const page = (await (await ask({ path: '/api/v1/jobs?limit=2', token: ada })).json()) as { next: string };
  const { next } = page;
  const changed = [
    next,
    `${next}x`,
    next.slice(1),
    next.split('').toReversed().join(''),
    '',
    '0',
    '-1',
    '1e9',
    '%00',
    "1' OR '1'='1",
    '9'.repeat(300),
  ];
  for (const path of ['/api/v1/jobs', '/api/v1/results', '/api/v1/audit'])
    for (const cursor of changed) {
      const response = await ask({ path: `${path}?cursor=${encodeURIComponent(cursor)}`, token: bob });
      assert.ok(response.status < 500, `${response.status} for ${path} ${cursor}`);
      const text = await response.text();
      assert.equal(text.includes('"owner":"ada"'), false, cursor);
    }
});

test('ids of others open nothing: jobs, tokens, shares', async (t) => {
  const { ask, tokenOf } = await service(t);
  const [ada, bob] = [tokenOf('ada'), tokenOf('bob')];
  const job = (await (
    await ask({ path: '/api/v1/jobs', body: { goal, private: true }, token: ada.secret })
  ).json()) as { id: string };
  const tries: Ask[] = [
    { path: `/api/v1/jobs/${job.id}` },
    { method: 'POST', path: `/api/v1/jobs/${job.id}/cancel` },
    { method: 'POST', path: `/api/v1/jobs/${job.id}/retry` },
    { path: `/api/v1/jobs/${job.id}/events` },
    { path: `/api/v1/shares/job/${job.id}` },
    { method: 'PUT', path: `/api/v1/shares/job/${job.id}/bob` },
    { method: 'DELETE', path: `/api/v1/shares/job/${job.id}/ada` },
    { method: 'DELETE', path: `/api/v1/tokens/${ada.id}` },
  ];
  for (const one of tries) assert.equal((await ask({ ...one, token: bob.secret })).status, 404, one.path);
  assert.equal((await ask({ path: '/api/v1/me', token: ada.secret })).status, 200, 'her token still works');
  assert.equal((await ask({ path: '/api/v1/tokens?all=true', token: bob.secret })).status, 403);
});
