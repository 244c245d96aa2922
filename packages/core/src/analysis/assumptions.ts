// Assumptions: what a request changes everywhere in what it depends on, without touching any definition.
import { StemmaError } from '../errors.ts';
import type { AnyAnalysis, Assumption, InputSpec, NamedInput } from './declaration.ts';

type Target = AnyAnalysis | NamedInput | string;

function nameOf(target: Target): string {
  if (typeof target === 'string') return target;
  return target.kind === 'named' ? target.name : target.definition.name;
}

/**
 * Uses `by` wherever `target` stands. Inside `by` itself the original is still visible, so a substitute may refine
 * what it replaces. An assumption of the outermost goal wins over those further in and over substitutions by modules.
 */
export function substitute(target: Target, by: InputSpec): Assumption {
  return { kind: 'substitute', name: nameOf(target), by };
}

/** Gives an analysis other parameters or inputs wherever it stands: `configure(ImageBins, { minKeV: 25 })`. */
export function configure(target: Target, args: Readonly<Record<string, unknown>>): Assumption {
  return { kind: 'configure', name: nameOf(target), args };
}

/** Switches an input off wherever it stands; the consumers must hold it as optional. */
export function without(target: Target): Assumption {
  return { kind: 'without', name: nameOf(target) };
}

/**
 * Injects an object made by the user (a catalogue, a list) in place of an analysis that is left open for it.
 * @throws StemmaError `invalid_request` when the object does not have the declared outputs.
 */
export function inject(target: AnyAnalysis, outputs: Readonly<Record<string, unknown>>): Assumption {
  const { name, outputs: types } = target.definition;
  for (const key of Object.keys(outputs)) {
    if (!Object.hasOwn(types, key))
      throw new StemmaError('invalid_request', `${name} has no output "${key}" to inject`, { output: key });
  }
  const values: Record<string, unknown> = {};
  for (const [key, type] of Object.entries(types)) values[key] = type.parse(outputs[key], `${name}.${key}`);
  return { kind: 'substitute', name, by: { kind: 'literal', value: values } };
}
