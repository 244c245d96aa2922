// What the tests of core share: a real hash, definitions without files, and binding in one call.
import { createHash } from 'node:crypto';
import type { AnyAnalysis, Goal, NamedInput } from '../src/analysis/declaration.ts';
import { pipelineModule, type PipelineModule } from '../src/analysis/module.ts';
import { Registry } from '../src/analysis/registry.ts';
import { Binder } from '../src/bind/bind.ts';
import type { Derivation, IdentityContext } from '../src/bind/derivation.ts';
import type { Definition, Shapes } from '../src/identity/records.ts';
import { ShapeHasher } from '../src/identity/shapes.ts';

/** The sha256 of the platform. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** An identity context in which the code of an analysis is a fixed digest, so that ids depend on nothing but declarations. */
export function identityContext(changes: Partial<Definition> = {}): IdentityContext {
  const known = new Map<AnyAnalysis, Definition>();
  return {
    sha256,
    definitionOf(analysis) {
      const { name, version } = analysis.definition;
      let definition = known.get(analysis);
      if (!definition)
        known.set(
          analysis,
          (definition = { name, version, code: sha256('code'), environment: sha256('environment'), ...changes }),
        );
      return definition;
    },
  };
}

/** A module of these analyses. */
export function moduleOf(...analyses: AnyAnalysis[]): PipelineModule {
  return pipelineModule({ name: 'test', version: '1', analyses });
}

/** Binds a goal with nothing remembered from earlier calls. */
export function bind(
  goal: AnyAnalysis | Goal<unknown> | NamedInput,
  modules: readonly PipelineModule[] = [],
  context: IdentityContext = identityContext(),
): Derivation {
  return new Binder(new Registry(modules), context).bind(goal);
}

/** The id of a freshly bound goal. */
export function idOf(goal: AnyAnalysis | Goal<unknown> | NamedInput, modules: readonly PipelineModule[] = []): string {
  return bind(goal, modules).id;
}

/** The shapes of a freshly bound goal. */
export function shapesOf(goal: AnyAnalysis | Goal<unknown>, context: IdentityContext = identityContext()): Shapes {
  return new ShapeHasher(sha256).of(bind(goal, [], context));
}
