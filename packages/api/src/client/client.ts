// The client: one method for each route of the table, with its types, in browsers and in Node. What the server says is
// wrong is thrown as the error that the library itself would throw.
import { StemmaError } from '@stemma/core';
import type { Answered, AnyRoute, Given } from '../route.ts';
import { routes, type Operation, type Routes } from '../route-table.ts';
import type { Job } from '../schemas/job.ts';
import { follow, type FollowOptions, type Happening } from './follow.ts';
import { connectionError, problemError } from './problem-error.ts';
import { addressOf, requestInit, type GivenParts, type RequestOptions } from './request-of.ts';

/** How a client is made. */
export interface ClientOptions {
  /** Where the server is: `http://127.0.0.1:8640`. */
  readonly url: string;
  /** Sent with each request, in a header only. */
  readonly token?: string;
  /** Another `fetch`: of a test, or with a proxy. */
  readonly fetch?: (url: string, init?: RequestInit) => Promise<Response>;
}

/** The method of a route: its JSON, or the response itself where it answers bytes or nothing. */
export type Method<R extends AnyRoute> = (
  given?: Given<R>,
  options?: RequestOptions,
) => Promise<Answered<R> extends undefined ? Response : Answered<R>>;

// Streams have methods of their own below.
type Plain = Exclude<Operation, 'followJob' | 'followService'>;

/** The routes as methods, and what takes more than one request. */
export type Client = { readonly [O in Plain]: Method<Routes[O]> } & {
  /** What happens in a job, until it has ended; connections that break are taken up again. */
  followJob(
    this: void,
    given: { readonly params: { readonly id: string } },
    options?: FollowOptions,
  ): AsyncIterable<Happening>;
  /** The job when it has ended, by long polls. @throws StemmaError `cancelled` by the signal. */
  waitForJob(this: void, id: string, options?: { readonly signal?: AbortSignal }): Promise<Job>;
};

/**
 * A client of a server.
 *
 * ```ts
 * const client = createClient({ url: 'http://127.0.0.1:8640' });
 * const { id } = await client.submitJob({ body: { goal: { analysis: 'tutorial.BinnedEvents' } } });
 * const job = await client.waitForJob(id);
 * ```
 */
export function createClient({ url, token, fetch = (to, init) => globalThis.fetch(to, init) }: ClientOptions): Client {
  const send = async (route: AnyRoute, given: GivenParts, options: RequestOptions): Promise<Response> => {
    const address = addressOf(url, route, given);
    const response = await fetch(address, requestInit(route, given, options, token)).catch((thrown: unknown) => {
      throw connectionError(address, thrown);
    });
    if (!response.ok) throw await problemError(response);
    return response;
  };
  const methods = Object.fromEntries(
    Object.entries(routes as Record<string, AnyRoute>).map(([operation, route]) => [
      operation,
      async (given: GivenParts = {}, options: RequestOptions = {}) => {
        const response = await send(route, given, options);
        return route.answer.schema ? readJson(response) : response;
      },
    ]),
  ) as unknown as Client;
  const isOver = async (id: string) => hasEnded(await methods.getJob({ params: { id } }));
  return {
    ...methods,
    followJob: ({ params }, options = {}) => {
      const connect = (last: number) =>
        send(routes.followJob, { params }, {
          headers: { accept: 'text/event-stream', ...(last > 0 && { 'last-event-id': String(last) }) },
          ...(options.signal && { signal: options.signal }),
        }); // prettier-ignore
      const isEnd = ({ type, data }: Happening) => type === 'state' && endStates.has(String(data.state));
      return follow({ connect, isEnd, isOver: () => isOver(params.id) }, options);
    },
    waitForJob: async (id, options = {}) => {
      for (;;) {
        const job = await methods.getJob({ params: { id }, query: { wait: longPollS } }, options);
        if (hasEnded(job)) return job;
      }
    },
  };
}

// Shorter than the minute after which proxies lose patience.
const longPollS = 30;
const endStates = new Set(['done', 'failed', 'cancelled']);

function hasEnded({ state }: { readonly state: string }): boolean {
  return endStates.has(state);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new StemmaError('unavailable', `${response.url} did not answer in JSON, or not to the end`, {}, cause);
  }
}
