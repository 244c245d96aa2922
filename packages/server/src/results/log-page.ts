// Logs page by page: the lines of all executions of a derivation, the newest execution first.
import { StemmaError, type ActivityRecord, type LogLevel } from '@stemma/core';
import { readCursor, writeCursor, type Page, type Paging } from './pages.ts';

/** One line, with the number of its execution (0 is the newest) and its number there. */
export interface NumberedLine {
  activity: number;
  line: number;
  time: string;
  level: LogLevel;
  text: string;
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

/** A page of the lines of a level and above. */
export function logPage(activities: readonly ActivityRecord[], level: LogLevel, paging: Paging): Page<NumberedLine> {
  const items: NumberedLine[] = [];
  for (const found of linesFrom(activities, levels.indexOf(level), startOf(activities, paging.cursor))) {
    const last = items.at(-1);
    if (last && items.length === paging.limit)
      return { items, next: writeCursor(`${activities[last.activity]!.startedMs}.${last.line}`) };
    items.push(found);
  }
  return { items };
}

interface Place {
  readonly activity: number;
  readonly line: number;
}

// The cursor names an execution by when it began, so that a newer one does not shift pages.
function startOf(activities: readonly ActivityRecord[], cursor: string | undefined): Place {
  if (cursor === undefined) return { activity: 0, line: 0 };
  const [startedMs, after] = readCursor(cursor).split('.');
  const activity = activities.findIndex((one) => String(one.startedMs) === startedMs);
  if (activity >= 0 && Number.isSafeInteger(Number(after))) return { activity, line: Number(after) + 1 };
  throw new StemmaError('invalid_request', 'the cursor belongs to another log: begin again without it', {
    pointer: '#/query/cursor',
  });
}

function* linesFrom(activities: readonly ActivityRecord[], lowest: number, start: Place): Generator<NumberedLine> {
  for (let activity = start.activity; activity < activities.length; activity++) {
    const { log } = activities[activity]!;
    for (let line = activity === start.activity ? start.line : 0; line < log.length; line++) {
      const { timeMs, level, text } = log[line]!;
      if (levels.indexOf(level) >= lowest) yield { activity, line, time: new Date(timeMs).toISOString(), level, text };
    }
  }
}
