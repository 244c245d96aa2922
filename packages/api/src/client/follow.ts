// Follows server-sent events over any number of connections: each event once and in order, however often the line breaks.
import { errorTable, StemmaError } from '@stemma/core';
import { EventParser } from './event-parser.ts';

/** One thing that happened, as the server told it. */
export interface Happening {
  readonly number: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How to follow. */
export interface FollowOptions {
  /** The last event that is known; 0 for all. */
  readonly after?: number;
  readonly signal?: AbortSignal;
  /** Wait before the first attempt to connect again, milliseconds; doubles up to 30 s. The server's `retry` wins. */
  readonly retryMs?: number;
}

/** What following needs of a connection. */
export interface Line {
  /** Connects; events after a number. @throws StemmaError. */
  connect(lastEventId: number): Promise<Response>;
  /** Whether an event is the last one. */
  isEnd(event: Happening): boolean;
  /** Asked when a connection ended without a word: whether there is nothing more to come. */
  isOver(): Promise<boolean>;
}

const longestMs = 30_000;

/** All events, until the last one. @throws StemmaError for what trying again cannot help. */
export async function* follow(
  line: Line,
  { after = 0, signal, retryMs = 500 }: FollowOptions,
): AsyncGenerator<Happening> {
  const place = { last: after, waitMs: retryMs };
  for (;;) {
    if (yield* connection(line, place, retryMs, signal)) return;
    await pause(place.waitMs, signal);
    place.waitMs = Math.min(longestMs, place.waitMs * 2);
  }
}

// One connection; true when there is nothing more to come.
async function* connection(
  line: Line,
  place: { last: number; waitMs: number },
  retryMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Happening, boolean> {
  const before = place.last;
  const parser = new EventParser();
  try {
    for await (const event of eventsOf(await line.connect(before), parser)) {
      place.waitMs = parser.retryMs ?? retryMs;
      // A server that was restarted may tell again what it is not sure to have told.
      if (event.number <= place.last) continue;
      place.last = event.number;
      yield event;
      if (line.isEnd(event)) return true;
    }
    return place.last === before && (await line.isOver());
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StemmaError && !errorTable[error.code].retryable) throw error;
    return false;
  }
}

async function* eventsOf(response: Response, parser: EventParser): AsyncGenerator<Happening> {
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const { id, type, data } of parser.push(value)) yield { number: Number(id), type, data: readData(data) };
    }
  } finally {
    // Nobody reads on: the connection is closed, not left to fill.
    await reader.cancel().catch(() => {});
  }
}

function readData(data: string): Happening['data'] {
  try {
    return JSON.parse(data) as Happening['data'];
  } catch (cause) {
    throw new StemmaError('corrupt', 'the server sent an event that is no JSON', {}, cause);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
