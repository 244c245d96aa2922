// Why a derivation is not known: forgotten, failed before, never asked for, or different from the nearest result there is.
import type { Derivation } from '../bind/derivation.ts';
import { bindingsOf, childrenOf } from '../bind/derivation.ts';
import { canonicalJson } from '../canonical/json.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { formatStanding } from '../retraction/retraction.ts';
import { planOf } from '../resolve/plan.ts';
import type { Services } from '../resolve/services.ts';
import { unitsBy, type UnitOf } from './describe.ts';
import { differencesBetween, type Defined, type Difference, type ReadRecords } from './differences.ts';
import { formatDifference } from './format-difference.ts';

/** One reason why something has to run. */
export interface WhyReason {
  /** The derivation that it concerns: the goal or something that the goal is made from. */
  readonly id: Digest;
  readonly name: string;
  /** The reason in words; with differences, one sentence for each, joined by `; `. */
  readonly text: string;
  /** What is different from the nearest earlier result. */
  readonly differences: readonly Difference[];
  /** That earlier result. */
  readonly comparedWith?: Digest;
}

/** The answer to "why would this run?". */
export interface WhyReport {
  readonly id: Digest;
  readonly name: string;
  /** True when nothing would run; there are no reasons then. */
  readonly known: boolean;
  readonly reasons: readonly WhyReason[];
}

/** How many earlier results are looked at. */
const candidates = 20;

/**
 * Why a derivation would have to be made: reasons of its own, or what is different from the most similar earlier
 * result of the same analysis. Nothing runs; the derivations need not be in the store.
 */
export async function whyMissing(root: Derivation, services: Pick<Services, 'index'>): Promise<WhyReport> {
  const { id, definition } = root;
  const { name } = definition;
  const { known, missing } = await planOf(root, services.index);
  if (known) return { id, name, known, reasons: [] };
  const graph = graphOf(root);
  const nodes = missing.map((node) => graph.get(node.id)!);
  const own = grouped(await ownReasons(nodes, services.index), id);
  // When the goal itself was made before, or has failed, no other result explains it better.
  const isExplained = own.some((reason) => reason.id === id);
  const reasons = isExplained ? own : [await comparison(root, graph, services), ...own];
  return { id, name, known, reasons: reasons.toSorted((a, b) => Number(b.id === id) - Number(a.id === id)) };
}

function graphOf(root: Derivation): Map<Digest, Derivation> {
  const graph = new Map<Digest, Derivation>();
  postOrder(
    [root],
    (node) => childrenOf(node, true),
    (node) => void graph.set(node.id, node),
  );
  return graph;
}

/** Reasons that need no comparison: forgotten bytes, and activities that failed. */
async function ownReasons(missing: readonly Derivation[], index: ResultIndex): Promise<WhyReason[]> {
  const ids = missing.map(({ id }) => id);
  const [results, records] = [await index.results(ids), await index.derivations(ids)];
  const standings = await index.standings(ids);
  const reasons: WhyReason[] = [];
  for (const { id, definition } of missing) {
    const { name } = definition;
    const standing = standings.get(id);
    if (standing) {
      reasons.push({ id, name, text: formatStanding(standing), differences: [] });
      continue;
    }
    if (results.get(id)?.forgotten) {
      reasons.push({ id, name, text: 'its bytes were forgotten by garbage collection', differences: [] });
      continue;
    }
    // Without a record there was no activity either.
    const failed = records.has(id) ? await lastFailure(id, index) : undefined;
    if (failed) reasons.push({ id, name, text: failed, differences: [] });
  }
  return reasons;
}

/** One reason for all inputs of one analysis of which the same is to be said: there may be thousands. */
function grouped(reasons: readonly WhyReason[], goal: Digest): WhyReason[] {
  const groups = Map.groupBy(reasons, ({ id, name, text }) => `${id === goal ? id : name}\n${text}`);
  return Array.from(groups.values(), ([first, ...others]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length} more of ${first!.name})`;
    return { ...first!, text: `${first!.text}${more}` };
  });
}

async function lastFailure(id: Digest, index: ResultIndex): Promise<string | undefined> {
  const activities = await index.activities(id);
  const last = activities.reduce((a, b) => (b.startedMs > a.startedMs ? b : a), activities[0]!);
  if (last?.status === 'cancelled') return 'an earlier activity was cancelled';
  if (last?.status !== 'failed') return undefined;
  return `an earlier activity failed: ${last.error?.message ?? 'no message was kept'}`;
}

async function comparison(
  root: Derivation,
  graph: ReadonlyMap<Digest, Derivation>,
  services: Pick<Services, 'index'>,
): Promise<WhyReason> {
  const { id, definition, analysis } = root;
  const { name } = definition;
  if (!analysis.definition.stored) return { id, name, text: 'its results are never stored', differences: [] };
  const comparedWith = await mostAlike(root, services.index);
  if (comparedWith === undefined) return { id, name, text: 'never asked for before', differences: [] };
  const found = await differencesBetween(comparedWith, id, readerOf(graph, services));
  return { id, name, text: sentences(found, unitsIn(graph)), differences: found, comparedWith };
}

/** Of the latest results of the same analysis the one that has most in common; of equals the newest. */
async function mostAlike(
  { id, definition, parameters, inputs }: Derivation,
  index: ResultIndex,
): Promise<Digest | undefined> {
  const latest = (await index.latest(definition.name, candidates)).filter((other) => other !== id);
  const records = await index.derivations(latest);
  const bindings = bindingsOf(inputs);
  const likeness = (record: DerivationRecord) =>
    countEqual(record.parameters, parameters) +
    countEqual(record.inputs, bindings) +
    countEqual(record.definition, definition) / 10;
  let best: { readonly id: Digest; readonly score: number } | undefined;
  for (const other of latest) {
    const record = records.get(other);
    const score = record ? likeness(record) : -1;
    if (record && score > (best?.score ?? -1)) best = { id: other, score };
  }
  return best?.id;
}

function countEqual(a: object, b: object): number {
  const [left, right] = [a as Readonly<Record<string, never>>, b as Readonly<Record<string, never>>];
  return Object.keys(left).filter((key) => key in right && canonicalJson(left[key]!) === canonicalJson(right[key]!))
    .length;
}

/** Reads records from what is bound, and only what is not there from the store. */
function readerOf(graph: ReadonlyMap<Digest, Derivation>, { index }: Pick<Services, 'index'>): ReadRecords {
  return async (ids) => {
    const records = new Map<Digest, Defined>();
    for (const id of ids) {
      const derivation = graph.get(id);
      if (!derivation) continue;
      const { definition, parameters, inputs } = derivation;
      records.set(id, { id, definition, parameters, inputs: bindingsOf(inputs) });
    }
    const others = ids.filter((id) => !records.has(id));
    if (others.length > 0) for (const [id, record] of await index.derivations(others)) records.set(id, record);
    return records;
  };
}

function unitsIn(graph: ReadonlyMap<Digest, Derivation>): UnitOf {
  const bound = new Map(Array.from(graph.values(), ({ analysis }) => [analysis.definition.name, analysis.definition]));
  return unitsBy((analysis) => bound.get(analysis)?.parameters);
}

function sentences(found: readonly Difference[], unitOf: UnitOf): string {
  const versions = new Set(found.filter(({ kind }) => kind === 'version').map(({ path }) => path));
  // A new version comes with new code: saying so twice would not help.
  const told = found.filter(({ kind, path }) => kind !== 'code' || !versions.has(path));
  return told.map((difference) => formatDifference(difference, unitOf)).join('; ');
}
