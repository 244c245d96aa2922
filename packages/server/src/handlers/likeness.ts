// Results like another one or like a goal, and why a goal would have to run. Nothing runs; what the caller may not see
// is neither found nor compared with.
import {
  explainDifferences,
  formatDifference,
  goalFromDocument,
  recordsOf,
  similarResults,
  unitsOf,
  whyMissing,
  type DerivationRecord,
  type Difference,
  type Digest,
  type SimilarOptions,
} from '@stemma/core';
import { visibleIndex } from '../access/visible-index.ts';
import type { Handlers } from '../http/handler.ts';
import type { Identity } from '../http/identity.ts';
import type { ServerParts } from '../parts.ts';
import { readableRecord } from '../results/named-result.ts';

/** Handlers of likeness. */
export function likenessHandlers(parts: ServerParts): Handlers<'getSimilar' | 'findSimilarToGoal' | 'explainGoal'> {
  const { engine, index, visibility } = parts;
  const { identity: identification, shapes } = engine.services;
  const indexFor = (identity: Identity) => (visibility ? visibleIndex(index, visibility, identity) : index);
  // In the words of what is loaded when it is asked.
  const inWords = (differences: readonly Difference[]) => {
    const unitOf = unitsOf(engine.registry);
    return differences.map((one) => ({ ...one, words: formatDifference(one, unitOf) }));
  };
  const search = async (
    root: DerivationRecord,
    identity: Identity,
    options: SimilarOptions,
    known?: ReadonlyMap<Digest, DerivationRecord>,
  ) => {
    const services = { index: indexFor(identity), sha256: identification.sha256, ...(known && { known }) };
    const found = await similarResults(root, services, options);
    const items = found.map((one) => ({
      ...one,
      words: explainDifferences(one.differences, unitsOf(engine.registry)),
      differences: inWords(one.differences),
    }));
    return { items };
  };
  return {
    getSimilar: async ({ params: { id }, query }, { identity }) => {
      const { record } = await readableRecord(parts, id, identity);
      return search(record, identity, query);
    },
    findSimilarToGoal: async ({ body: { goal, ...options } }, { identity }) => {
      const root = engine.bind(goalFromDocument(goal, engine.registry));
      const known = recordsOf(root, shapes);
      return search(known.get(root.id)!, identity, options, known);
    },
    explainGoal: async ({ body }, { identity }) => {
      const root = engine.bind(goalFromDocument(body, engine.registry));
      const report = await whyMissing(root, { index: indexFor(identity) });
      const reasons = report.reasons.map((reason) => ({ ...reason, differences: inWords(reason.differences) }));
      return { ...report, reasons };
    },
  };
}
