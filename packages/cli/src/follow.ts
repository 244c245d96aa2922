// Follows a resolution to its end: shows what happens (a live region on a terminal, lines in a pipe, JSON lines for
// programs) and lets Ctrl-C cancel it cleanly.
import { StemmaError, type Resolution, type ResolutionEvent, type Result } from '@stemma/core';
import type { Context } from './command.ts';
import { eventLine } from './event-line.ts';
import { LiveProgress } from './terminal/live-progress.ts';
import { counted } from './terminal/numbers.ts';
import { Progress } from './terminal/progress.ts';

/** A finished resolution and what happened on the way. */
export interface Followed<O> {
  readonly result: Result<O>;
  /** Counts by origin, and how long it took. */
  readonly progress: Progress;
}

/** How a resolution is followed. */
export interface FollowOptions {
  /** Write each event as a line of JSON on standard output. */
  readonly eventsAsJson?: boolean;
}

/** What goes on elsewhere when we leave says so. */
interface Farewell {
  farewell?(): string | undefined;
}

/**
 * Follows a resolution that has just been started; events that came before are missed. Returns when everything that was
 * made is durable, and leaves the terminal and the signal handlers as they were, whatever happens.
 * @throws StemmaError as the resolution does; `cancelled` says what was kept.
 */
export async function follow<O>(
  context: Context,
  resolution: Resolution<O> & Farewell,
  { eventsAsJson = false }: FollowOptions = {},
): Promise<Followed<O>> {
  const events = resolution.events();
  const progress = new Progress();
  const live = eventsAsJson ? undefined : liveOn(process.stderr, progress, context);
  const how = { isLive: live !== undefined, verbose: context.globals.verbose ?? false };
  const say = (text: string) => (live ? live.say(text) : context.note(text));
  const release = cancelBySignal(resolution, say, live);
  try {
    for await (const event of events) {
      progress.take(event);
      if (eventsAsJson) context.printJson(event, 'line');
      else if (!isSaidAtTheEnd(event, how.isLive, progress)) tell(event, how, context, say);
    }
    return { result: await resolution.result, progress };
  } catch (thrown) {
    throw thrown instanceof StemmaError && thrown.code === 'cancelled' ? cancelled(progress) : thrown;
  } finally {
    live?.close();
    release();
  }
}

// The first failure is what the command ends with: beside a live region it would be said twice.
function isSaidAtTheEnd({ type }: ResolutionEvent, isLive: boolean, { failed }: Progress): boolean {
  return isLive && type === 'failed' && failed === 1;
}

// A live region only where it can be redrawn; its size is asked for at each drawing, since windows change.
function liveOn(
  stream: NodeJS.WriteStream,
  progress: Progress,
  { globals, noteStyle }: Context,
): LiveProgress | undefined {
  if (stream.isTTY !== true || globals.quiet || process.env.TERM === 'dumb') return undefined;
  const screen = {
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    write: (text: string) => void stream.write(text),
  };
  return new LiveProgress(progress, screen, noteStyle);
}

function tell(
  event: ResolutionEvent,
  how: { readonly isLive: boolean; readonly verbose: boolean },
  { noteStyle }: Context,
  say: (text: string) => void,
): void {
  const line = eventLine(event, how, noteStyle);
  if (line !== undefined) say(line);
}

// The first signal cancels and waits for a clean store; the second ends the process at once, which the store survives too.
function cancelBySignal(
  resolution: Resolution<unknown> & Farewell,
  say: (text: string) => void,
  live: LiveProgress | undefined,
): () => void {
  let isCancelling = false;
  const stop = () => {
    if (isCancelling) {
      live?.close();
      const farewell = resolution.farewell?.();
      if (farewell !== undefined) process.stderr.write(`${farewell}\n`);
      process.exit(new StemmaError('cancelled', '').exitCode);
    }
    isCancelling = true;
    say('cancelling; once more to leave at once');
    resolution.cancel();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    // A second signal may still come while the process closes its store: it must end with the same exit code.
    if (!isCancelling) for (const signal of signals) process.off(signal, stop);
  };
}

function cancelled({ byOrigin, total }: Progress): StemmaError {
  const kept = byOrigin.computed;
  const text =
    kept === 0
      ? 'nothing was finished yet'
      : `${kept} of ${counted(total, 'analysis', 'analyses')} had finished and are kept`;
  return new StemmaError('cancelled', `cancelled: ${text}; the same command goes on from there`, { kept, total });
}
