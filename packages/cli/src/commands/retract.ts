// `stemma retract`: says that something is wrong, so that nobody is given it, or what was made from it, any more.
import { formatTarget, reasonOf, StemmaError, type RetractionEvent } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { readTarget } from '../retraction-target.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';
import { formatMoment } from '../terminal/quantities.ts';

interface RetractOptions {
  readonly reason?: string;
  readonly by?: string;
  readonly replacedBy?: string;
  readonly all?: boolean;
}

/** Without a target it lists what is retracted. Nothing is ever deleted: a retraction is an event, so is its withdrawal. */
export const retract: Command<RetractOptions> = {
  arguments: [
    ['[what]', 'a result by its first digits; an analysis as name@version; code:DIGEST; file:DIGEST or file:PATH'],
  ],
  options: [
    { flags: '-r, --reason <sentence>', description: 'why, for those whose results depend on it' },
    { flags: '--by <name>', description: 'who says so (default: you)' },
    { flags: '--replaced-by <text>', description: 'what to use in its place' },
    { flags: '--all', description: 'list every event: withdrawals, confirmations, replaced contents' },
  ],
  examples: [
    [
      "stemma retract $(stemma find tutorial.EnergyCalibration --ids -n 1) --reason 'made on a broken disk'",
      'a result that was made badly; making it again clears it:',
    ],
    [
      "stemma retract tutorial.EnergyCalibration2026@1 --reason 'gain of the wrong epoch' --replaced-by 'version 2'",
      'a version of an analysis that is wrong:',
    ],
    ['stemma retract', 'what is retracted:'],
  ],
  notes:
    'What was made from it is suspect from now on: it can be read, with a mark, but is no answer any more and is made again when somebody asks. Where code or data are wrong, retract those, not their results: made again, the results would be the same.',
  async run(context, [word], { reason, by, replacedBy, all = false }) {
    await using session = await openSession(context, { access: word === undefined ? 'read' : 'write' });
    const { retractions } = session.stemma;
    if (word === undefined) return printEvents(await retractions.list({ all }), context);
    if (reason === undefined) throw new StemmaError('invalid_request', 'a retraction needs --reason "one sentence"');
    const target = await readTarget(session.stemma, word);
    const event = await retractions.retract(target, {
      reason,
      ...(by !== undefined && { by }),
      ...(replacedBy !== undefined && { replacedBy }),
    });
    const { results } = await retractions.impact(event.target, { pageSize: 1 });
    if (context.globals.json) return context.printJson({ ...event, results });
    context.print(`retraction ${event.number}: ${formatTarget(event.target)}`);
    const many =
      results === 0
        ? 'no other result was made from it'
        : `${counted(results, 'result')} made from it ${results === 1 ? 'is' : 'are'} suspect now`;
    context.print(`  ${many}: ${context.typed('impact', word)}`);
  },
};

function printEvents(events: readonly RetractionEvent[], context: Context): void {
  if (context.globals.json) return context.printJson(events);
  if (events.length === 0) return context.note('nothing is retracted');
  const { style } = context;
  const rows = events.map((event) => [
    String(event.number),
    event.kind === 'retract'
      ? style.bad('retracted')
      : style.faint(`${event.kind}${event.of === undefined ? '' : ` ${event.of}`}`),
    formatTarget(event.target),
    style.faint(`${formatMoment(event.atMs)}, ${event.by}`),
    event.target.kind === 'result' ? reasonOf(event) : event.reason,
  ]);
  context.print(...columns(rows, { right: [0] }));
}
