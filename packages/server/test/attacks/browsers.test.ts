// What browsers and caches are told: headers, other sites, compressed bytes, limits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { checkExposure } from '../../src/access/settings.ts';
import { codingFor, compressed } from '../../src/http/compression.ts';
import { subscriberOf } from '../../src/http/peer.ts';
import { RateLimit } from '../../src/http/rate-limit.ts';
import { service } from './setting.ts';

test('every answer tells browsers to run nothing, frame nothing, guess nothing; also errors', async (t) => {
  const { ask } = await service(t, { settings: { publicUrl: 'https://stemma.example' } });
  for (const path of ['/healthz', '/nowhere', '/api/v1/jobs/x', '/api/v1/openapi.json']) {
    const { headers } = await ask({ path });
    assert.match(headers.get('content-security-policy')!, /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.match(headers.get('strict-transport-security')!, /max-age/);
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('x-powered-by'), null);
    assert.match(headers.get('x-request-id')!, /^[\w.-]+$/);
  }
});

test('pages of sites that are named may read answers, without cookies; no other page may', async (t) => {
  const portal = 'https://portal.example';
  const { ask } = await service(t, { settings: { allowedOrigins: [portal] } });
  const preflight = (origin: string) =>
    ask({ method: 'OPTIONS', path: '/api/v1/jobs', headers: { origin, 'access-control-request-method': 'POST' } });
  const allowed = await preflight(portal);
  assert.deepEqual([allowed.status, allowed.headers.get('access-control-allow-origin')], [204, portal]);
  assert.equal(allowed.headers.get('access-control-allow-credentials'), null);
  for (const origin of ['https://evil.example', 'http://portal.example', `${portal}.evil.example`, 'null']) {
    const refused = await preflight(origin);
    assert.deepEqual([refused.status, refused.headers.get('access-control-allow-origin')], [403, null], origin);
    const read = await ask({ path: '/healthz', headers: { origin } });
    assert.equal(read.headers.get('access-control-allow-origin'), null);
    assert.match(read.headers.get('vary')!, /origin/);
  }
  const posted = await ask({ path: '/api/v1/plan', body: { analysis: 'BinnedEvents' }, headers: { origin: portal } });
  assert.deepEqual([posted.status, posted.headers.get('access-control-allow-origin')], [200, portal]);
});

test('JSON travels as zstd or gzip, whole; short answers and secrets as they are', async (t) => {
  const { ask } = await service(t);
  const path = '/api/v1/openapi.json';
  const plain = await (await ask({ path })).text();
  for (const [coding, decode] of [
    ['gzip', gunzipSync],
    ['zstd', zstdDecompressSync],
  ] as const) {
    const response = await ask({ path, headers: { 'accept-encoding': coding } });
    assert.equal(response.headers.get('content-encoding'), coding);
    assert.match(response.headers.get('vary')!, /accept-encoding/);
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(decode(bytes).toString(), plain);
    assert.ok(bytes.length < plain.length / 4);
  }
  const short = await ask({ path: '/healthz', headers: { 'accept-encoding': 'gzip' } });
  assert.equal(short.headers.get('content-encoding'), null);
  const body = { label: 'x', account: 'ada' };
  const secret = await ask({ path: '/api/v1/tokens', body, headers: { 'accept-encoding': 'gzip' } });
  assert.equal(secret.headers.get('content-encoding'), null);
});

test('events, ranges, files and what is coded already are never compressed; a strong tag becomes a weak one', async () => {
  const text = 'x'.repeat(5_000);
  const send = (headers: Record<string, string>, status = 200) =>
    compressed(new Response(text, { status, headers }), 'gzip');
  const json = { 'content-type': 'application/json' };
  for (const headers of [
    { 'content-type': 'text/event-stream; charset=utf-8' },
    { 'content-type': 'application/fits' },
    { ...json, 'content-encoding': 'br' },
    { ...json, 'content-range': 'bytes 0-4999/9999' },
    { ...json, 'cache-control': 'no-store' },
  ] as Record<string, string>[])
    assert.notEqual((await send(headers)).headers.get('content-encoding'), 'gzip', JSON.stringify(headers));
  assert.equal((await send(json, 206)).headers.get('content-encoding'), null);
  const tagged = await send({ ...json, etag: '"abc"' });
  assert.deepEqual([tagged.headers.get('content-encoding'), tagged.headers.get('etag')], ['gzip', 'W/"abc"']);
  assert.equal(gunzipSync(new Uint8Array(await tagged.arrayBuffer())).toString(), text);
});

