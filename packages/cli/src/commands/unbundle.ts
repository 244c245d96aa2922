// `stemma unbundle`: the result of a bundle, with its history, in this store.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { counted } from '../terminal/numbers.ts';

/** The bundle is checked whole before anything of it is stored. Its code is laid beside the store and runs only in `verify`. */
export const unbundle: Command = {
  arguments: [['<bundle>', 'a zip file or a folder that `stemma bundle` wrote']],
  examples: [
    [
      'stemma bundle tutorial.BinnedEvents --out copy.zip && stemma unbundle copy.zip --store elsewhere && stemma verify $(stemma ls --ids -n 1 --store elsewhere) --store elsewhere',
      'a result on another machine, made again with its own code:',
    ],
    [
      'stemma bundle tutorial.BinnedEvents --out another.zip && stemma unbundle another.zip --store elsewhere --json',
      'what came in, for a program:',
    ],
  ],
  notes:
    'What a bundle says is believed until `stemma verify` has run it again: take bundles from people you trust into stores that matter.',
  async run(context, [path = '']) {
    await using session = await openSession(context, { access: 'write', modules: false });
    const read = await session.stemma.exchange.unbundle(path);
    const { head, added, results, differing } = read;
    if (context.globals.json) return context.printJson(read);
    context.print(`${head.name} ${head.id}`, `content ${head.contentDigest}`);
    context.note(`${counted(results, 'result')}, ${added} of them new here`);
    if (differing.length > 0)
      throw new StemmaError(
        'conflict',
        `${counted(differing.length, 'result')} have another content in this store, which was kept: unbundle into a store of its own`,
        { ids: differing },
      );
    context.note(context.noteStyle.faint(`make it again with ${context.typed('verify', head.id.slice(0, 10))}`));
  },
};
