// The catalogue of analyses, from the loaded modules.
import type { AnyAnalysis, Engine } from '@stemma/core';
import { describeAnalysis } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';

/** Handlers of the catalogue. */
export function analysisHandlers({ engine, code }: ServerParts): Handlers<'listAnalyses' | 'getAnalysis'> {
  return {
    listAnalyses: ({ query: { q = '', module } }) => {
      const words = q.toLowerCase().split(/\s+/).filter(Boolean);
      const items = engine.registry.names
        .map((name) => engine.analysis(name))
        .filter((analysis) => module === undefined || moduleNameOf(engine, analysis) === module)
        .filter(({ definition: { name, description } }) =>
          words.every((word) => `${name} ${description}`.toLowerCase().includes(word)),
        )
        .map((analysis) => summaryOf(engine, analysis));
      return { items };
    },
    getAnalysis: ({ params: { name } }) => {
      const analysis = engine.analysis(name);
      const { digest, files, packages } = code.of(analysis);
      const described = describeAnalysis(analysis.definition);
      return {
        ...described,
        ...summaryOf(engine, analysis),
        code: { digest, files: files.map(({ url }) => url.split('/').at(-1)!), packages: packages.map(String) },
        example: { analysis: analysis.definition.name },
      } as never;
    },
  };
}

function summaryOf(engine: Engine, analysis: AnyAnalysis) {
  const { name, version, description, run } = analysis.definition;
  const module = moduleNameOf(engine, analysis);
  return { name, version, abstract: run === undefined, ...(description && { description }), ...(module && { module }) };
}

function moduleNameOf(engine: Engine, analysis: AnyAnalysis): string | undefined {
  return engine.registry.moduleOf(analysis)?.name;
}
