// Keeps the borders of the design: a package imports only what stands left of it, in its sources and in its
// package.json. The linter says the same for single imports; this reads resolved paths and dependencies too.
import { join, posix } from 'node:path';
import type { Check } from './check.ts';
import { readModule } from './source-module.ts';
import { isTest, type Package, packagesOf, sourceFiles } from './workspace.ts';

/** Which packages (by folder) each package may import; of outside modules, only the few in {@link pure} for those that run in browsers too. */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  data: [],
  instruments: ['core', 'data'],
  backends: ['core'],
  api: ['core'],
  server: ['core', 'api', 'backends'],
  web: ['core', 'data', 'api'],
  cli: ['core', 'data', 'instruments', 'backends', 'api', 'server'],
};

/** Packages that import no Node module, and no package but those named here: pure JavaScript that runs in browsers too. */
export const pure: Readonly<Record<string, readonly string[]>> = { core: [], data: ['saxes'] };

/** Imports go only from right to left in the design's list of packages. */
export const dependencyRule: Check = {
  name: 'borders',
  title: 'packages import and depend on only what stands left of them; core on nothing, data on pure parsers',
  async run(root) {
    const packages = packagesOf(root);
    const problems = packages.flatMap((owner) => dependencyProblems(owner, packages));
    for (const path of sourceFiles(root, ['packages/*/src/**/*.{ts,tsx}']).filter((file) => !isTest(file)))
      problems.push(...importProblems(path, readModule(join(root, path)).imports, packages));
    return { problems };
  },
};

/** What is wrong with the imports of one source file, given relative to the root. */
export function importProblems(path: string, imports: readonly string[], packages: readonly Package[]): string[] {
  const folder = path.split('/')[1]!;
  return imports.flatMap((name) => {
    const problem = name.startsWith('.') ? leaving(path, name) : foreign(folder, name, packages);
    return problem === undefined ? [] : [`${path} imports ${name}: ${problem}`];
  });
}

/** What is wrong with what a package.json says the package needs. */
export function dependencyProblems({ folder, file }: Package, packages: readonly Package[]): string[] {
  if (!(folder in allowed))
    return [`packages/${folder} has no place in the dependency rule: add it to scripts/checks/dependency-rule.ts`];
  const names = Object.keys({ ...file.dependencies, ...file.peerDependencies, ...file.optionalDependencies });
  return names.flatMap((name) => {
    const problem = foreign(folder, name, packages);
    return problem === undefined ? [] : [`packages/${folder}/package.json depends on ${name}: ${problem}`];
  });
}

function leaving(path: string, name: string): string | undefined {
  const target = posix.join(posix.dirname(path), name);
  const [, folder] = path.split('/');
  return target.startsWith(`packages/${folder}/`) ? undefined : 'a relative import leaves the package';
}

function foreign(folder: string, name: string, packages: readonly Package[]): string | undefined {
  const owner = packages.find(({ file }) => name === file.name || name.startsWith(`${file.name}/`));
  if (!owner)
    return pure[folder]?.includes(name) === false
      ? `${folder} imports nothing from outside but what it may`
      : undefined;
  if (owner.folder === folder || allowed[folder]?.includes(owner.folder)) return undefined;
  return `${folder} may import ${allowed[folder]?.join(', ') || 'nothing but itself'}`;
}
