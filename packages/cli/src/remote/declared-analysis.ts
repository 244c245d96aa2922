// Analyses of a server as far as they can be shown: declarations made of what it tells, without any code.
import type { analysisDescription } from '@stemma/api';
import type { AnyAnalysis, Json } from '@stemma/core';
import type { ResultDocument } from './result-documents.ts';

/** The document of an analysis. */
export type AnalysisDocument = (typeof analysisDescription)['_output'];

type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An analysis as its page describes it. It can be shown, and not be run. */
export function analysisOf({ parameters, inputs, outputs, ...rest }: AnalysisDocument): AnyAnalysis {
  const described = Object.entries(inputs).map(([key, input]) => [key, inputOf(input)]);
  return declared({
    ...rest,
    run: rest.abstract ? undefined : () => {},
    parameters: typesOf(parameters),
    inputs: Object.fromEntries(described) as object,
    outputs: typesOf(outputs),
  });
}

/** An analysis as one of its results tells it: enough to show results; undefined when the server does not know it. */
export function analysisOfResult({ name, version, description, outputs }: ResultDocument): AnyAnalysis | undefined {
  const schemas = Object.entries(outputs).flatMap(([key, { kind, schema }]) =>
    schema ? [[key, { kind, ...schema }] as const] : [],
  );
  if (schemas.length === 0) return undefined;
  const parts = { parameters: {}, inputs: {}, outputs: typesOf(Object.fromEntries(schemas)), failures: {} };
  return declared({ name, version, description, stored: true, ...parts });
}

function declared(definition: object): AnyAnalysis {
  return { kind: 'analysis', definition: { exposes: {}, ...definition } } as unknown as AnyAnalysis;
}

// A description is the schema with kind and default beside it.
function typesOf(described: Schemas): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(described).map(([key, { kind, default: value, ...schema }]) => [
      key,
      { kind, schema, ...(value !== undefined && { default: value }) },
    ]),
  );
}

// In a description, analyses are told by name.
function inputOf(input: unknown): unknown {
  if (typeof input === 'string') return { kind: 'named', name: input };
  if (Array.isArray(input)) return input.map(inputOf);
  if (typeof input !== 'object' || input === null) return input;
  const { kind } = input as { kind?: Json };
  const nested = new Set(kind === undefined ? Object.keys(input) : ['input', 'over', 'template', 'target']);
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, nested.has(key) ? inputOf(value) : value]),
  );
}
