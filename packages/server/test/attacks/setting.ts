// What the tests of accounts and attacks share: the whole service with accounts, over an engine with the tutorial's
// analyses and a store in memory; asked without a socket, as from an address of one's choice, or over a real one.
import type { TestContext } from 'node:test';
import { compose } from '../../../cli/src/compose.ts';
import { previewer } from '../../../cli/src/previews/previewer.ts';
import { tutorial } from '../../../instruments/src/tutorial/module.ts';
import {
  allHandlers,
  createApp,
  listen,
  openAccess,
  openJobDesk,
  protect,
  type AccessSettings,
  type Limits,
  type Listening,
} from '../../src/index.ts';
import { setPeer } from '../../src/http/peer.ts';

/** A clock that the test moves. */
class MovableClock {
  ms = Date.parse('2026-11-22T12:00:00Z');
  nowMs(): number {
    return this.ms;
  }
}

/** What a test asks for. */
export interface Options {
  readonly settings?: AccessSettings;
  /** Where accounts are kept; in memory when left out. */
  readonly path?: string;
  /** How long clients may take, on a socket. */
  readonly limits?: Limits;
}

/** One request of a test. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | undefined;
  /** The address that it comes from; this machine when left out. */
  readonly from?: string;
  readonly origin?: string;
}

/** The whole service for a test, closed after it. */
export async function service(t: TestContext, { settings = {}, path = ':memory:' }: Options = {}) {
  const parts = await compose({ store: 'memory', modules: [tutorial], jobs: 1, network: false });
  const clock = new MovableClock();
  const access = openAccess({ path, clock, settings });
  const desk = await openJobDesk({ engine: parts.engine, store: 'memory', access: access.visibility });
  t.after(async () => {
    await desk.close(0);
    access.close();
    await parts.close();
  });
  const log: string[] = [];
  const served = { ...parts, previewer: previewer(), visibility: access.visibility };
  const app = createApp({
    handlers: allHandlers(served, desk, '0.0.0', undefined, access),
    identify: access.identify,
    once: (asked, answer) => access.idempotency.once(asked, answer),
    observe: (seen, request) => {
      access.observe(seen, request);
      log.push(JSON.stringify({ ...seen, error: String(seen.error), url: seen.path }));
    },
  });
  const fetch = protect((request) => app.fetch(request), settings);
  const ask = async ({ method, path: asked, body, headers, token, from = '127.0.0.1', origin }: Ask) => {
    const request = new Request(new URL(asked, origin ?? 'http://localhost:8640'), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    setPeer(request, from);
    return fetch(request);
  };
  /** A token of an account, made by the person at the machine. */
  const tokenOf = (account: string, scopes = ['read', 'run', 'annotate']) => {
    const roles = scopes.includes('operate') ? ['operator'] : ['astronomer'];
    access.accounts.ensure(account, roles);
    return access.tokens.create(account, `of ${account}`, scopes as never, 3_600);
  };
  return { ask, access, clock, parts, log, fetch, desk, tokenOf };
}

/** The whole service on a socket. */
export async function listening(
  t: TestContext,
  options: Options = {},
): Promise<Listening & Awaited<ReturnType<typeof service>>> {
  const made = await service(t, options);
  const server = await listen(made.fetch, { host: '127.0.0.1', port: 0, limits: options.limits });
  t.after(() => server.close(0));
  return { ...made, ...server };
}

/** The problem details of an answer, with its status. */
export async function problemIn(response: Response): Promise<{ status: number; code: string; detail: string }> {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return { status: response.status, code, detail };
}
