// The plan of a goal: what is known, what would run, and how long that took before. Nothing runs.
import type { Derivation } from '../bind/derivation.ts';
import { childrenOf } from '../bind/derivation.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Digest } from '../identity/digest.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { barsOf, refusal } from '../retraction/bars.ts';
import { formatStanding, type Standing } from '../retraction/retraction.ts';
import { Board } from './board.ts';
import { Discovery } from './discovery.ts';

/** One derivation that would have to be made. */
export interface PlannedNode {
  readonly id: Digest;
  readonly name: string;
  readonly version: string;
  readonly parameters: Derivation['parameters'];
  /** Median of past activities of this analysis, seconds; absent when it never ran here. */
  readonly estimateS?: number;
  /** True when its inputs include a fan-out over a list that is not known yet: more nodes will follow. */
  readonly growing: boolean;
  /** Why it runs again although there is a result: `retracted: …`, `suspect: …`. */
  readonly again?: string;
}

/** What resolving a goal would do. */
export interface Plan {
  readonly id: Digest;
  readonly name: string;
  /** True when the goal itself is known: nothing would run. */
  readonly known: boolean;
  /** How many inputs at the border of the missing part are known. */
  readonly reused: number;
  /** What would run, inputs before consumers. With early cut-off it may turn out to be less. */
  readonly missing: readonly PlannedNode[];
  /** Sum of the estimates, seconds of work on one core; parts without an estimate are not in it. */
  readonly estimateS: number;
  /** Names of analyses without an estimate: they never ran here. */
  readonly unestimated: readonly string[];
  /** Why resolving it would be refused: definitions, code or data files that were retracted; empty when it would not. */
  readonly refused: readonly string[];
}

/**
 * Makes the plan of a bound goal: the same discovery that a resolution begins with, on a board of its own, then one
 * question for past timings. Early cut-off cannot be foreseen, so it is an upper bound but for fan-outs that grow.
 */
export async function planOf(root: Derivation, index: ResultIndex): Promise<Plan> {
  const board = new Board();
  const node = board.node(root);
  const reused = (await new Discovery(index, board).from([node])).length;
  const missing: Derivation[] = [];
  const isMissing = (derivation: Derivation) => board.get(derivation.id)?.state !== 'done';
  const missingChildren = (derivation: Derivation) => childrenOf(derivation).filter(isMissing);
  if (isMissing(root)) postOrder([root], missingChildren, (derivation) => void missing.push(derivation));
  const timings = await index.timings([...new Set(missing.map(({ definition }) => definition.name))]);
  const { again, refused } = await retractionsIn(missing, index);
  const planned = missing.map((derivation): PlannedNode => {
    const { id, definition, parameters, inputs } = derivation;
    const estimateS = timings.get(definition.name)?.medianS;
    const growing = Object.values(inputs).some((input) => input.kind === 'each');
    return {
      id,
      name: definition.name,
      version: definition.version,
      parameters,
      growing,
      ...(estimateS !== undefined && { estimateS }),
      ...(again.has(id) && { again: formatStanding(again.get(id)!) }),
    };
  });
  return {
    id: root.id,
    name: root.definition.name,
    known: !isMissing(root),
    reused,
    missing: planned,
    estimateS: planned.reduce((sum, { estimateS = 0 }) => sum + estimateS, 0),
    refused,
    unestimated: [...new Set(planned.filter(({ estimateS }) => estimateS === undefined).map(({ name }) => name))],
  };
}

async function retractionsIn(
  missing: readonly Derivation[],
  index: ResultIndex,
): Promise<{ again: ReadonlyMap<Digest, Standing>; refused: string[] }> {
  if (missing.length === 0 || (await index.lastRetraction()) === 0) return { again: new Map(), refused: [] };
  const bars = barsOf(await index.activeRetractions());
  const messages = missing.flatMap((derivation) => {
    const event = bars(derivation);
    return event ? [refusal(derivation, event).message] : [];
  });
  return { again: await index.standings(missing.map(({ id }) => id)), refused: [...new Set(messages)] };
}
