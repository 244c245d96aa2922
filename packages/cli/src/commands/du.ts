// `stemma du`: what takes how much room.
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';
import { formatBytes } from '../terminal/quantities.ts';

/** Counts from the index and the list of blobs; bytes that several analyses share count for the first one stored. */
export const du: Command = {
  examples: [
    ['stemma du', 'sizes by analysis, the largest first:'],
    ['stemma du --json', 'in bytes, for a program:'],
  ],
  async run(context) {
    await using session = await openSession(context, { access: 'read', modules: false });
    const { stemma } = session;
    const usage = await stemma.usage();
    if (context.globals.json) return context.printJson({ store: stemma.store, ...usage });
    const { style } = context;
    const rows = usage.byAnalysis.map(({ name, results, bytes }) => [
      formatBytes(bytes),
      name,
      style.faint(counted(results, 'result')),
    ]);
    if (rows.length > 0) context.print(...columns(rows, { right: [0] }), '');
    const { totalBytes, indexBytes, blobBytes, blobCount } = usage;
    context.print(
      `${style.strong(formatBytes(totalBytes))} in ${stemma.store}: ${counted(blobCount, 'blob')} ${formatBytes(blobBytes)}, index ${formatBytes(indexBytes)}`,
    );
  },
};
