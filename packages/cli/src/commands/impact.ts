// `stemma impact`: what depends on something, by kinds first, then what others rely on, then results page by page.
import { formatTarget, type ImpactReport } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { printResults } from '../listing.ts';
import { readTarget, targetArgument } from '../retraction-target.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';

interface ImpactOptions {
  readonly limit: number;
  readonly cursor?: string;
}

/** Works before a retraction, to see what it would do, and after it. */
export const impact: Command<ImpactOptions> = {
  arguments: [targetArgument],
  options: [
    { flags: '-n, --limit <number>', description: 'how many results on a page', parse: Number, initial: 20 },
    { flags: '--cursor <text>', description: 'the next page, as the one before says' },
  ],
  examples: [
    ['stemma impact $(stemma find tutorial.EnergyCalibration --ids -n 1)', 'what was made with a calibration:'],
    ['stemma impact tutorial.CalibratedEvents@1 --json', 'with any result of a version, for a program:'],
  ],
  async run(context, [word = ''], { limit, cursor }) {
    await using session = await openSession(context, { access: 'read' });
    const target = await readTarget(session.stemma, word);
    const page = { pageSize: limit, ...(cursor !== undefined && { cursor }) };
    const report = await session.stemma.retractions.impact(target, page);
    if (context.globals.json) return context.printJson(report);
    print(report, context);
    if (report.next !== undefined) context.note(`more: ${context.typed('impact', word, '--cursor', report.next)}`);
  },
};

function print({ target, meant, classes, results, kept, newest }: ImpactReport, context: Context): void {
  const { style } = context;
  if (meant === 0) return context.print(`${formatTarget(target)} is not in this store`);
  context.print(`${counted(results, 'result')} made from ${formatTarget(target)}`);
  const rows = classes.map(({ name, version, results: count, pinned }) => [
    String(count),
    name,
    style.faint(`version ${version}${pinned > 0 ? `, ${pinned} pinned` : ''}`),
  ]);
  if (rows.length > 0) context.print(...columns(rows, { right: [0], indent: 2 }));
  if (kept.length > 0) {
    context.print('', 'pinned, tagged or in a collection:');
    printResults(kept, {}, context);
  }
  if (newest.length > 0) {
    context.print('', 'newest:');
    printResults(newest, {}, context);
  }
}
