// Jobs over HTTP: each handler asks the desk one thing.
import type { Handlers } from '../http/handler.ts';
import { eventStreamResponse, lastEventNumber } from '../http/event-stream.ts';
import type { JobDesk } from '../jobs/job-desk.ts';

type Operations = 'submitJob' | 'listJobs' | 'getJob' | 'cancelJob' | 'followJob';

/** Handlers of jobs. */
export function jobHandlers(desk: JobDesk): Handlers<Operations> {
  return {
    submitJob: ({ body }, { identity }) => desk.submit(body, identity),
    listJobs: ({ query: { mine, ...query } }, { identity }) =>
      desk.list({ ...query, ...(mine && { owner: identity.subject }) }, identity),
    getJob: ({ params: { id }, query: { wait } }, { identity, signal }) =>
      wait > 0 ? desk.wait(id, wait, identity, signal) : desk.get(id, identity),
    cancelJob: ({ params: { id } }, { identity }) => desk.cancel(id, identity),
    followJob: async ({ params: { id } }, { identity, request, signal }) => {
      const leaving = new AbortController();
      const gone = AbortSignal.any([signal, leaving.signal]);
      const events = await desk.follow(id, lastEventNumber(request), identity, gone);
      return eventStreamResponse(events, () => leaving.abort());
    },
  };
}
