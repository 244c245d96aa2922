// Log-in by OpenID Connect against a provider on a socket: the honest way, and the ways of those who are not.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { pathHere } from '../../src/access/log-in.ts';
import { OidcProvider, type Lie } from './oidc-provider.ts';
import { problemIn, service, type Ask } from './setting.ts';

/** A browser: keeps cookies, comes from elsewhere, follows to the provider. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly #ask: (ask: Ask) => Promise<Response>;
  readonly origin: string;

  constructor(ask: (ask: Ask) => Promise<Response>, origin: string) {
    this.#ask = ask;
    this.origin = origin;
  }

  async go(ask: Ask): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie && { cookie }), ...ask.headers };
    const response = await this.#ask({ ...ask, headers, origin: this.origin, from: '203.0.113.9' });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (/Max-Age=0/.test(set)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  /** To the provider and back; the answer to coming back. */
  async logIn(next = '/results', change: (back: URL) => void = () => {}): Promise<Response> {
    const away = await this.go({ path: `/api/v1/login?next=${encodeURIComponent(next)}` });
    assert.equal(away.status, 303, await away.clone().text());
    const atProvider = await fetch(away.headers.get('location')!, { redirect: 'manual' });
    assert.equal(atProvider.status, 302, await atProvider.clone().text());
    const back = new URL(atProvider.headers.get('location')!);
    change(back);
    return this.go({ path: back.pathname + back.search });
  }
}

async function setting(t: TestContext, publicUrl = 'https://stemma.example', more: object = {}) {
  const provider = new OidcProvider(`${publicUrl}/api/v1/login/done`);
  await provider.open(t);
  const oidc = { issuer: provider.issuer, clientId: 'stemma', clientSecret: 'secret', insecure: true, ...more };
  const made = await service(t, { settings: { publicUrl, oidc } });
  return { ...made, provider, browser: () => new Browser(made.ask, publicUrl) };
}

const meOf = async (browser: Browser) =>
  (await (await browser.go({ path: '/api/v1/me' })).json()) as {
    subject: string;
    via: string;
    scopes: string[];
    roles: string[];
  };

test('somebody logs in, is known by a cookie that scripts and other sites cannot use, and logs out', async (t) => {
  const { browser: make } = await setting(t);
  const browser = make();
  assert.equal((await meOf(browser)).subject, 'anonymous');
  const back = await browser.logIn();
  assert.deepEqual([back.status, back.headers.get('location')], [303, '/results'], await back.clone().text());
  const session = back.headers.getSetCookie().find((cookie) => cookie.includes('session'))!;
  for (const part of ['__Host-', 'HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/'])
    assert.ok(session.includes(part), session);
  assert.equal(/domain/i.test(session), false);
  const me = await meOf(browser);
  assert.deepEqual([me.subject, me.via, me.scopes.toSorted()], ['ada', 'session', ['annotate', 'read', 'run']]);
  const out = await browser.go({ method: 'POST', path: '/api/v1/logout', headers: { origin: browser.origin } });
  const { endSession } = (await out.json()) as { endSession: string };
  assert.match(endSession, /\/end\?.*id_token_hint=/);
  assert.equal((await meOf(browser)).subject, 'anonymous');
});

test('a log-out ends the session itself: a copied cookie is worth nothing afterwards', async (t) => {
  const { browser: make } = await setting(t);
  const [browser, thief] = [make(), make()];
  await browser.logIn();
  for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
  assert.equal((await meOf(thief)).subject, 'ada');
  await browser.go({ method: 'POST', path: '/api/v1/logout', headers: { origin: browser.origin } });
  assert.equal((await meOf(thief)).subject, 'anonymous');
});

test('over http on the loopback the cookie is not Secure, and sessions end by themselves', async (t) => {
  const { browser: make, clock } = await setting(t, 'http://127.0.0.1:8640');
  const browser = make();
  const back = await browser.logIn();
  assert.equal(
    back.headers.getSetCookie().some((cookie) => cookie.includes('Secure')),
    false,
  );
  clock.ms += 11 * 3_600_000;
  assert.equal((await meOf(browser)).subject, 'ada');
  clock.ms += 12 * 3_600_000;
  assert.equal((await meOf(browser)).subject, 'anonymous');
});

test('ID tokens that are forged, over, or meant for others log nobody in', async (t) => {
  const { browser: make, provider, log, access } = await setting(t);
  const lies: Lie[] = ['alg none', 'wrong key', 'wrong audience', 'wrong issuer', 'expired', 'wrong nonce'];
  for (const lie of lies) {
    provider.lie = lie;
    const browser = make();
    const told = await problemIn(await browser.logIn());
    assert.deepEqual([told.status, told.code], [401, 'unauthenticated'], lie);
    assert.equal((await meOf(browser)).subject, 'anonymous', lie);
  }
  assert.ok(log.length > lies.length);
  assert.equal(access.accounts.get('ada'), undefined);
  provider.lie = 'none';
  assert.equal((await make().logIn()).status, 303, 'and the truth does');
});

