// The checks that a tool of the packages does: types, lint, format and unused code.
import { globSync } from 'node:fs';
import { problemsOf, runTool } from '../run-tool.ts';
import type { Check } from './check.ts';

/** Every package compiles with the types it may use, and so do tests, benchmarks, examples and scripts. */
export const types: Check = {
  name: 'types',
  title: 'packages, tests, examples, benchmarks and scripts compile',
  async run(root) {
    const packages = globSync('packages/*/tsconfig.json', { cwd: root }).toSorted();
    const ofPackages = await runTool(root, 'typescript', 'tsc', ['-b', ...packages]);
    const ofAll = await runTool(root, 'typescript', 'tsc', ['-p', 'tsconfig.json']);
    const lines = [...problemsOf(ofPackages), ...problemsOf(ofAll)].flatMap((output) => output.split('\n'));
    return { problems: [...new Set(lines)] };
  },
};

/** The linter's rules hold, those that need types included; a warning counts. */
export const lint: Check = {
  name: 'lint',
  title: 'the rules of .oxlintrc.json hold: sizes, complexity, cycles, borders, promises',
  async run(root) {
    return { problems: problemsOf(await runTool(root, 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings'])) };
  },
};

/** Every file is as the formatter writes it. */
export const format: Check = {
  name: 'format',
  title: 'every file is formatted (npm run format)',
  async run(root) {
    return { problems: problemsOf(await runTool(root, 'oxfmt', 'oxfmt', ['--check'])) };
  },
};

/** No file, export or dependency is without use. */
export const unused: Check = {
  name: 'unused',
  title: 'no file, export or dependency is unused or undeclared',
  async run(root) {
    return { problems: problemsOf(await runTool(root, 'knip', 'knip', ['--no-progress'])) };
  },
};
