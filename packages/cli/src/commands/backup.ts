// `stemma backup`: copies the store while it is used.
import { copyStore } from '@stemma/server';
import type { Command } from '../command.ts';
import { formatBytes } from '../terminal/quantities.ts';

/** Copies databases as of one instant and what is new of the blobs. */
export const backup: Command<{ readonly link?: boolean }> = {
  arguments: [['<folder>', 'where the copy is, or shall be; an earlier copy is brought up to date']],
  options: [{ flags: '--link', description: 'link blobs instead of copying them, where both lie on one disk' }],
  examples: [
    ['stemma backup backup-of-today', 'copy the store, also while a server runs on it:'],
    ['stemma backup backup-of-today && stemma backup backup-of-today --json', 'again: only what is new is copied:'],
  ],
  async run(context, [folder = ''], { link = false }) {
    const store = context.globals.store ?? process.env.STEMMA_STORE ?? '.stemma';
    const copied = await copyStore(store, folder, link);
    if (context.globals.json) return context.printJson(copied);
    const { databases, blobCount, blobBytes, knownCount } = copied;
    context.print(
      `${folder}: ${databases.join(', ')}; ${blobCount} blobs copied (${formatBytes(blobBytes)}), ${knownCount} there before`,
    );
  },
};
