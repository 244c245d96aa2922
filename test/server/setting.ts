// What the tests of the server share: the application over an engine with the tutorial's analyses and a store in memory.
// Everything is real but the socket; `jobs` stands in where a test does not care for them.
import type { TestContext } from 'node:test';
import { tutorial } from '../../packages/instruments/src/tutorial/module.ts';
import { compose, type OpenOptions } from '../../packages/cli/src/compose.ts';
import {
  allHandlers,
  anonymousOnLoopback,
  createApp,
  type AppParts,
  type JobDesk,
} from '../../packages/server/src/index.ts';

const noDesk = new Proxy({} as JobDesk, {
  get: (_, method) => () => Promise.reject(new Error(`this test has no jobs, and asked for ${String(method)}`)),
});

/** The application for a test, closed after it. */
export async function application(t: TestContext, options: OpenOptions & Partial<AppParts> & { desk?: JobDesk } = {}) {
  const parts = await compose({ store: 'memory', modules: [tutorial], jobs: 1, ...options });
  t.after(() => parts.close());
  const app = createApp({
    handlers: allHandlers(parts, options.desk ?? noDesk, '0.0.0'),
    identify: () => Promise.resolve(anonymousOnLoopback),
    ...options,
  });
  /** Sends a request; a body is sent as JSON. */
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  return { app, parts, ask };
}
