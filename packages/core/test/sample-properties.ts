// The properties of views as plain checks on small graphs, from their definitions: the judge of every operator.
import { HIDDEN, type Contraction } from '../src/views/contraction.ts';
import type { Dag } from '../src/views/dag.ts';
import type { ViewProperty } from '../src/views/guarantees.ts';
import { mirrored, reachability, type SampleDag } from './sample-dags.ts';

/** An operator with its choices (what to keep, what to split) made from the sample. */
export type SampleOperator = (sample: SampleDag) => Contraction;

/** True when the property holds for what the operator makes of the sample. */
export type PropertyCheck = (sample: SampleDag, operator: SampleOperator) => boolean;

/** One check for each property; `keptExact` is `exact` between nodes that are blocks of their own. */
export const checks: Readonly<Record<ViewProperty | 'keptExact', PropertyCheck>> = {
  acyclic: (sample, operator) => reachability(operator(sample).dag) !== undefined,
  complete: (sample, operator) => everyPair(sample.dag, operator(sample), (before, after) => !before || after),
  exact: (sample, operator) => blockPairs(sample.dag, operator(sample), () => true),
  keptExact: (sample, operator) => blockPairs(sample.dag, operator(sample), (members) => members.length === 1),
  allOfSome: (sample, operator) => allOfSome(sample.dag, operator(sample)),
  reversible: (sample, operator) => isReversible(sample, operator(sample)),
  counted: (sample, operator) => {
    const { blockOf, dag } = operator(sample);
    const sizes = new Map<number, number>();
    for (const block of blockOf) sizes.set(block, (sizes.get(block) ?? 0) + 1);
    const hidden = sizes.get(HIDDEN) ?? 0;
    const blocks = Array.from({ length: dag.size }, (_, block) => sizes.get(block) ?? 0);
    return blocks.every((size) => size > 0) && hidden + blocks.reduce((a, b) => a + b, 0) === sample.dag.size;
  },
  deterministic: (sample, operator) => {
    const other = operator(mirrored(sample));
    const unmirrored = { ...other, blockOf: other.blockOf.toReversed() };
    return signature(operator(sample)) === signature(unmirrored);
  },
  idempotent: (sample, operator) => {
    const once = operator(sample);
    const blocks = members(once);
    // A block has the label of any of its members, and a mark when one of them has.
    const labels = Uint32Array.from(blocks, ([first]) => sample.labels[first!]!);
    const marked = Uint8Array.from(blocks, (nodes) => Number(nodes.some((v) => sample.marked[v])));
    const again = { dag: once.dag, labels, marked };
    const twice = operator(again);
    return twice.dag.size === once.dag.size && twice.dag.targets.length === once.dag.targets.length;
  },
};

function everyPair(dag: Dag, view: Contraction, holds: (before: boolean, after: boolean) => boolean): boolean {
  const [before, after] = [reachability(dag)!, reachability(view.dag)];
  if (!after) return true;
  const shown = [...view.blockOf.keys()].filter((v) => view.blockOf[v] !== HIDDEN);
  return shown.every((u) =>
    shown.every((v) => {
      const [a, b] = [view.blockOf[u]!, view.blockOf[v]!];
      return a === b || holds((before[u]! & (1 << v)) !== 0, (after[a]! & (1 << b)) !== 0);
    }),
  );
}

function members({ blockOf, dag }: Contraction): number[][] {
  return Array.from({ length: dag.size }, (_, block) => [...blockOf.keys()].filter((v) => blockOf[v] === block));
}

// Exactness with respect to pairs of blocks: some pair of members must be connected.
function blockPairs(dag: Dag, view: Contraction, counts: (members: readonly number[]) => boolean): boolean {
  const [before, after] = [reachability(dag)!, reachability(view.dag)];
  const blocks = members(view);
  return blocks.every(
    (from, a) =>
      !counts(from) ||
      blocks.every(
        (to, b) =>
          a === b ||
          !counts(to) ||
          !after ||
          !(after[a]! & (1 << b)) ||
          from.some((u) => to.some((v) => before[u]! & (1 << v))),
      ),
  );
}

function allOfSome(dag: Dag, { blockOf, dag: view }: Contraction): boolean {
  const blocks = members({ blockOf, dag: view });
  for (let block = 0; block < view.size; block++) {
    for (const target of view.targets.subarray(view.offsets[block], view.offsets[block + 1])) {
      const uses = (u: number) =>
        dag.targets.subarray(dag.offsets[u], dag.offsets[u + 1]).some((v) => blockOf[v] === target);
      if (!blocks[block]!.every(uses)) return false;
    }
  }
  return true;
}

// What can be known of the nodes alone: each shown node is in a block that exists, and no block is empty.
function isReversible({ dag }: SampleDag, { blockOf, dag: view }: Contraction): boolean {
  const met = new Set<number>(blockOf);
  met.delete(HIDDEN);
  return blockOf.length === dag.size && met.size === view.size && [...met].every((b) => b >= 0 && b < view.size);
}

// Blocks by their least node, which no numbering changes.
function signature({ blockOf, dag }: Contraction): string {
  const names = Array.from({ length: dag.size }, (_, block) => blockOf.indexOf(block));
  const edges = names.flatMap((name, block) =>
    Array.from(
      dag.targets.subarray(dag.offsets[block], dag.offsets[block + 1]),
      (target) => `${name}>${names[target]}`,
    ),
  );
  return `${Array.from(blockOf, (block) => (block === HIDDEN ? '-' : names[block])).join()} ${edges.sort().join()}`;
}
