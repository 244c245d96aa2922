// Several blob stores as one: memory before disk before a shared or foreign store. Reads go down until a level
// answers well, what was found low is copied up, and writes end at the first level that keeps what it is given.
import { asStemmaError } from '@stemma/core';
import type { BlobInfo, BlobSource, BlobStore, Digest, StemmaError } from '@stemma/core';
import { readOnlyRefusal } from './blob-errors.ts';

/** One level of {@link tieredBlobs}, the fastest first. */
export interface BlobLevel {
  readonly store: BlobStore;
  /** Copy blobs that a lower level gave into this one when it is writable. Default: true. */
  readonly promote?: boolean;
  /**
   * This level may lose blobs (memory, scratch disk): `put` fills it too, but goes on to the next writable level,
   * and its failure is reported and not raised. Default: false.
   */
  readonly cache?: boolean;
}

/** Settings of {@link tieredBlobs}. */
export interface TieredBlobsOptions {
  /** Told of every trouble that another level made good: a damaged copy, a level out of reach, a promotion that failed. */
  readonly onProblem?: (problem: StemmaError, level: BlobStore) => void;
}

/**
 * A blob store of levels.
 *
 * - `get` asks each level in order. A damaged or unreachable level is reported and passed over; a damaged copy is
 *   replaced when its level is writable; the bytes are copied into every writable level above (`promote`).
 *   It throws only when no level has good bytes and at least one was damaged (`corrupt`) or out of reach (`unavailable`).
 * - `put` writes to the first writable level that is no cache, and to the writable caches above it.
 * - `pathOf` gives a path in the uppermost level that has paths, copying the file there first.
 * - `has` and `list` unite the levels; `remove` and `sweep` work on all writable ones; read-only levels are never written to.
 */
export function tieredBlobs(levels: readonly BlobLevel[], options: TieredBlobsOptions = {}): BlobStore {
  const label = `tiered (${levels.map(({ store }) => store.label).join(', ')})`;
  const keeperIndex = levels.findIndex(({ store, cache }) => !store.readOnly && cache !== true);
  const writable = levels.filter(({ store }) => !store.readOnly);
  const tolerate: Tolerate = (level) => (thrown) => options.onProblem?.(asStemmaError(thrown, 'unavailable'), level);

  return {
    label,
    readOnly: keeperIndex < 0,
    async put(source, expected) {
      const keeper = levels[keeperIndex]?.store;
      if (keeper === undefined) throw readOnlyRefusal(label, 'store a blob');
      const info = await keeper.put(source, expected);
      // Caches come second: they must not claim a blob that could not be kept.
      await copyInto(levels.slice(0, keeperIndex), source, info.digest, tolerate);
      return info;
    },
    get: (digest) => getFrom(levels, digest, tolerate),
    pathOf: (digest) => pathFrom(levels, digest, tolerate),
    has: (digests) => hasIn(levels, digests, tolerate),
    async remove(digests) {
      if (keeperIndex < 0) throw readOnlyRefusal(label, 'remove blobs');
      let freedBytes = 0;
      for (const { store, cache } of writable) {
        const levelBytes = await store.remove(digests);
        // What a cache held was a second copy: it never counted as stored.
        if (cache !== true) freedBytes += levelBytes;
      }
      return freedBytes;
    },
    list: () => listOf(levels),
    async sweep(olderThanS) {
      let leftovers = 0;
      for (const { store } of writable) leftovers += await store.sweep(olderThanS);
      return leftovers;
    },
  };
}

/** Reports what one level could not do, when another one can. */
type Tolerate = (level: BlobStore) => (thrown: unknown) => void;

/** Puts a blob into every writable one of these levels; failures are tolerated, since the blob is safe elsewhere. */
async function copyInto(
  levels: Iterable<BlobLevel>,
  source: BlobSource,
  digest: Digest,
  tolerate: Tolerate,
): Promise<void> {
  for (const { store } of levels) {
    if (!store.readOnly) await store.put(source, digest).catch(tolerate(store));
  }
}

