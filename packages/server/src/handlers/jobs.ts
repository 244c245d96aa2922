// Jobs over HTTP: each handler asks the desk one thing.
import type { LogLevel } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import { eventStreamResponse, lastEventNumber } from '../http/event-stream.ts';
import type { Following, JobDesk } from '../jobs/job-desk.ts';

type Operations =
  | 'submitJob'
  | 'listJobs'
  | 'getJob'
  | 'cancelJob'
  | 'retryJob'
  | 'followJob'
  | 'getJobNodes'
  | 'getJobLog'
  | 'followService';

/** Handlers of jobs. */
export function jobHandlers(desk: JobDesk): Handlers<Operations> {
  return {
    submitJob: ({ body }, { identity, request }) =>
      desk.submit(body, identity, { idempotencyKey: request.headers.get('idempotency-key') ?? undefined }),
    listJobs: ({ query: { mine, ...query } }, { identity }) =>
      desk.list({ ...query, ...(mine && { owner: identity.subject }) }, identity),
    getJob: ({ params: { id }, query: { wait } }, { identity, signal }) =>
      wait > 0 ? desk.wait(id, wait, identity, signal) : desk.get(id, identity),
    cancelJob: ({ params: { id } }, { identity }) => desk.cancel(id, identity),
    retryJob: ({ params: { id } }, { identity }) => desk.retry(id, identity),
    followJob: ({ params: { id } }, { identity, request, signal }) =>
      stream(signal, (gone) => desk.follow(id, lastEventNumber(request), identity, gone)),
    getJobNodes: async ({ params: { id } }, { identity }) => {
      const { analyses, units, cells } = await desk.nodes(id, identity);
      return { analyses: [...analyses], units: [...units], cells: [...cells] };
    },
    getJobLog: async ({ params: { id }, query: { limit, cursor, level } }, { identity }) => {
      const { lines, next } = await desk.log(id, cursor, limit, identity);
      const items = lines
        .filter((line) => levels.indexOf(line.level) >= levels.indexOf(level))
        .map(({ timeMs, ...line }) => ({ time: new Date(timeMs).toISOString(), ...line }));
      return { items, ...(next !== undefined && { next }) };
    },
    followService: (_, { request, signal }) =>
      stream(signal, async (gone) => desk.followAll(lastEventNumber(request), gone)),
  };
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

// An empty answer with 204 keeps a browser from coming back for more, as the standard says.
async function stream(signal: AbortSignal, follow: (gone: AbortSignal) => Promise<Following>): Promise<Response> {
  const leaving = new AbortController();
  const events = await follow(AbortSignal.any([signal, leaving.signal]));
  return events.isOver ? new Response(null, { status: 204 }) : eventStreamResponse(events, () => leaving.abort());
}
