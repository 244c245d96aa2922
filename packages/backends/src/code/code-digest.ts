// Code digests: an edit of an analysis, or of anything it imports inside its module, changes its identity, so that no
// stale result can ever be served. Other analyses that it imports as inputs do not count: they have identities of their own.
import {
  canonicalJson,
  StemmaError,
  type AnalysisDefinition,
  type AnyAnalysis,
  type PipelineModule,
} from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { SourceTree, type SourceFile } from './closure.ts';
import type { CodeInfo } from './code-info.ts';
import { foreignCodeOf } from './python-code.ts';

export type { CodeInfo } from './code-info.ts';

type Exports = Readonly<Record<string, unknown>>;

/**
 * The code of all analyses of the loaded modules.
 *
 * The closure of an analysis begins with the file that declares it and follows every import, except to files of which
 * nothing but analyses is taken: those are inputs, and reach the identity of a result through their own derivations.
 * Counting them as code as well would make every edit upstream recompute everything downstream, even where the edit
 * changes no byte of any value. A file that gives an analysis and a function is followed: too much is safe, too little
 * would serve stale results.
 */
export class CodeDigests {
  readonly #tree = new SourceTree();
  readonly #exports = new Map<string, Exports>();
  readonly #homes = new Map<AnyAnalysis, string>();
  readonly #infos = new Map<AnyAnalysis, CodeInfo>();

  /** Finds the source files of a module's analyses. To be called once for each module, before {@link of}. */
  async add(module: PipelineModule): Promise<void> {
    if (!module.source?.startsWith('file:')) return;
    const urls = this.#reachable(module.source);
    for (const url of urls) {
      if (this.#exports.has(url) || !isScript(url)) continue;
      // Every file was loaded when the module was: importing it again runs nothing, it only gives the exports.
      const exported = (await import(url)) as Exports;
      this.#exports.set(url, exported);
      for (const value of Object.values(exported)) if (isAnalysis(value)) this.#settle(value, url);
    }
    // An analysis that no file exports may stand in any of them: it counts with everything that the module imports.
    for (const analysis of module.analyses) if (!this.#homes.has(analysis)) this.#homes.set(analysis, module.source);
  }

  // An index re-exports what another file declares: the declaring file is the one that imports the other's less.
  #settle(analysis: AnyAnalysis, url: string): void {
    const earlier = this.#homes.get(analysis);
    if (earlier === undefined || this.#imports(earlier, url)) this.#homes.set(analysis, url);
  }

  #imports(from: string, to: string): boolean {
    return this.#reachable(from).includes(to);
  }

  /** Files that are imported from a file, itself first; a Set grows while it is walked. */
  #reachable(start: string): string[] {
    const seen = new Set([start]);
    for (const url of seen) {
      for (const { url: next, clause } of this.#tree.file(url)?.imports ?? []) {
        // What is only named must not be loaded: it may be data, or a script that runs.
        if (next && !clause.isReference && this.#tree.file(next)) seen.add(next);
      }
    }
    return [...seen];
  }

  /**
   * The code of an analysis. One that was declared without a file counts by the text of its function (what that
   * refers to outside of itself is not seen); one with `code: 'version'` by its declared version alone.
   * @throws StemmaError `not_found` when a source file was removed since the module was loaded.
   */
  of(analysis: AnyAnalysis): CodeInfo {
    let info = this.#infos.get(analysis);
    if (!info) this.#infos.set(analysis, (info = this.#compute(analysis)));
    return info;
  }

  /** The URL of the file that declares an analysis; undefined when none does. */
  homeOf(analysis: AnyAnalysis): string | undefined {
    return this.#homes.get(analysis);
  }

  #compute(analysis: AnyAnalysis): CodeInfo {
    const { definition } = analysis;
    if (definition.code === 'version') return { digest: sha256('version'), files: [], packages: [] };
    const home = this.#homes.get(analysis);
    const base = definition.specialises && this.of(definition.specialises);
    const own = foreignCodeOf(definition)?.code ?? (home === undefined ? inlineCode(definition) : this.#closure(home));
    if (!base) return own;
    const files = [...own.files, ...base.files.filter(({ url }) => own.files.every((file) => file.url !== url))];
    return {
      digest: sha256(canonicalJson([own.digest, base.digest])),
      files,
      packages: [...new Set([...own.packages, ...base.packages])],
    };
  }

  #closure(home: string): CodeInfo {
    const files = new Map<string, SourceFile>();
    const packages = new Set<string>();
    const pending = [home];
    for (let url = pending.pop(); url !== undefined; url = pending.pop()) {
      const file = this.#tree.file(url);
      if (!file) throw new StemmaError('not_found', `source file ${url} is not there any more`);
      files.set(url, file);
      for (const next of file.imports) {
        if (next.package !== undefined) packages.add(next.package);
        if (
          next.url !== undefined &&
          !files.has(next.url) &&
          this.#tree.file(next.url) &&
          !this.#onlyAnalyses(next.url, next.clause.names)
        )
          pending.push(next.url);
      }
    }
    const list = [...files.values()].map(({ url, digest }) => ({ url, digest }));
    // The digest must not depend on where the checkout lies: files count by content, in a stable order.
    const digest = sha256(canonicalJson([list.map((file) => file.digest).sort(), [...packages].sort()]));
    return { digest, files: list, packages: [...packages].sort() };
  }

  // True when all that is imported from a file are analyses, taken as inputs.
  #onlyAnalyses(url: string, names: readonly string[] | undefined): boolean {
    const exported = this.#exports.get(url);
    return (
      exported !== undefined &&
      names !== undefined &&
      names.length > 0 &&
      names.every((name) => isAnalysis(exported[name]))
    );
  }
}

// Imported data (JSON) exports no analyses, and would have to be imported in its own way.
function isScript(url: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(url);
}

// The word in front keeps the text of a function from ever being taken for a closure.
function inlineCode(definition: AnalysisDefinition): CodeInfo {
  return { digest: sha256(`inline ${String(definition.run)}`), files: [], packages: [] };
}

function isAnalysis(value: unknown): value is AnyAnalysis {
  return typeof value === 'function' && (value as Partial<AnyAnalysis>).kind === 'analysis';
}