test('an answer for another state, another browser, or the second time is refused', async (t) => {
  const { browser: make } = await setting(t);
  const changed = await problemIn(await make().logIn('/', (back) => back.searchParams.set('state', 'other')));
  assert.equal(changed.status, 401);
  const missing = await problemIn(await make().logIn('/', (back) => back.searchParams.delete('state')));
  assert.equal(missing.status, 401);
  let address: URL | undefined;
  const attacker = make();
  await attacker.logIn('/', (back) => {
    address = new URL(back);
    back.search = '?error=access_denied';
  });
  const victim = make();
  await victim.go({ path: '/api/v1/login' });
  const planted = await victim.go({ path: address!.pathname + address!.search });
  assert.equal(planted.status, 401, 'a link with another’s code logs nobody in');
  const browser = make();
  let again = '';
  await browser.logIn('/', (back) => (again = back.pathname + back.search));
  assert.equal((await browser.go({ path: again })).status, 401, 'an attempt counts once');
});

test('roles come from the provider by a table, and names that are not in it mean nothing', async (t) => {
  const { browser: make, provider } = await setting(t, 'https://stemma.example', {
    rolesClaim: 'groups',
    roleNames: { 'isdc-ops': 'operator' },
    everybody: ['guest'],
  });
  provider.who = { sub: 's', preferred_username: 'olga', groups: ['isdc-ops', 'operator', 7] };
  const olga = make();
  await olga.logIn();
  assert.deepEqual((await meOf(olga)).roles, ['guest', 'operator']);
  provider.who = { sub: 't', preferred_username: 'gus', groups: ['operator', '__proto__', 'constructor'] };
  const gus = make();
  await gus.logIn();
  assert.deepEqual([(await meOf(gus)).roles, (await meOf(gus)).scopes], [['guest'], ['read']]);
});

test('two people of one name are two accounts, and nobody gets that of another by being called so', async (t) => {
  const { browser: make, provider, access } = await setting(t);
  access.accounts.ensure('ada', ['operator']);
  const names: string[] = [];
  for (const sub of ['one', 'two', 'one']) {
    provider.who = { sub, preferred_username: 'Ada' };
    const browser = make();
    await browser.logIn();
    names.push((await meOf(browser)).subject);
  }
  assert.deepEqual(names, ['ada-2', 'ada-3', 'ada-2']);
  for (const preferred of ['anonymous', '../../etc', '', 'A\r\nSet-Cookie: x=y', '🦊', 'x'.repeat(500)]) {
    provider.who = { sub: `sub ${preferred}`, preferred_username: preferred };
    const browser = make();
    await browser.logIn();
    const { subject } = await meOf(browser);
    assert.match(subject, /^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]$/);
    assert.notEqual(subject, 'anonymous');
  }
});

test('after a log-in nobody is sent to another site', async (t) => {
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/%0d%0aSet-Cookie:x',
    'x',
    '/a\r\nb',
  ])
    assert.equal(new URL(pathHere(next), 'https://stemma.example').host, 'stemma.example', next);
  assert.equal(pathHere('/jobs?state=done#top'), '/jobs?state=done#top');
  const { browser: make } = await setting(t);
  const back = await make().logIn('//evil.example/');
  assert.equal(back.headers.get('location'), '/');
});

test('a session acts only for pages of this site: forms, other origins and missing ones are refused', async (t) => {
  const { browser: make } = await setting(t);
  const browser = make();
  await browser.logIn();
  const body = { label: 'stolen' };
  const from = async (headers: Record<string, string>, content: unknown = body) =>
    (await browser.go({ path: '/api/v1/tokens', body: content, headers })).status;
  assert.equal(await from({ origin: browser.origin }), 201);
  assert.equal(await from({ 'sec-fetch-site': 'same-origin' }), 201);
  assert.equal(await from({}), 403);
  assert.equal(await from({ origin: 'https://evil.example' }), 403);
  assert.equal(await from({ origin: 'null' }), 403);
  assert.equal(await from({ origin: `${browser.origin}.evil.example` }), 403);
  assert.equal(await from({ 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await from({ origin: browser.origin, 'content-type': 'text/plain' }), 400);
});

test('two session cookies are none: one of them was planted', async (t) => {
  const { browser: make, ask } = await setting(t);
  const browser = make();
  await browser.logIn();
  const [[name, value]] = [...browser.cookies] as [[string, string]];
  const cookie = `${name}=${value}; ${name}=planted`;
  const me = (await (await ask({ path: '/api/v1/me', headers: { cookie } })).json()) as { subject: string };
  assert.equal(me.subject, 'anonymous');
});

test('without its provider the service starts, and says when nobody can log in', async (t) => {
  const down = { issuer: 'http://127.0.0.1:9', clientId: 'stemma', insecure: true };
  const { ask } = await service(t, { settings: { oidc: down } });
  assert.deepEqual((await problemIn(await ask({ path: '/api/v1/login' }))).code, 'unavailable');
  assert.equal((await ask({ path: '/api/v1/analyses' })).status, 200);
  const none = await service(t);
  assert.equal((await none.ask({ path: '/api/v1/login' })).status, 404);
  assert.equal((await none.ask({ path: '/api/v1/login/done?code=x&state=y' })).status, 404);
});
