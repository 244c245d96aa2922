// The declaration of an analysis as JSON data: what forms, documentation and other programs are made of.
import type { AnalysisDefinition, Types } from './declaration.ts';
import { requestParameters } from './exposed.ts';

/**
 * Name, version, description, inputs by name, and the JSON Schemas of parameters and outputs with their units (`x-unit`)
 * and defaults in canonical units. JSON-safe: functions and types are left out or replaced by what they stand for.
 */
export function describeAnalysis(definition: AnalysisDefinition): Record<string, unknown> {
  const { name, version, description, inputs, outputs, failures, run, stored, stochastic } = definition;
  return {
    name,
    version,
    description,
    abstract: run === undefined,
    stored,
    stochastic,
    parameters: schemasOf(requestParameters(definition)),
    inputs: Object.fromEntries(Object.entries(inputs).map(([key, spec]) => [key, plainInput(spec)])),
    outputs: schemasOf(outputs),
    failures,
  };
}

function schemasOf(types: Types): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(types).map(([key, { kind, schema, default: value }]) => [
      key,
      { kind, ...schema, ...(value !== undefined && { default: value }) },
    ]),
  );
}

// Analyses become their names; everything else keeps its structure.
function plainInput(spec: unknown): unknown {
  if (typeof spec === 'function') return (spec as unknown as { definition: AnalysisDefinition }).definition.name;
  if (Array.isArray(spec)) return spec.map(plainInput);
  if (typeof spec !== 'object' || spec === null) return spec;
  const entries = Object.entries(spec).filter(([, value]) => value !== undefined && !isMethod(value));
  // An item of a fan-out is a placeholder without contents.
  return Object.fromEntries(entries.map(([key, value]) => [key, plainInput(value)]));
}

function isMethod(value: unknown): boolean {
  return typeof value === 'function' && (value as { kind?: unknown }).kind !== 'analysis';
}
