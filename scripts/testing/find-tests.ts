// Finds the test files of the repository, and names the suite that each belongs to: the folder it lies in.
import { globSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const patterns = [
  'packages/*/{src,test}/**/*.test.ts',
  'scripts/**/*.test.ts',
  'test/**/*.test.ts',
  'examples/**/*.test.ts',
];

/** The test files under `root` whose path or suite contains one of the filters (all without a filter), absolute, sorted. */
export function findTests(root: string, filters: readonly string[] = []): string[] {
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => filters.length === 0 || filters.some((filter) => isNamedBy(filter, root, path)))
    .toSorted()
    .map((path) => join(root, path));
}

function isNamedBy(filter: string, root: string, path: string): boolean {
  const wanted = filter.replace(/^\.\//, '');
  return path.includes(wanted) || `${suiteOf(root, join(root, path))}/`.includes(wanted);
}

/** The suite of a test file, for people: `packages/data/src/fits/x.test.ts` belongs to `data/fits`. */
export function suiteOf(root: string, file: string): string {
  const folder = dirname(file)
    .slice(root.length + 1)
    .split(sep)
    .join('/');
  return folder.replace(/^packages\/([^/]+)\/src/, '$1');
}
