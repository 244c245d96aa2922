// The loaded modules, in order: finds analyses by name, and what later modules put in their place.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { AnyAnalysis, Assumption } from './declaration.ts';
import type { PipelineModule } from './module.ts';

/** An immutable list of modules with look-up by name. */
export class Registry {
  readonly modules: readonly PipelineModule[];
  readonly #analyses = new Map<string, { analysis: AnyAnalysis; module: PipelineModule }>();
  readonly #substitutions = new Map<string, Assumption>();

  /** @throws StemmaError `conflict` when two modules declare an analysis of one name without saying that one substitutes the other. */
  constructor(modules: readonly PipelineModule[] = []) {
    this.modules = modules;
    for (const module of new Set(modules)) {
      for (const rule of module.substitutions) this.#substitutions.set(rule.name, rule);
      for (const analysis of module.analyses) this.#add(analysis, module);
    }
  }

  #add(analysis: AnyAnalysis, module: PipelineModule): void {
    const { name } = analysis.definition;
    const earlier = this.#analyses.get(name);
    if (earlier && earlier.analysis !== analysis) {
      throw new StemmaError(
        'conflict',
        `modules ${earlier.module.name} and ${module.name} both declare ${name}: give one another name and list substitute(…) in its module`,
        { name },
      );
    }
    this.#analyses.set(name, { analysis, module });
  }

  /** The names of all analyses, sorted. */
  get names(): string[] {
    return [...this.#analyses.keys()].sort();
  }

  /**
   * The analysis of a full name, or of the last part of a name when that is unique.
   * @throws StemmaError `not_found` with the nearest name.
   */
  get(name: string): AnyAnalysis {
    const exact = this.#analyses.get(name);
    if (exact) return exact.analysis;
    const short = this.names.filter((full) => full.endsWith(`.${name}`));
    if (short.length === 1) return this.#analyses.get(short[0]!)!.analysis;
    const hint =
      short.length > 1
        ? `; it could be ${short.join(' or ')}`
        : didYouMean(name, this.names) || '; `stemma modules` lists what there is';
    throw new StemmaError('not_found', `unknown analysis "${name}"${hint}`, { name });
  }

  /** The module that declares an analysis, or undefined when none of the loaded ones does. */
  moduleOf(analysis: AnyAnalysis): PipelineModule | undefined {
    const entry = this.#analyses.get(analysis.definition.name);
    return entry?.analysis === analysis ? entry.module : undefined;
  }

  /** What the loaded modules put in place of an analysis; the last module wins. */
  substitution(name: string): Assumption | undefined {
    return this.#substitutions.get(name);
  }
}
