// The outputs of two results against each other: by digest first, and only what differs is read and compared.
import { StemmaError, type AnalysisDefinition, type Manifest } from '@stemma/core';
import { definitionOf } from '../result-view.ts';
import type { Stemma } from '../stemma.ts';
import { compareValues, type ValueComparison } from './compare-values.ts';

/** How an output of two results compares. */
export interface OutputDifference {
  readonly output: string;
  readonly state: 'equal' | 'differs' | 'only in the first' | 'only in the second';
  readonly beforeBytes?: number;
  readonly afterBytes?: number;
  /** What differs; absent when bytes are equal, or no longer in the store. */
  readonly comparison?: ValueComparison;
}

/** Compares all outputs of two results; undefined when one of them has no result. @param keys columns that name rows. */
export async function compareOutputs(
  stemma: Stemma,
  before: { readonly id: string; readonly definition: { readonly name: string } },
  after: { readonly id: string },
  keys: readonly string[],
): Promise<OutputDifference[] | undefined> {
  const [a, b] = [await manifestOf(stemma, before.id), await manifestOf(stemma, after.id)];
  if (!a || !b) return undefined;
  const outputs = outline(a, b);
  if (!outputs.some(({ state }) => state === 'differs') || !('outputs' in a) || !('outputs' in b)) return outputs;
  const values = [await valuesOf(stemma, before.id), await valuesOf(stemma, after.id)] as const;
  const definition = definitionOf(stemma, before.definition.name);
  return Promise.all(outputs.map((output) => withComparison(output, values, definition, keys)));
}

type Values = Readonly<Record<string, unknown>> | undefined;

async function withComparison(
  output: OutputDifference,
  [before, after]: readonly [Values, Values],
  definition: AnalysisDefinition | undefined,
  keys: readonly string[],
): Promise<OutputDifference> {
  if (output.state !== 'differs' || !before || !after) return output;
  const schema = definition?.outputs[output.output]?.schema;
  const comparison = await compareValues(before[output.output], after[output.output], schema, keys);
  return { ...output, comparison };
}

// A derivation may be known without a result: it failed, or was never finished.
async function manifestOf(stemma: Stemma, id: string): Promise<Manifest | undefined> {
  return unless('not_found', async () => (await stemma.stored(id)).manifest);
}

async function valuesOf(stemma: Stemma, id: string): Promise<Values> {
  return unless('gone', async () => (await stemma.result(id)).outputs());
}

async function unless<T>(code: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StemmaError && error.code === code) return undefined;
    throw error;
  }
}

function outline(a: Manifest, b: Manifest): OutputDifference[] {
  const [before, after] = [entriesOf(a), entriesOf(b)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((output) => {
    const [one, other] = [before[output], after[output]];
    const both = one?.digest === other?.digest ? 'equal' : 'differs';
    const state = !other ? 'only in the first' : !one ? 'only in the second' : both;
    return { output, state, ...(one && { beforeBytes: one.sizeBytes }), ...(other && { afterBytes: other.sizeBytes }) };
  });
}

// An expected failure is compared by its reason.
function entriesOf(
  manifest: Manifest,
): Readonly<Record<string, { readonly digest: string; readonly sizeBytes: number }>> {
  return 'outputs' in manifest ? manifest.outputs : { 'no data': { digest: manifest.failure.reason, sizeBytes: 0 } };
}
