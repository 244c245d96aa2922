// Says in few lines what a test run has shown: one per suite while it runs, then failures in full, skips with their
// reasons, and the closing line that people and machines look for.
import type { SuiteCounts, TestReport } from './test-report.ts';

/** One line for a suite that has ended, for example `✓ data/fits  181 passed, 2 skipped  3.2 s`. */
export function suiteLine({ name, passed, failed, skipped, durationMs }: SuiteCounts): string {
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  const mark = failed > 0 ? '✗' : '✓';
  return `${mark} ${name.padEnd(36)} ${counts.filter(Boolean).join(', ')}  ${(durationMs / 1000).toFixed(1)} s`;
}

/** All that is left to say at the end of a run, the closing line last. */
export function closingLines(report: TestReport, { areSkipsFailures }: { areSkipsFailures: boolean }): string[] {
  const { passed, failed, skipped } = report.counts;
  return [
    ...report.failures.flatMap(({ suite, title, text }) => ['', `✗ ${suite}: ${title}`, indent(text)]),
    ...skipLines(report),
    ...(skipped > 0 && areSkipsFailures ? ['', 'Nothing may be skipped here (CI=true or --no-skips).'] : []),
    ...(passed + failed + skipped === 0 ? ['', 'No test ran.'] : []),
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ];
}

/** Whether a run was good: something passed, nothing failed, and nothing was skipped where that counts. */
export function isGood(report: TestReport, { areSkipsFailures }: { areSkipsFailures: boolean }): boolean {
  const { passed, failed, skipped } = report.counts;
  return passed > 0 && failed === 0 && !(areSkipsFailures && skipped > 0);
}

function skipLines({ skips }: TestReport): string[] {
  const lines: string[] = [];
  for (const [suite, ofSuite] of Map.groupBy(skips, (skip) => skip.suite))
    for (const [reason, { length }] of Map.groupBy(ofSuite, (skip) => skip.reason))
      lines.push(`  ${suite.padEnd(36)} ${String(length).padStart(4)}  ${reason}`);
  return lines.length === 0 ? [] : ['', 'Skipped:', ...lines];
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
