// `stemma ls`: the newest results.
import type { Command } from '../command.ts';
import { list, listingOptions, type ListingOptions } from '../listing.ts';
import { openSession } from '../session.ts';

/** `find` without conditions; needs no modules, since units are then told from the names of parameters. */
export const ls: Command<ListingOptions> = {
  options: listingOptions,
  examples: [
    ['stemma ls', 'the newest results:'],
    ['stemma ls -n 100 --json', 'a hundred of them, for a program:'],
    ['stemma show $(stemma ls --ids -n 1)', 'all about the newest one:'],
  ],
  async run(context, _, options) {
    await using session = await openSession(context, { access: 'read', modules: false, online: true });
    await list(session.stemma, {}, options, context);
  },
};
