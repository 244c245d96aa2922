// The code that an analysis consists of: its source file and what that imports, through the module and through
// packages that are developed beside it; installed packages count by name and version.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { importsOf, type ImportClause } from './imports.ts';
import { sha256 } from '../hashing/sha256.ts';

/**
 * One source file: its digest, and where its imports lead: to another file (`url`), or to a package (`name@version`,
 * or the bare specifier where it is not installed). Imports of the platform and of the language of analyses are left out.
 */
export interface SourceFile {
  readonly url: string;
  readonly digest: string;
  readonly imports: readonly { readonly clause: ImportClause; readonly url?: string; readonly package?: string }[];
}

/** Reads source files once each, so that all analyses of a process are judged by one state of the disk. */
export class SourceTree {
  readonly #files = new Map<string, SourceFile | undefined>();

  /** A source file by its URL; undefined when it is not there. */
  file(url: string): SourceFile | undefined {
    if (!this.#files.has(url)) this.#files.set(url, read(url));
    return this.#files.get(url);
  }
}

// Everything else that code names is data, which counts byte by byte.
const sourcePattern = /\.[cm]?[jt]sx?$|\.json$/;

function read(url: string): SourceFile | undefined {
  const path = fileURLToPath(url);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  if (!sourcePattern.test(path)) return { url, digest: sha256(readFileSync(path)), imports: [] };
  // Line endings depend on how the checkout was made, not on what the code says.
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  return { url, digest: sha256(text), imports: importsOf(text).flatMap((clause) => resolve(clause, url)) };
}

function resolve(clause: ImportClause, from: string): SourceFile['imports'] {
  const { specifier } = clause;
  if (specifier.startsWith('node:') || isLanguage(specifier)) return [];
  if (/^(\.{1,2}\/|file:)/.test(specifier)) return [{ clause, url: new URL(specifier, from).href }];
  const manifest = packageJson(specifier, from);
  if (!manifest) return [{ clause, package: specifier }];
  // A package linked from beside is source that may change under one version: follow it. An installed one is fixed.
  if (!manifest.path.includes('node_modules')) {
    const path = resolvePackage(specifier, from);
    if (path) return [{ clause, url: pathToFileURL(path).href }];
  }
  return [{ clause, package: `${manifest.name}@${manifest.version}` }];
}

// What analyses are declared with is the language of identity itself, which has a version of its own.
function isLanguage(specifier: string): boolean {
  return specifier === '@stemma/core' || specifier === 'stemma';
}

// The nearest manifest above the resolved file, through links: what is linked from beside lies outside of node_modules.
function packageJson(specifier: string, from: string): { path: string; name: string; version: string } | undefined {
  try {
    const found = findPackageJSON(specifier, from);
    if (!found) return undefined;
    const path = realpathSync(found);
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string };
    return { path, name, version };
  } catch {
    return undefined;
  }
}

// Undefined for packages that only `import` resolves: they then count by version like installed ones.
function resolvePackage(specifier: string, from: string): string | undefined {
  try {
    return realpathSync(createRequire(from).resolve(specifier));
  } catch {
    return undefined;
  }
}
