// `stemma show`: all about a result, or, of an analysis, how it is described.
import type { Command } from '../command.ts';
import { looksLikeId } from '../request.ts';
import { openSession } from '../session.ts';

/** The command. */
export const show: Command = {
  arguments: [['<id-or-analysis>', 'the first digits of a result id, or the name of an analysis']],
  examples: [
    ['stemma show tutorial.BinnedEvents', 'what an analysis does, takes and gives:'],
    ['stemma show $(stemma find tutorial.BinnedEvents --ids -n 1)', 'the newest result of it:'],
    ['stemma show $(stemma ls --ids -n 1) --json', 'a result with all its values, for a program:'],
  ],
  async run(context, [word = '']) {
    const isId = looksLikeId(word);
    await using session = await openSession(context, { access: isId ? 'read' : 'look' });
    const { stemma, loaded } = session;
    if (isId) return await (await import('../show-result.ts')).showResult(stemma, word, context);
    const { showAnalysis } = await import('../show-analysis.ts');
    return showAnalysis(stemma, loaded, word, context);
  },
};
