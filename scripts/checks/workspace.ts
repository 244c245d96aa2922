// The packages of this repository and their source files.
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What matters here of a package.json. */
export interface PackageFile {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface Package {
  /** Its folder under packages/, for example `core`. */
  readonly folder: string;
  readonly file: PackageFile;
}

/** The packages under `root`, by folder. */
export function packagesOf(root: string): Package[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => ({
      folder: path.split(sep)[1]!,
      file: JSON.parse(readFileSync(join(root, path), 'utf8')) as PackageFile,
    }));
}

/** TypeScript files under `root` that match the patterns, relative with `/`, sorted. */
export function sourceFiles(root: string, patterns: readonly string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((path) => path.split(sep).join('/'))
    .toSorted();
}

/** Whether a file is a test. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}
