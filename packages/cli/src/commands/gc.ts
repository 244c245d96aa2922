// `stemma gc`: forgets bytes that nobody needs any more; where they came from is never forgotten.
import type { GarbagePolicy, GarbageReport } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';
import { formatAge, formatBytes, parseBytes, parseDuration } from '../terminal/quantities.ts';

interface GcOptions {
  readonly olderThan?: number;
  readonly maxSize?: number;
  readonly names?: string;
  readonly dryRun?: boolean;
}

/**
 * Forgets by age first, then by size, and always removes what crashed runs left behind. Without either option no result
 * is forgotten. With `--dry-run` the index and the blobs are only read.
 */
export const gc: Command<GcOptions> = {
  options: [
    { flags: '--older-than <time>', description: 'forget what was not used for 30d, 12h …', parse: parseDuration },
    {
      flags: '--max-size <size>',
      description: 'then forget what was not used longest, until no more than 10GB … are left',
      parse: parseBytes,
    },
    { flags: '--names <pattern>', description: 'only results of these analyses: a name, or its beginning with *' },
    { flags: '--dry-run', description: 'only say what would be forgotten' },
  ],
  examples: [
    ['stemma gc --older-than 30d --dry-run', 'what a month of silence would free:'],
    ['stemma gc --max-size 10GB', 'to stay under a size:'],
    ['stemma gc', 'only remains of crashed runs, and bytes that belong to no result:'],
  ],
  notes: 'Pinned results stay. Provenance always stays: a forgotten result can be asked for again, and is made again.',
  async run(context, _, { olderThan, maxSize, names, dryRun = false }) {
    await using session = await openSession(context, { access: 'write', modules: false });
    const policy: GarbagePolicy = {
      ...(olderThan !== undefined && { olderThanS: olderThan }),
      ...(maxSize !== undefined && { maxBytes: maxSize }),
      ...(names !== undefined && { names }),
      dryRun,
    };
    const report = await session.stemma.gc(policy);
    if (context.globals.json) return context.printJson({ dryRun, ...report });
    print(report, dryRun, context);
  },
};

const shownCandidates = 20;

function print(
  { forgotten, freedBytes, kept, orphans, leftovers, candidates }: GarbageReport,
  dryRun: boolean,
  context: Context,
): void {
  const { style } = context;
  if (dryRun || context.globals.verbose) {
    const nowMs = Date.now();
    const rows = candidates
      .slice(0, shownCandidates)
      .map(({ names, bytes, lastUsedMs }) => [
        formatBytes(bytes),
        names.join(', '),
        style.faint(`last used ${formatAge(lastUsedMs, nowMs)}`),
      ]);
    if (rows.length > 0) context.print(...columns(rows, { right: [0], indent: 2 }));
    if (candidates.length > shownCandidates)
      context.print(style.faint(`  … and ${candidates.length - shownCandidates} more`));
  }
  const others = [
    ...(orphans > 0 ? [`${counted(orphans, 'blob')} of no result`] : []),
    ...(leftovers > 0 ? [`${counted(leftovers, 'leftover')} of interrupted writes`] : []),
  ];
  const what = [counted(forgotten, 'result'), ...others].join(', ');
  const done = dryRun ? 'would be forgotten, freeing' : 'forgotten, freeing';
  context.print(`${what} ${done} ${style.strong(formatBytes(freedBytes))}; ${counted(kept, 'result')} kept`);
}
