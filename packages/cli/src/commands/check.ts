// `stemma check`: looks for damage in the whole store.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { counted } from '../terminal/numbers.ts';
import { formatBytes } from '../terminal/quantities.ts';

const redrawMs = 100;

/**
 * Reads everything and changes nothing, so it may run beside other processes. The live line is redrawn by carriage
 * return at most ten times a second, and only on a terminal; the exit code is that of `corrupt` when anything is wrong.
 */
export const check: Command = {
  examples: [
    ['stemma check', 'read and verify every byte of the store:'],
    ['stemma check --json', 'the same for a program:'],
  ],
  notes: 'Exit code 10 when something is damaged. `stemma run --force` stores the bytes of a damaged result again.',
  async run(context) {
    await using session = await openSession(context, { access: 'read', modules: false });
    const { stemma } = session;
    const isLive = process.stderr.isTTY === true && !context.globals.quiet;
    let drawnMs = 0;
    const onProgress = (checked: number, total: number) => {
      if (Date.now() - drawnMs < redrawMs) return;
      drawnMs = Date.now();
      process.stderr.write(`\r\u001b[K${context.noteStyle.faint(`checked ${checked} of ${total}`)}`);
    };
    const report = await stemma.check(isLive ? onProgress : undefined);
    if (drawnMs > 0) process.stderr.write('\r\u001b[K');
    if (context.globals.json) context.printJson(report);
    else {
      const { style } = context;
      const { ok, blobs, bytes, results, orphans, problems } = report;
      for (const { kind, what, affects } of problems) {
        const shown = affects.slice(0, 4).join(', ') + (affects.length > 4 ? ` and ${affects.length - 4} more` : '');
        const whose = affects.length > 0 ? style.faint(`  affects ${shown}`) : '';
        context.print(`${style.bad(kind)}  ${what}${whose}`);
      }
      const all = `${counted(results, 'result')}, ${counted(blobs, 'blob')}, ${formatBytes(bytes)}`;
      const loose = orphans > 0 ? `; ${counted(orphans, 'blob')} belong to no result (\`stemma gc\` removes them)` : '';
      context.print(`${ok ? style.good('whole') : style.bad(counted(problems.length, 'problem'))}: ${all}${loose}`);
    }
    return report.ok ? 0 : new StemmaError('corrupt', '').exitCode;
  },
};
