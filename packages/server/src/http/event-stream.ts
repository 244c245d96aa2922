// Server-sent events out of an async iterable, as the HTML standard defines them: each with its number as id, so that a
// client that comes back with Last-Event-ID misses nothing and gets nothing twice.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
import type { JobEvent } from '../jobs/job-desk.ts';

// Proxies close connections that say nothing for a minute.
const heartbeatMs = 15_000;

/** The number after which a client wants to hear: `Last-Event-ID`, or 0 for everything. */
export function lastEventNumber(request: Request): number {
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('lastEventId') ?? '0';
  return /^\d{1,15}$/.test(given) ? Number(given) : 0;
}

/** One event in the form of the standard. */
function encodeEvent({ number, type, data }: JobEvent): string {
  return `id: ${number}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

const encoder = new TextEncoder();
// All watchers of a job are given the same event: it is encoded for the first of them.
const encoded = new WeakMap<JobEvent, Uint8Array>();

function bytesOf(event: JobEvent): Uint8Array {
  let bytes = encoded.get(event);
  if (!bytes) encoded.set(event, (bytes = encoder.encode(encodeEvent(event))));
  return bytes;
}

/** A response that sends events as they come and a comment whenever nothing came for a while. */
export function eventStreamResponse(events: AsyncIterable<JobEvent>, stop: () => void): Response {
  const iterator = events[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // At once, so that the client knows that it is connected.
      controller.enqueue(encoder.encode('retry: 1000\n\n'));
      timer = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), heartbeatMs);
      timer.unref();
    },
    // Pulled: a client that does not read holds back its own events and nobody else's.
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (!done) return controller.enqueue(bytesOf(value));
      clearInterval(timer);
      controller.close();
    },
    async cancel() {
      clearInterval(timer);
      stop();
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Asks nginx not to buffer.
      'x-accel-buffering': 'no',
    },
  });
}
