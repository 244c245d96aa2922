// Calls an analysis without an engine, as the engine would: parameters parsed and defaulted, outputs checked against
// their declared types. For tests of single analyses beside their sources.
import { createHash } from 'node:crypto';
import { FileValue, type Activity, type Analysis } from '@stemma/core';

/** What a direct run needs besides inputs. */
export interface DirectOptions {
  /** Stands for the derivation, from which random numbers are drawn. */
  readonly seed?: string;
  /** Takes the log lines. */
  readonly log?: string[];
}

/** The outputs of an analysis for parameters (any form that people may give) and inputs (as `run` sees them). */
export async function runDirectly<O>(
  { definition }: Analysis<O, never>,
  given: Readonly<Record<string, unknown>> = {},
  { seed = 'seed', log = [] }: DirectOptions = {},
): Promise<O> {
  const args: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(definition.parameters)) {
    args[name] = name in given ? type.parse(given[name], name) : type.default;
    if (args[name] === undefined) throw new Error(`${definition.name} needs ${name}`);
  }
  for (const name of Object.keys(definition.inputs)) args[name] = given[name];
  const outputs = (await definition.run!(args as never, activityFor(seed, log))) as Record<string, unknown>;
  for (const [name, type] of Object.entries(definition.outputs))
    type.check(outputs[name], `${definition.name}.${name}`);
  return outputs as O;
}

/** An input file with the given bytes or text. */
export function inputFile(name: string, content: Uint8Array | string): FileValue {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return new FileValue(name, 'application/octet-stream', { bytes });
}

function activityFor(seed: string, log: string[]): Activity {
  const derivation = createHash('sha256').update(seed).digest('hex');
  const absent = (): never => {
    throw new Error('a direct run has no working directory');
  };
  return {
    derivation,
    seed: derivation,
    signal: new AbortController().signal,
    log: (text) => void log.push(text),
    progress: () => {},
    file: (name, content, mediaType = 'application/fits') =>
      new FileValue(name, mediaType, inputFile(name, content).content),
    directory: '',
    fileFrom: absent,
    materialise: absent,
  };
}
