// `stemma pin`: keeps results from garbage collection.
import type { Command } from '../command.ts';
import { setPinned } from '../set-pinned.ts';

/** The command. */
export const pin: Command = {
  arguments: [['<id...>', 'results, by the first digits of their ids']],
  examples: [
    ['stemma pin $(stemma find tutorial.BinnedEvents --ids -n 1)', 'keep the newest result of an analysis:'],
    ['stemma pin $(stemma ls --ids -n 5)', 'keep the five newest:'],
  ],
  run: (context, words) => setPinned(context, words, true),
};
