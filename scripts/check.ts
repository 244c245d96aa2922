// `npm run check`: everything that can be said about the repository without running it, one line per check.
// Arguments name the checks to run; without any, all run.
import { dirname } from 'node:path';
import type { Check } from './checks/check.ts';
import { committedText } from './checks/committed-text.ts';
import { dependencyRule } from './checks/dependency-rule.ts';
import { lockFile } from './checks/lock-file.ts';
import { measures } from './checks/measures.ts';
import { format, lint, types, unused } from './checks/tools.ts';

const checks: readonly Check[] = [types, lint, format, unused, dependencyRule, lockFile, committedText, measures];
const root = dirname(import.meta.dirname);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no check ${unknown.join(', ')}: there are ${checks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const check of checks.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  const start = performance.now();
  const { problems, figures = [] } = await check.run(root);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${check.name.padEnd(9)} ${seconds.padStart(4)} s  ${check.title}`);
  for (const line of [...figures, ...problems].join('\n').split('\n').filter(Boolean))
    console.log(`                  ${line}`);
  if (problems.length > 0) failed++;
}
console.log(failed === 0 ? 'all checks passed' : `${failed} of the checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
