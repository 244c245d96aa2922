// `stemma log`: what an activity said while it ran.
import { shortDigest, StemmaError, type ActivityRecord, type LogLine } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { readId } from '../request.ts';
import { resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import { formatDuration, formatMoment } from '../terminal/quantities.ts';
import type { Style } from '../terminal/style.ts';
import { oneLine } from '../terminal/text-width.ts';

interface LogOptions {
  readonly all?: boolean;
}

/**
 * What activities said is kept with them and not with results: a failed attempt has a log too, and a result that was
 * taken over by content has none of its own.
 */
export const log: Command<LogOptions> = {
  arguments: [['<id>', 'a result or a failed attempt, by the first digits of its id']],
  options: [{ flags: '--all', description: 'every activity, the newest first, instead of the last one' }],
  examples: [
    ['stemma log $(stemma find tutorial.RawEvents --ids -n 1)', 'of the newest result of an analysis:'],
    ['stemma log $(stemma find tutorial.RawEvents --ids -n 1) --all --json', 'every attempt, for a program:'],
  ],
  async run(context, words, { all = false }) {
    await using session = await openSession(context, { access: 'read', modules: false, online: true });
    const { stemma } = session;
    const id = await readId(stemma, words);
    const { definition } = await stemma.derivation(id);
    const activities = await stemma.activities(id);
    const shown = all ? activities : activities.slice(0, 1);
    if (context.globals.json) return context.printJson({ id, name: definition.name, activities: shown });
    if (shown.length === 0)
      throw new StemmaError(
        'not_found',
        `${definition.name} ${shortDigest(id)} was never run here: its content was taken over, or it is still running`,
        { id },
      );
    context.print(resultTitle({ id, name: definition.name }, context.style));
    for (const activity of shown) print(activity, context);
    const left = activities.length - shown.length;
    if (left > 0)
      context.note(context.noteStyle.faint(`and ${left} earlier: ${context.typed('log', shortDigest(id), '--all')}`));
  },
};

function print(
  { status, startedMs, finishedMs, agent, host, pid, error, log: lines }: ActivityRecord,
  { print: write, style }: Context,
): void {
  const took = formatDuration((finishedMs - startedMs) / 1000);
  write(
    style.faint(
      `${formatMoment(startedMs)}  ${status.replace('_', ' ')} after ${took}, ${agent}@${host}${pid > 0 ? `, process ${pid}` : ''}`,
    ),
  );
  for (const line of lines) write(textOf(line, style));
  if (lines.length === 0) write(style.faint('it said nothing'));
  if (error)
    write(
      style.bad(`${error.code}: ${oneLine(error.message)}`),
      ...(error.stack ?? '')
        .split('\n')
        .slice(1)
        .map((text) => style.faint(text)),
    );
}

function textOf({ timeMs, level, text }: LogLine, style: Style): string {
  const time = new Date(timeMs).toISOString().slice(11, 23);
  const paint = level === 'error' ? style.bad : level === 'warning' ? style.notice : (plain: string) => plain;
  return `${style.faint(time)}  ${paint(level.padEnd(7))}  ${oneLine(text)}`;
}
