// The code behind a result, for a bundle: every source file that its analyses need to be loaded, laid out so that the
// same imports lead to the same files and every analysis gets the same code digest as at home.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, SourceTree, type CodeDigests } from '@stemma/backends';
import { payloadText, type PayloadFile } from '@stemma/backends/archives';
import { StemmaError, type AnyAnalysis, type Registry } from '@stemma/core';
import { bundlePaths, type CodeLink, type CodeRoot } from './bundle-head.ts';

/** Code as it goes into a bundle. */
export interface CollectedCode {
  readonly files: readonly PayloadFile[];
  readonly roots: readonly CodeRoot[];
}

/**
 * The code of analyses: their files, what these import, and a module that gives all of them.
 * @throws StemmaError `invalid_request` for an analysis that no file declares.
 */
export function collectCode(analyses: readonly AnyAnalysis[], code: CodeDigests, registry: Registry): CollectedCode {
  const layout = new Layout();
  const homes = new Map<string, { readonly isModule: boolean }>();
  for (const analysis of analyses) {
    const home = code.homeOf(analysis);
    const { name } = analysis.definition;
    if (home === undefined)
      throw new StemmaError(
        'invalid_request',
        `no file declares ${name}, so its code cannot be bundled: put it into a module`,
      );
    // What a module lists without exporting it is at home in the module, which must then be there as such.
    homes.set(home, { isModule: homes.get(home)?.isModule === true || registry.moduleOf(analysis)?.source === home });
    layout.follow(home);
  }
  const sorted = [...homes]
    .map(([url, home]) => ({ path: layout.pathOf(url), ...home }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const names = analyses.map(({ definition }) => definition.name).sort();
  return {
    files: [payloadText(bundlePaths.entry, entryText(sorted, names)), ...layout.files()],
    roots: layout.roots(),
  };
}

function entryText(
  homes: readonly { readonly path: string; readonly isModule: boolean }[],
  names: readonly string[],
): string {
  return [
    '// The analyses of this bundle as one pipeline module. Written by `stemma bundle`.',
    "import { pipelineModule } from '@stemma/core';",
    ...homes.map(({ path }, i) => `import * as m${i} from './${path}';`),
    ...homes.filter(({ isModule }) => isModule).map(({ path }) => `export * from './${path}';`),
    `const wanted = new Set(${JSON.stringify(names)});`,
    `const given = [${homes.map((_, i) => `m${i}`).join(', ')}].flatMap((file) => Object.values(file));`,
    "const found = given.flatMap((value) => (value?.kind === 'module' ? value.analyses : value?.kind === 'analysis' ? [value] : []));",
    'const analyses = [...new Set(found)].filter(({ definition }) => wanted.has(definition.name));',
    "export const theBundle = pipelineModule({ name: 'bundle', version: '1', source: import.meta.url, analyses });",
    '',
  ].join('\n');
}

/** The parts of a package.json that decide how files are loaded; nobody's scripts or notes. */
const manifestFields = ['name', 'version', 'type', 'exports', 'imports', 'main'] as const;

interface Root {
  /** `r0`, `r1` …, in the order in which they were met. */
  readonly folder: string;
  /** Where its package.json lies; undefined for files that are below none. */
  readonly manifest: string | undefined;
  readonly links: Map<string, CodeLink>;
}

class Layout {
  readonly #tree = new SourceTree();
  readonly #met = new Set<string>();
  readonly #roots = new Map<string, Root>();

  /** Adds a file and everything that it imports or names. */
  follow(start: string): void {
    const open = [start];
    for (let url = open.pop(); url !== undefined; url = open.pop()) {
      const file = this.#tree.file(url);
      if (!file || this.#met.has(url)) continue;
      this.#met.add(url);
      const root = this.#rootOf(url);
      for (const { clause, url: next, package: installed } of file.imports) {
        const name = packageIn(clause.specifier);
        if (next !== undefined) {
          open.push(next);
          if (name !== undefined && this.#tree.file(next))
            root.links.set(name, { name, folder: this.#rootOf(next).folder });
        } else if (name !== undefined && installed !== undefined && installed !== clause.specifier)
          root.links.set(name, installedLink(name, installed, url));
      }
    }
  }

  #rootOf(url: string): Root {
    const manifest = manifestAbove(fileURLToPath(url));
    const key = manifest ?? '';
    let root = this.#roots.get(key);
    if (!root) this.#roots.set(key, (root = { folder: `r${this.#roots.size}`, manifest, links: new Map() }));
    return root;
  }

  /** Below `code/`. */
  pathOf(url: string): string {
    const path = fileURLToPath(url);
    const { folder, manifest } = this.#rootOf(url);
    const top = manifest === undefined ? this.#loose() : dirname(manifest);
    return [folder, ...relative(top, path).split(sep)].join('/');
  }

  // The folder that holds all files without a package.json.
  #loose(): string {
    const folders = [...this.#met]
      .map((url) => fileURLToPath(url))
      .filter((path) => manifestAbove(path) === undefined)
      .map(dirname);
    let common = folders[0]!;
    while (!folders.every((folder) => folder === common || folder.startsWith(`${common}${sep}`)))
      common = dirname(common);
    return common;
  }

  files(): PayloadFile[] {
    const sources = [...this.#met].map((url): PayloadFile => {
      const content = readFileSync(fileURLToPath(url));
      return { path: `code/${this.pathOf(url)}`, content, digest: sha256(content), sizeBytes: content.length };
    });
    const manifests = [...this.#roots.values()].flatMap(({ folder, manifest }) =>
      manifest === undefined ? [] : [payloadText(`code/${folder}/package.json`, reducedManifest(manifest))],
    );
    // A package.json may be imported as data, and is then there as it is.
    const there = new Set(sources.map(({ path }) => path));
    return [...sources, ...manifests.filter(({ path }) => !there.has(path))];
  }

  roots(): CodeRoot[] {
    return [...this.#roots.values()].map(({ folder, links }) => ({
      folder,
      links: [...links.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
  }
}

function packageIn(specifier: string): string | undefined {
  if (/^(\.{0,2}\/|file:|#|node:)/.test(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function manifestAbove(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return manifest;
    if (dirname(folder) === folder) return undefined;
  }
}

function reducedManifest(path: string): string {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const kept = manifestFields.flatMap((field) => (manifest[field] === undefined ? [] : [[field, manifest[field]]]));
  return `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`;
}

/** @param installed `name@version`, as code digests have it. */
function installedLink(name: string, installed: string, from: string): CodeLink {
  const version = installed.slice(installed.lastIndexOf('@') + 1);
  const integrity = integrityOf(name, from);
  return { name, version, ...(integrity !== undefined && { integrity }) };
}

// The lock that npm leaves beside the packages that it installed.
function integrityOf(name: string, from: string): string | undefined {
  const found = findPackageJSON(name, from);
  if (!found) return undefined;
  const at = realpathSync(found).lastIndexOf(`node_modules${sep}`);
  const lock = join(realpathSync(found).slice(0, Math.max(at, 0)), 'node_modules', '.package-lock.json');
  if (at < 0 || !existsSync(lock)) return undefined;
  const { packages = {} } = JSON.parse(readFileSync(lock, 'utf8')) as {
    packages?: Record<string, { integrity?: string }>;
  };
  return packages[`node_modules/${name}`]?.integrity;
}
