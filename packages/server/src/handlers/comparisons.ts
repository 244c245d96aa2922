// Why two results differ, and which of their outputs do.
import { differences, formatDifference, unitsOf, type Manifest } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { readableIds } from '../results/named-result.ts';

type OutputState = 'equal' | 'differs' | 'only_before' | 'only_after';

/** Handlers of comparisons. */
export function comparisonHandlers(parts: ServerParts): Handlers<'compareResults'> {
  const { engine, index } = parts;
  return {
    compareResults: async ({ params: { id, other } }, { identity }) => {
      const [before, after] = (await readableIds(parts, [id, other], identity)) as [string, string];
      const unitOf = unitsOf(engine.registry);
      const causes = await differences(before, after, index);
      const results = await index.results([before, after]);
      return {
        before,
        after,
        causes: causes.map((cause) => ({ ...cause, words: formatDifference(cause, unitOf) })),
        outputs: compared(results.get(before)?.manifest, results.get(after)?.manifest),
      };
    },
  };
}

function compared(before: Manifest | undefined, after: Manifest | undefined): { name: string; state: OutputState }[] {
  if (!before || !after) return [];
  const [one, other] = [digestsOf(before), digestsOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].map((name) => ({
    name,
    state: stateOf(one.get(name), other.get(name)),
  }));
}

function stateOf(before: string | undefined, after: string | undefined): OutputState {
  if (before === undefined) return 'only_after';
  if (after === undefined) return 'only_before';
  return before === after ? 'equal' : 'differs';
}

// An expected failure is compared by its reason.
function digestsOf(manifest: Manifest): Map<string, string> {
  if ('failure' in manifest) return new Map([['no data', manifest.failure.reason]]);
  return new Map(Object.entries(manifest.outputs).map(([name, { digest }]) => [name, digest]));
}
