// `stemma unpin`: lets garbage collection have results again.
import type { Command } from '../command.ts';
import { setPinned } from '../set-pinned.ts';

/** The command. */
export const unpin: Command = {
  arguments: [['<id...>', 'results, by the first digits of their ids']],
  examples: [
    ['stemma unpin $(stemma find tutorial.BinnedEvents --ids -n 1)', 'no longer keep a result:'],
    ['stemma unpin $(stemma ls --ids -n 5)', 'no longer keep the five newest:'],
  ],
  run: (context, words) => setPinned(context, words, false),
};
