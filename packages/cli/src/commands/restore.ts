// `stemma restore`: makes a store from a backup, and reads every byte of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StemmaError } from '@stemma/core';
import { copyStore } from '@stemma/server';
import type { Command } from '../command.ts';
import { check } from './check.ts';

/** Copies a backup to where no store is, then checks it as `stemma check` does, with its exit code. */
export const restore: Command = {
  arguments: [['<folder>', 'the backup']],
  examples: [
    ['stemma backup backup-for-a-test && stemma restore backup-for-a-test --store restored', 'copy there and back:'],
    [
      'stemma backup another-backup && stemma restore another-backup --store restored-too --json',
      'the same, for a program:',
    ],
  ],
  notes: 'The store that --store or STEMMA_STORE names must not exist yet: nothing is overwritten.',
  async run(context, [folder = '']) {
    const store = context.globals.store ?? process.env.STEMMA_STORE ?? '.stemma';
    if (existsSync(join(store, 'index.sqlite')))
      throw new StemmaError('conflict', `there is a store at ${store}: move it away, or name another with --store`);
    await copyStore(folder, store, false);
    return check.run(context, [], {});
  },
};
