// One line for one event of a resolution, for pipes and log files, and for what has to last above the live region.
import { shortDigest, type ResolutionEvent } from '@stemma/core';
import { formatDuration } from './terminal/quantities.ts';
import type { Style } from './terminal/style.ts';
import { oneLine } from './terminal/text-width.ts';

/** Where lines go and how much is wanted. */
export interface LineWishes {
  /** Beside a live region only what must last is said. */
  readonly isLive: boolean;
  readonly verbose: boolean;
}

/**
 * The line for an event; undefined when there is nothing to say. Beside a live region, which shows what runs, only what
 * must last is told: missing data, failures, retries, warnings. In a pipe the lines are all there is, so each start and
 * end is told. What was known already is told only to those who asked for everything.
 */
export function eventLine(event: ResolutionEvent, { isLive, verbose }: LineWishes, style: Style): string | undefined {
  const chatty = verbose || !isLive;
  switch (event.type) {
    case 'started':
      return chatty
        ? `started  ${titleOf(event, style)}${event.attempt > 1 ? `  attempt ${event.attempt}` : ''}`
        : undefined;
    case 'done':
      return doneLine(event, chatty, verbose, style);
    case 'waiting':
      return chatty
        ? `waiting  ${titleOf(event, style)}  ${style.faint(`is being run by ${event.holder}`)}`
        : undefined;
    case 'retry':
      return `${style.notice('again')}    ${titleOf(event, style)}  ${style.faint(`in ${formatDuration(event.delayMs / 1000)}: ${oneLine(event.message)}`)}`;
    case 'failed':
      return `${style.bad('failed')}   ${event.name}: ${oneLine(event.message)}`;
    case 'warning':
      return `${style.notice('warning')}  ${oneLine(event.message)}`;
    case 'log':
      return logLine(event, verbose, style);
    default:
      return undefined;
  }
}

// Many derivations share a name: the id tells them apart.
function titleOf({ name, id }: { readonly name: string; readonly id: string }, style: Style): string {
  return `${name} ${style.faint(shortDigest(id))}`;
}

function doneLine(
  event: Extract<ResolutionEvent, { type: 'done' }>,
  chatty: boolean,
  verbose: boolean,
  style: Style,
): string | undefined {
  const { origin, durationMs, failure } = event;
  const name = titleOf(event, style);
  if (origin === 'store') return verbose ? `known    ${name}` : undefined;
  // Of failures that are handed down, only the first says something new.
  if (failure !== undefined && origin === 'computed') return `${style.notice('no data')}  ${name}: ${oneLine(failure)}`;
  if (!chatty || origin === 'inherited') return undefined;
  if (origin === 'cut-off') return `same     ${name}  ${style.faint('its inputs have equal content: taken over')}`;
  if (origin === 'elsewhere') return `done     ${name}  ${style.faint('by another process')}`;
  return `${style.good('done')}     ${name}  ${style.faint(formatDuration(durationMs / 1000))}`;
}

function logLine(
  { name, line }: Extract<ResolutionEvent, { type: 'log' }>,
  verbose: boolean,
  style: Style,
): string | undefined {
  const isGrave = line.level === 'warning' || line.level === 'error';
  if (!verbose && !isGrave) return undefined;
  const text = oneLine(line.text);
  return `${style.faint(`${isGrave ? line.level.padEnd(7) : '·      '}  ${name}:`)} ${isGrave ? style.notice(text) : text}`;
}
