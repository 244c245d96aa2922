// A pipeline module: a package of analyses, and what of earlier modules it puts its own in place of.
import { StemmaError } from '../errors.ts';
import type { AnyAnalysis, Assumption, SourceEntry } from './declaration.ts';

/** A package of analyses. Later modules may substitute analyses of earlier ones. */
export interface PipelineModule {
  readonly kind: 'module';
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** `import.meta.url` of the module's index: where its code digests are taken from. */
  readonly source?: string;
  readonly analyses: readonly AnyAnalysis[];
  /** Assumptions that hold whenever this module is loaded. */
  readonly substitutions: readonly Assumption[];
  /** Data files that its analyses choose while they run, where no declaration names them; found by their digest. */
  readonly sources?: readonly SourceEntry[];
}

/**
 * Declares a pipeline module.
 * @throws StemmaError `conflict` when two of its analyses have one name.
 */
export function pipelineModule(
  declaration: Omit<PipelineModule, 'kind' | 'substitutions' | 'description'> &
    Partial<Pick<PipelineModule, 'substitutions' | 'description'>>,
): PipelineModule {
  const names = new Set<string>();
  for (const { definition } of declaration.analyses) {
    if (names.has(definition.name))
      throw new StemmaError('conflict', `module ${declaration.name} declares ${definition.name} twice`);
    names.add(definition.name);
  }
  return Object.freeze({ kind: 'module', description: '', substitutions: [], ...declaration });
}
