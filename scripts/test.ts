// `npm test`: runs every test file of the repository, or those whose path contains one of the arguments, and ends
// with one line of counts. `--no-skips`, and CI=true in the environment, turn skipped tests into a failed run.
// STEMMA_SEED=n makes the cases of property tests the same in every run.
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { findTests, suiteOf } from './testing/find-tests.ts';
import { closingLines, isGood, suiteLine } from './testing/print-report.ts';
import { TestReport } from './testing/test-report.ts';

const fileLimitMs = 15 * 60_000;
const root = dirname(import.meta.dirname);
const { values, positionals } = parseArgs({ options: { 'no-skips': { type: 'boolean' } }, allowPositionals: true });
const areSkipsFailures = values['no-skips'] ?? process.env['CI'] === 'true';

const files = findTests(root, positionals);
if (files.length === 0) console.log(`no test file has ${positionals.join(' or ')} in its path`);
const report = new TestReport(
  files,
  (file) => suiteOf(root, file),
  (suite) => console.log(suiteLine(suite)),
);
if (files.length > 0) {
  const options = { files, cwd: root, concurrency: availableParallelism(), timeout: fileLimitMs };
  for await (const event of run({
    ...options,
    execArgv: ['--conditions=source', `--import=${root}/scripts/testing/property-seed.ts`],
  }))
    report.add(event);
}
for (const file of report.empty) console.log(`note: ${file.slice(root.length + 1)} holds no test`);
console.log(closingLines(report, { areSkipsFailures }).join('\n'));
process.exitCode = isGood(report, { areSkipsFailures }) ? 0 : 1;
