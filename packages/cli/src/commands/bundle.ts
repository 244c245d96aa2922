// `stemma bundle`: a result with all that somebody else needs to check it and to make it again.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { assumeOption, readId, type GoalOptions } from '../request.ts';
import { openSession } from '../session.ts';
import { formatBytes } from '../terminal/quantities.ts';
import { counted } from '../terminal/numbers.ts';

interface BundleOptions extends GoalOptions {
  readonly out?: string;
  readonly withData?: boolean;
  readonly lean?: boolean;
}

/** The same result gives the same bytes, so that a bundle can itself be named by its digest. */
export const bundle: Command<BundleOptions> = {
  arguments: [['<id-or-goal...>', 'the first digits of a result id, or a goal as for run']],
  options: [
    { flags: '-o, --out <path>', description: 'where to: NAME.zip, or a folder that is not there yet' },
    { flags: '--with-data', description: 'the bytes of data files too, not only their digests and addresses' },
    { flags: '--lean', description: 'without the results in between, which are then computed again' },
    assumeOption,
  ],
  examples: [
    [
      'stemma bundle tutorial.BinnedEvents --out events.zip && stemma unbundle events.zip --store elsewhere',
      'a result that travels, and its arrival:',
    ],
    [
      'stemma bundle tutorial.BinnedEvents --out events-folder --lean',
      'a folder without the results in between, which are then computed again:',
    ],
  ],
  notes: 'Whoever gets it needs Node 24.15 or newer, `stemma`, and the packages that its README names.',
  async run(context, words, { out, withData = false, lean = false, ...options }) {
    if (out === undefined)
      throw new StemmaError('invalid_request', 'say where the bundle goes: --out NAME.zip, or a folder');
    await using session = await openSession(context, { access: 'read' });
    const { stemma } = session;
    const id = await readId(stemma, words, options);
    const written = await stemma.exchange.bundle(id, out, { data: withData, intermediates: !lean });
    if (context.globals.json) return context.printJson(written);
    context.print(`wrote ${written.path}`);
    context.note(`${counted(written.files, 'file')}, ${formatBytes(written.bytes)}; result ${id}`);
  },
};