test('a coding is chosen as the client weighs it', () => {
  const chosen = ['gzip, zstd', 'gzip;q=1, zstd;q=0.5', 'br', '*', 'gzip;q=0', '*;q=0, gzip', 'identity', 'GZIP'].map(
    codingFor,
  );
  assert.deepEqual(chosen, ['zstd', 'gzip', undefined, 'zstd', undefined, 'gzip', undefined, 'gzip']);
  assert.equal(codingFor(null), undefined);
});

test('in any stretch of time nobody gets more than the burst and what flowed in since', () => {
  const rate = { perSecond: 2, burst: 5 };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 5_000 }), { maxLength: 60 }), (stepsMs) => {
      let nowMs = 0;
      let flowedMs = 0;
      let allowed = 0;
      const limit = new RateLimit(rate, { nowMs: () => nowMs });
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        flowedMs += Math.max(0, stepMs);
        try {
          limit.take('a');
          allowed++;
        } catch (error) {
          assert.ok((error as { detail: { retryAfterS: number } }).detail.retryAfterS > 0);
        }
      }
      assert.ok(allowed <= rate.burst + (flowedMs / 1000) * rate.perSecond + 1e-6);
    }),
  );
});

test('who waits as long as told gets in, and nobody waits for another', () => {
  let nowMs = 0;
  const limit = new RateLimit({ perSecond: 2, burst: 5 }, { nowMs: () => nowMs });
  for (let i = 0; i < 5; i++) limit.take('a');
  assert.throws(() => limit.take('a'), { code: 'rate_limited' });
  assert.throws(() => limit.check('a'), { code: 'rate_limited' });
  limit.take('b');
  nowMs += 500;
  limit.check('a');
  limit.take('a');
  assert.throws(() => limit.take('a'), { code: 'rate_limited' });
});

test('callers over their limit are told when to come back; the loopback has none', async (t) => {
  const rates = { address: { perSecond: 1, burst: 3 }, account: { perSecond: 1, burst: 2 } };
  const { ask, tokenOf } = await service(t, { settings: { rates } });
  const token = tokenOf('ada').secret;
  const statusOf = async (more: object) => (await ask({ path: '/api/v1/analyses', ...more })).status;
  const far: number[] = [];
  for (let i = 0; i < 4; i++) far.push(await statusOf({ from: '203.0.113.9' }));
  assert.deepEqual(far, [200, 200, 200, 429]);
  assert.equal(await statusOf({ from: '203.0.113.10' }), 200);
  assert.deepEqual(
    [await statusOf({ token }), await statusOf({ token, from: '::1' }), await statusOf({ token })],
    [200, 200, 429],
  );
  for (let i = 0; i < 20; i++) assert.equal(await statusOf({}), 200);
});

test('a subscriber is an IPv4 address or the first 64 bits of an IPv6 one', () => {
  assert.equal(subscriberOf('203.0.113.9'), '203.0.113.9');
  const same = ['2001:db8:1:2::', '2001:db8:1:2::1', '2001:0db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:3::4'];
  assert.deepEqual([...new Set(same.map(subscriberOf))], ['2001:db8:1:2::/64']);
  assert.equal(subscriberOf('::1'), '0:0:0:0::/64');
});

test('an address beyond the loopback is opened only by log-in or by saying so, and the refusal says what it opens', () => {
  for (const host of ['127.0.0.1', '::1', 'localhost']) checkExposure(host, {}, false);
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'stemma.example'])
    assert.throws(() => checkExposure(host, {}, false), /catalogue and plans to everybody/);
  assert.throws(() => checkExposure('0.0.0.0', { anonymous: { elsewhere: ['read'] } }, false), /and the scopes read/);
  checkExposure('0.0.0.0', {}, true);
  checkExposure('0.0.0.0', { oidc: { issuer: 'https://login.example', clientId: 'x' } }, false);
});