interface Found<T> {
  readonly answer: T;
  /** The levels that shall get a copy: those above that promote, and those whose copy was damaged. */
  readonly wanting: ReadonlySet<BlobLevel>;
}

/**
 * Asks level after level until one answers; undefined when none has the blob.
 * @throws StemmaError The first `corrupt`, else the first trouble, when no level answers and some had trouble:
 *   "not here" would be a guess.
 */
async function firstGood<T>(
  levels: readonly BlobLevel[],
  ask: (store: BlobStore) => Promise<T | undefined> | undefined,
  tolerate: Tolerate,
): Promise<Found<T> | undefined> {
  const wanting = new Set<BlobLevel>();
  const problems: StemmaError[] = [];
  for (const level of levels) {
    try {
      const answer = await ask(level.store);
      if (answer !== undefined) return { answer, wanting };
      if (level.promote !== false) wanting.add(level);
    } catch (thrown) {
      const problem = asStemmaError(thrown, 'unavailable');
      problems.push(problem);
      tolerate(level.store)(problem);
      // A level out of reach is not asked again; a damaged copy is to be replaced.
      if (problem.code === 'corrupt') wanting.add(level);
    }
  }
  if (problems.length > 0) throw problems.find(({ code }) => code === 'corrupt') ?? problems[0]!;
  return undefined;
}

async function getFrom(
  levels: readonly BlobLevel[],
  digest: Digest,
  tolerate: Tolerate,
): Promise<Uint8Array | undefined> {
  const found = await firstGood(levels, (store) => store.get(digest), tolerate);
  if (found !== undefined) await copyInto(found.wanting, found.answer, digest, tolerate);
  return found?.answer;
}

/** A path from the uppermost level that has paths, brought there by file copy, or through memory when no level below has a path. */
async function pathFrom(levels: readonly BlobLevel[], digest: Digest, tolerate: Tolerate): Promise<string | undefined> {
  const withPaths = levels.filter(({ store }) => store.pathOf !== undefined);
  const askPath = (store: BlobStore): Promise<string | undefined> | undefined => store.pathOf?.(digest);
  const found = await firstGood(withPaths, askPath, tolerate).catch(tolerateAll);
  if (found !== undefined) {
    if (found.wanting.size === 0) return found.answer;
    await copyInto(found.wanting, { path: found.answer }, digest, tolerate);
  } else if (!withPaths.some(canTakeCopy) || (await getFrom(levels, digest, tolerate)) === undefined) {
    return undefined;
  }
  return (await firstGood(withPaths, askPath, tolerate))?.answer ?? found?.answer;
}

/** Whether a level would keep a copy of what a lower one gave. */
function canTakeCopy({ store, promote }: BlobLevel): boolean {
  return !store.readOnly && promote !== false;
}

/** Trouble with paths was reported already; the same levels are asked for the bytes next. */
function tolerateAll(): undefined {
  return undefined;
}

async function hasIn(
  levels: readonly BlobLevel[],
  digests: readonly Digest[],
  tolerate: Tolerate,
): Promise<Set<Digest>> {
  const here = new Set<Digest>();
  let missing = digests;
  let problem: unknown;
  for (const { store } of levels) {
    if (missing.length === 0) return here;
    try {
      for (const digest of await store.has(missing)) here.add(digest);
      missing = missing.filter((digest) => !here.has(digest));
    } catch (thrown) {
      problem ??= thrown;
      tolerate(store)(thrown);
    }
  }
  if (missing.length > 0 && problem !== undefined) throw problem;
  return here;
}

/** Upper levels first, each blob once: the size is that of the uppermost copy, and the same in all that are whole. */
async function* listOf(levels: readonly BlobLevel[]): AsyncGenerator<BlobInfo> {
  const seen = new Set<Digest>();
  for (const { store } of levels) {
    for await (const info of store.list()) {
      if (seen.has(info.digest)) continue;
      seen.add(info.digest);
      yield info;
    }
  }
}
