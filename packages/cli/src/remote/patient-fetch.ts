// Fetching from a server that is busy: what only reads is asked again when the server says so.
import { setTimeout as pause } from 'node:timers/promises';

/** `fetch`, as the client of the interface takes it. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const attempts = 6;
const longestS = 30;
const busy = new Set([429, 503]);

/**
 * A `fetch` that waits as long as a busy server asks (`Retry-After`, else 0.5 s doubling) and asks again, six times at
 * most; requests that change something are sent once, unless they carry an idempotency key.
 * @param wait waits so many seconds; tests do not.
 */
export function patientFetch(
  fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  wait: (seconds: number, signal?: AbortSignal) => Promise<unknown> = (seconds, signal) =>
    pause(seconds * 1000, undefined, { signal }),
): Fetch {
  return async (url, init) => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(url, init);
      if (!busy.has(response.status) || attempt === attempts || !isRepeatable(init)) return response;
      await response.body?.cancel();
      await wait(delayS(response, attempt), init?.signal ?? undefined);
    }
  };
}

function isRepeatable({ method = 'GET', headers }: RequestInit = {}): boolean {
  return method === 'GET' || new Headers(headers).has('idempotency-key');
}

function delayS(response: Response, attempt: number): number {
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Math.min(longestS, asked >= 0 ? asked : 0.25 * 2 ** attempt);
}
