// Measures the sources against the house style: sizes, share of comments, tests, length of import chains.
// Only a file over the limit is a problem; the other figures are for people to look at.
import { join, posix } from 'node:path';
import type { Check, Finding } from './check.ts';
import { readModule, type SourceModule } from './source-module.ts';
import { isTest, sourceFiles } from './workspace.ts';

const maxLines = 400;

/** The figures of the house style, for packages and scripts. */
export const measures: Check = {
  name: 'measures',
  title: `no source file is longer than ${maxLines} lines`,
  async run(root) {
    const files = sourceFiles(root, [
      'packages/*/src/**/*.{ts,tsx}',
      'scripts/**/*.ts',
      'test/**/*.ts',
      'examples/**/*.ts',
      'bench/**/*.ts',
    ]);
    return measure(files.map((path) => ({ ...readModule(join(root, path)), path })));
  },
};

/** Measures modules whose paths are relative to the root. */
export function measure(modules: readonly SourceModule[]): Finding {
  const isSource = ({ path, imports }: SourceModule) =>
    !isTest(path) && !isTestSupport(path) && !imports.includes('node:test');
  const { true: sources = [], false: tests = [] } = Object.groupBy(modules, (module) => `${isSource(module)}`);
  const lengths = sources.map(({ lineCount }) => lineCount).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const lineCount = sum(lengths);
  const comments = sum(sources.map((source) => source.commentLineCount));
  const testLines = sum(tests.map((test) => test.lineCount));
  const chain = longestChain(sources);
  const headless = modules.filter(({ hasHead }) => !hasHead).map(({ path }) => path);
  return {
    problems: sources
      .filter((source) => source.lineCount > maxLines)
      .map((source) => `${source.path} has ${source.lineCount} lines`),
    figures: [
      `${sources.length} source files: median ${median} lines (house: at most 110), longest ${lengths.at(-1) ?? 0}`,
      `${percent(comments, lineCount)} of ${lineCount} source lines are comment (house: 15 to 25 %)`,
      `${testLines} test lines in ${tests.length} files, ${(testLines / lineCount).toFixed(2)} per source line (house: at least 1)`,
      `longest chain of imports: ${chain.length} files (house: at most 8): ${chain.join(' → ')}`,
      ...(headless.length > 0 ? [`without a comment at the head: ${headless.join(', ')}`] : []),
    ],
  };
}

// Fixtures, child processes and shared settings of tests are written for the tests alone.
function isTestSupport(path: string): boolean {
  return /(^|\/)test\//.test(path) || /\/(contract\/|contract\.ts|sample-[^/]*\.ts)/.test(path);
}

/**
 * The files of the longest chain of run-time imports; `index.ts` files only pass on and count not. An analysis imports
 * the analyses that are its inputs: how long that chain is says the pipeline, not the code, so it is not followed.
 */
export function longestChain(modules: readonly Pick<SourceModule, 'path' | 'runtimeImports'>[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const chains = new Map<string, readonly string[]>();
  const chainFrom = (path: string): readonly string[] => {
    const known = chains.get(path);
    if (known) return known;
    chains.set(path, []); // a cycle, which the linter reports, ends here
    const below = (byPath.get(path)?.runtimeImports ?? [])
      .filter((name) => name.startsWith('.'))
      .map((name) => posix.join(posix.dirname(path), name))
      .filter((target) => byPath.has(target) && !(isAnalysis(path) && isAnalysis(target)))
      .map(chainFrom);
    const rest = longest(below);
    const chain = path.endsWith('/index.ts') ? rest : [path, ...rest];
    chains.set(path, chain);
    return chain;
  };
  return [...longest(modules.map(({ path }) => chainFrom(path)))];
}

function longest(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((best, list) => (list.length > best.length ? list : best), []);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

function isAnalysis(path: string): boolean {
  return path.includes('/analyses/');
}
