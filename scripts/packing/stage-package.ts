// Lays out a package as it is published: what was built, the licence, and a package.json without the condition that
// lets this repository run from source.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Exports = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Copies `packages/FOLDER` as built into `target`, ready for `npm pack`. */
export function stagePackage(root: string, folder: string, target: string): void {
  const from = join(root, 'packages', folder);
  mkdirSync(target, { recursive: true });
  cpSync(join(from, 'dist'), join(target, 'dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.tsbuildinfo'),
  });
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  if (existsSync(join(from, 'README.md'))) cpSync(join(from, 'README.md'), join(target, 'README.md'));
  const file = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as { exports: Exports };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedFile(file), null, 2)}\n`);
}

/** The package.json of a published package: no development dependencies, no exports that point at sources. */
export function publishedFile<T extends { exports: Exports }>(file: T): Omit<T, 'devDependencies'> {
  const { devDependencies: _, ...rest } = file as T & { devDependencies?: unknown };
  const exports = Object.fromEntries(
    Object.entries(file.exports).map(([path, conditions]) => {
      const { source: _source, ...published } = conditions;
      return [path, published];
    }),
  );
  return { ...rest, exports };
}
