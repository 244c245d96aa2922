// Results like another one: of the same processing, of the same workflow, or merely alike; ranked, and explained by
// comparing one of each kind.
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { compareDerivations, type Difference } from '../provenance/differences.ts';
import { estimatedLikeness, minHash } from './min-hash.ts';
import { ShapeGraph, type ReadShapedRecords } from './shape-graph.ts';
import { ShapeLabels } from './shape-labels.ts';

/** In what two results are alike, the nearest first: in all but the data, but parameters, but versions; or more loosely. */
export const similarityLevels = ['data', 'parameters', 'versions', 'near'] as const;
/** One of {@link similarityLevels}. */
export type SimilarityLevel = (typeof similarityLevels)[number];

/** Results of one shape that are like the one asked for. */
export interface SimilarResults {
  /** What they differ in at most. */
  readonly level: SimilarityLevel;
  /** Estimated part of the two family trees that is the same, weighted by nearness to the result: 0 to 1. */
  readonly likeness: number;
  /** One of them: the newest; for `data` each result is told by itself. */
  readonly id: Digest;
  readonly name: string;
  /** How many have this shape, counted up to `mostCounted`. */
  readonly results: number;
  /** Why this one differs from the one asked for. */
  readonly differences: readonly Difference[];
}

/** How to look for similar results. */
export interface SimilarOptions {
  /** How far to look: this level and all nearer ones; `near` by default. */
  readonly level?: SimilarityLevel;
  /** At most so many answers (default 10). */
  readonly limit?: number;
  /** The least likeness of `near` ones (default 0.2). */
  readonly least?: number;
}

/** What the search stands on: the index, the hash, and records that are not in the index (those of a goal). */
export interface SimilarServices {
  readonly index: Pick<ResultIndex, 'derivations' | 'search' | 'unsketched' | 'addSketches' | 'sketchesNear' | 'sketchesOf' | 'populations' | 'readOnly'>; // prettier-ignore
  readonly sha256: Sha256;
  readonly known?: ReadonlyMap<Digest, DerivationRecord>;
}

/** Shapes sketched in one batch: bounds what is held in memory. */
const batchLength = 500;
/** Up to so many sketches are all looked at, which takes some ten milliseconds. */
const scanUpTo = 50_000;

/**
 * Results like a derivation, which need not be recorded itself, nor have a result: the nearest level first, then by
 * likeness. Shapes of results that came since the last search are sketched first, in batches; a read-only index is
 * searched as far as it is sketched.
 */
export async function similarResults(
  root: DerivationRecord,
  services: SimilarServices,
  { level = 'near', limit = 10, least = 0.2 }: SimilarOptions = {},
): Promise<SimilarResults[]> {
  const { index } = services;
  const read = readerOf(services, root);
  if (!index.readOnly) await sketchMissing(services);
  const depth = similarityLevels.indexOf(level);
  const found: Found[] = [{ level: 'data', likeness: 1, shape: root.shapes.l1 }];
  const [sketch] = await sketchesOf([root.id], read, services.sha256);
  const add = (at: SimilarityLevel, others: Awaited<ReturnType<typeof index.sketchesOf>>): void => {
    for (const { shapes, sketch: other } of others) {
      if (found.some(({ shape }) => shape === shapes.l1)) continue;
      found.push({ level: at, likeness: estimatedLikeness(sketch!, other), shape: shapes.l1 });
    }
  };
  if (depth >= 1) add('parameters', await index.sketchesOf('l2', root.shapes.l2));
  if (depth >= 2) add('versions', await index.sketchesOf('l3', root.shapes.l3));
  if (depth >= 3)
    add('near', nearest(sketch!, await index.sketchesNear(sketch!, scanUpTo), limit + found.length, least));
  return explained(root, await ranked(found, root, services, limit), read);
}

interface Found {
  readonly level: SimilarityLevel;
  readonly likeness: number;
  readonly shape: Digest;
}

type Ranked = Omit<SimilarResults, 'differences' | 'name'>;

/** Makes the sketches that are missing; returns how many there were. */
export async function sketchMissing({ index, sha256 }: SimilarServices): Promise<number> {
  let made = 0;
  let first: Digest | undefined;
  for (;;) {
    const ids = await index.unsketched(batchLength);
    // The same again: what an index cannot keep must not be made for ever.
    if (ids.length === 0 || ids[0] === first) return made;
    first = ids[0];
    const read: ReadShapedRecords = (wanted) => index.derivations(wanted);
    const records = await read(ids);
    const sketches = await sketchesOf(ids, read, sha256);
    await index.addSketches(ids.map((id, i) => ({ shapes: records.get(id)!.shapes, sketch: sketches[i]! })));
    made += ids.length;
  }
}

/** Sketches of recorded derivations, in the order of the ids; what they share is read and labelled once. */
export async function sketchesOf(
  ids: readonly Digest[],
  read: ReadShapedRecords,
  sha256: Sha256,
): Promise<Uint32Array[]> {
  const graph = new ShapeGraph(read, sha256);
  await graph.add(ids);
  const labels = new ShapeLabels(graph);
  const records = await read(ids);
  return ids.map((id) => minHash(labels.setOf(records.get(id)!.shapes.l1)));
}

function readerOf({ index, known }: SimilarServices, root: DerivationRecord): ReadShapedRecords {
  return async (ids) => {
    const records = new Map<Digest, DerivationRecord>();
    for (const id of ids) {
      const record = id === root.id ? root : known?.get(id);
      if (record) records.set(id, record);
    }
    const others = ids.filter((id) => !records.has(id));
    if (others.length > 0) for (const [id, record] of await index.derivations(others)) records.set(id, record);
    return records;
  };
}

function nearest<T extends { readonly sketch: Uint32Array }>(
  sketch: Uint32Array,
  others: readonly T[],
  count: number,
  least: number,
): T[] {
  const rated = others.map((other) => ({ other, likeness: estimatedLikeness(sketch, other.sketch) }));
  const near = rated.filter(({ likeness }) => likeness >= least).sort((a, b) => b.likeness - a.likeness);
  return near.slice(0, count).map(({ other }) => other);
}

async function ranked(
  found: readonly Found[],
  root: DerivationRecord,
  { index }: SimilarServices,
  limit: number,
): Promise<Ranked[]> {
  const [same, ...others] = found;
  const populations = await index.populations(found.map(({ shape }) => shape));
  const own = populations.get(same!.shape);
  const answers: Ranked[] = [];
  if (own) {
    const page = await index.search({ shape: { level: 'l1', of: own.newest }, pageSize: limit + 1 });
    for (const { id } of page.results)
      if (id !== root.id) answers.push({ level: 'data', likeness: 1, id, results: own.results });
  }
  const order = (level: SimilarityLevel): number => similarityLevels.indexOf(level);
  for (const { shape, ...rest } of others.toSorted(
    (a, b) => order(a.level) - order(b.level) || b.likeness - a.likeness,
  )) {
    const population = populations.get(shape);
    if (population) answers.push({ ...rest, id: population.newest, results: population.results });
  }
  return answers.slice(0, limit);
}

async function explained(
  root: DerivationRecord,
  answers: readonly Ranked[],
  read: ReadShapedRecords,
): Promise<SimilarResults[]> {
  const records = await read(answers.map(({ id }) => id));
  const results: SimilarResults[] = [];
  for (const answer of answers) {
    const { differences } = await compareDerivations(root.id, answer.id, read);
    results.push({ ...answer, name: records.get(answer.id)!.definition.name, differences });
  }
  return results;
}
