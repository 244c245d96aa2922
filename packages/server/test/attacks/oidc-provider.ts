// A provider of OpenID Connect for tests, on a socket, as strict as the standards ask: codes count once, redirect
// addresses are compared whole, PKCE is checked. It can be told to lie in the ways in which attackers would.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

/** Who logs in at the provider. */
export interface Somebody {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** How the next ID token is spoilt. */
export type Lie = 'none' | 'alg none' | 'wrong key' | 'wrong audience' | 'wrong issuer' | 'expired' | 'wrong nonce';

interface Grant {
  readonly redirect: string;
  readonly challenge: string;
  readonly nonce: string;
  readonly who: Somebody;
}

/** The provider. */
export class OidcProvider {
  issuer = '';
  who: Somebody = { sub: 'sub-1', preferred_username: 'Ada', name: 'Ada Lovelace' };
  lie: Lie = 'none';
  readonly #redirect: string;
  readonly #grants = new Map<string, Grant>();
  readonly #keys = generateKeyPair('RS256');
  readonly #foreignKeys = generateKeyPair('RS256');

  constructor(redirect: string) {
    this.#redirect = redirect;
  }

  /** Begins to listen, until the test is over. */
  async open(t: TestContext): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.issuer);
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/.well-known/openid-configuration') return void json(200, this.#metadata());
    if (url.pathname === '/jwks') {
      const key = await exportJWK((await this.#keys).publicKey);
      return void json(200, { keys: [{ ...key, kid: 'k1', alg: 'RS256', use: 'sig' }] });
    }
    if (url.pathname === '/authorize') return this.#authorize(url.searchParams, response);
    if (url.pathname === '/token' && request.method === 'POST') {
      const [status, value] = await this.#token(request);
      return void json(status, value);
    }
    json(404, {});
  }

  #metadata() {
    const at = (path: string) => `${this.issuer}${path}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      jwks_uri: at('/jwks'),
      end_session_endpoint: at('/end'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const redirect = asked.get('redirect_uri');
    const isRight =
      asked.get('client_id') === 'stemma' &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('scope')!.split(' ').includes('openid') &&
      redirect === this.#redirect;
    if (!isRight) return void response.writeHead(400).end('not registered like this');
    const code = randomUUID();
    const { who } = this;
    this.#grants.set(code, { redirect, challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')!, who });
    const back = new URL(redirect);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    response.writeHead(302, { location: back.href }).end();
  }

  async #token(request: IncomingMessage): Promise<[number, unknown]> {
    let text = '';
    for await (const piece of request) text += String(piece);
    const given = new URLSearchParams(text);
    const basic = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString();
    const grant = this.#grants.get(given.get('code') ?? '');
    this.#grants.delete(given.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    if (basic !== 'stemma:secret') return [401, { error: 'invalid_client' }];
    if (!grant || grant.redirect !== given.get('redirect_uri') || grant.challenge !== challenge)
      return [400, { error: 'invalid_grant' }];
    return [
      200,
      { access_token: randomUUID(), token_type: 'Bearer', expires_in: 60, id_token: await this.#idToken(grant) },
    ];
  }

  async #idToken({ nonce, who }: Grant): Promise<string> {
    const nowS = Math.floor(Date.now() / 1000);
    const claims: JWTPayload = {
      ...who,
      iss: this.lie === 'wrong issuer' ? 'https://evil.example' : this.issuer,
      aud: this.lie === 'wrong audience' ? 'another' : 'stemma',
      nonce: this.lie === 'wrong nonce' ? 'replayed' : nonce,
      iat: this.lie === 'expired' ? nowS - 7200 : nowS,
      exp: this.lie === 'expired' ? nowS - 3600 : nowS + 300,
    };
    if (this.lie === 'alg none') return new UnsecuredJWT(claims).encode();
    const { privateKey } = await (this.lie === 'wrong key' ? this.#foreignKeys : this.#keys);
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);
  }
}
