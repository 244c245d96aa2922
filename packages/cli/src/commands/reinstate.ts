// `stemma reinstate`: takes a retraction back. Both stay in the history.
import { formatTarget, StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';

interface ReinstateOptions {
  readonly reason?: string;
  readonly by?: string;
}

/** By number, since one thing may be retracted several times, for several reasons. */
export const reinstate: Command<ReinstateOptions> = {
  arguments: [['<number>', 'the number of a retraction, as `stemma retract` lists them']],
  options: [
    { flags: '-r, --reason <sentence>', description: 'why it was no mistake after all' },
    { flags: '--by <name>', description: 'who says so (default: you)' },
  ],
  examples: [
    [
      "stemma retract tutorial.BinnedEvents@1 --reason 'a guess' && stemma reinstate $(stemma retract --json | grep -o '\"number\": *[0-9]*' | grep -o '[0-9]*$' | tail -n 1) --reason 'the guess was wrong'",
      'the newest retraction:',
    ],
    [
      "stemma retract tutorial.BinnedEvents@1 --reason 'a guess' && stemma reinstate $(stemma retract --json | grep -o '\"number\": *[0-9]*' | grep -o '[0-9]*$' | tail -n 1) --reason 'checked again' --by 'A. Colleague'",
      'in the name of whoever found out:',
    ],
  ],
  async run(context, [word = ''], { reason, by }) {
    const number = Number(word);
    if (!Number.isSafeInteger(number) || number < 1)
      throw new StemmaError('invalid_request', `"${word}" is no number of a retraction: \`stemma retract\` lists them`);
    if (reason === undefined) throw new StemmaError('invalid_request', 'a reinstatement needs --reason "one sentence"');
    await using session = await openSession(context, { access: 'write', modules: false });
    const event = await session.stemma.retractions.reinstate(number, { reason, ...(by !== undefined && { by }) });
    if (context.globals.json) return context.printJson(event);
    context.print(`retraction ${number} of ${formatTarget(event.target)} is withdrawn`);
  },
};
