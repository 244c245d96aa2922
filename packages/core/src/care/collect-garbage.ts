// Garbage collection: forgets bytes, never provenance. The index forgets first and the bytes go afterwards, so that
// a crash in between leaves only blobs that nobody refers to, which the next collection removes.
import type { Digest } from '../identity/digest.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { referencesOf } from './references.ts';
import { Selection } from './selection.ts';

/** What shall be forgotten. With neither `olderThanS` nor `maxBytes` only orphans and leftovers go. */
export interface GarbagePolicy {
  /** Forget contents that nobody used for this time, seconds. */
  readonly olderThanS?: number;
  /** Then forget the least recently used contents until values and files together take no more than this. */
  readonly maxBytes?: number;
  /** Only say what would be done; bytes that lie both in the index and among the blobs are counted once then. */
  readonly dryRun?: boolean;
  /** Only contents of these analyses: a full name, or the beginning of names followed by `*`. */
  readonly names?: string;
  /** Blobs that nothing refers to may belong to a result that is being published now: younger ones stay. Default: one hour. */
  readonly orphansOlderThanS?: number;
}

/** What was done, or would be. */
export interface GarbageReport {
  /** Contents whose bytes were forgotten. */
  readonly forgotten: number;
  /** Bytes freed: in the index, of forgotten contents, of orphans. */
  readonly freedBytes: number;
  /** Contents that still have their bytes. */
  readonly kept: number;
  /** Blobs that nothing referred to and that were removed. */
  readonly orphans: number;
  /** Traces of crashed writers that were removed; not counted in a dry run. */
  readonly leftovers: number;
  /** The contents to be forgotten, the least recently used first. */
  readonly candidates: readonly Candidate[];
}

/** A content to be forgotten. */
export interface Candidate {
  /** The analyses that it is a result of. */
  readonly names: readonly string[];
  readonly bytes: number;
  readonly lastUsedMs: number;
}

/** What garbage collection works on. */
export interface GarbagePlace {
  readonly index: Pick<ResultIndex, 'contents' | 'forget'>;
  readonly blobs: Pick<BlobStore, 'list' | 'remove' | 'sweep'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

const batchLength = 256;

/**
 * Forgets what a policy says: never pinned contents, never failures (they take no room), never provenance. A blob goes
 * when no content that is kept refers to it.
 * @throws StemmaError `forbidden` for a store that is read-only, `unavailable`.
 */
export async function collectGarbage(policy: GarbagePolicy, place: GarbagePlace): Promise<GarbageReport> {
  const { index, blobs, clock } = place;
  const { dryRun = false, orphansOlderThanS = 3600 } = policy;
  const nowMs = clock.nowMs();
  const selection = await Selection.of(index.contents(), policy, nowMs);
  const going = selection.going.map(({ contentDigest }) => contentDigest);
  let freedBytes = 0;
  if (!dryRun) for (const batch of batches(going)) freedBytes += await index.forget(batch);
  const doomed = await doomedBlobs(blobs, selection, nowMs, orphansOlderThanS);
  // Read again after the list: what was pinned, used again or published meanwhile is kept, with all it refers to.
  const kept = dryRun ? selection.kept : await readKept(index);
  for (const digest of doomed.keys()) if (kept.references.has(digest)) doomed.delete(digest);
  const orphans = doomed.values().reduce((count, { isOrphan }) => count + Number(isOrphan), 0);
  if (dryRun)
    freedBytes = selection.bytesInIndex(doomed) + doomed.values().reduce((sum, blob) => sum + blob.sizeBytes, 0);
  else for (const batch of batches([...doomed.keys()])) freedBytes += await blobs.remove(batch);
  const leftovers = dryRun ? 0 : await blobs.sweep(orphansOlderThanS);
  const candidates = selection.going.map(({ names, bytes, lastUsedMs }): Candidate => ({ names, bytes, lastUsedMs }));
  const forgotten = going.filter((digest) => !kept.contents.has(digest)).length;
  return { forgotten, freedBytes, kept: kept.contents.size, orphans, leftovers, candidates };
}

/** A blob that nothing refers to (any more). */
interface DoomedBlob {
  readonly sizeBytes: number;
  /** True when no content ever referred to it, as far as the index knows. */
  readonly isOrphan: boolean;
}

async function doomedBlobs(
  blobs: GarbagePlace['blobs'],
  selection: Selection,
  nowMs: number,
  orphansOlderThanS: number,
): Promise<Map<Digest, DoomedBlob>> {
  const doomed = new Map<Digest, DoomedBlob>();
  const beforeMs = nowMs - orphansOlderThanS * 1000;
  for await (const { digest, sizeBytes, modifiedMs } of blobs.list()) {
    if (selection.kept.references.has(digest)) continue;
    const isOrphan = !selection.released.has(digest);
    // Whoever makes a forgotten result again writes its blobs again: those are young, and not ours to remove.
    const isOld = isOrphan ? (modifiedMs ?? Infinity) <= beforeMs : (modifiedMs ?? -Infinity) < nowMs;
    if (isOld || (isOrphan && orphansOlderThanS <= 0)) doomed.set(digest, { sizeBytes, isOrphan });
  }
  return doomed;
}

/** The contents that have their bytes, and everything that they refer to. */
async function readKept(index: Pick<ResultIndex, 'contents'>): Promise<Selection['kept']> {
  const contents = new Set<Digest>();
  const references = new Set<Digest>();
  for await (const { contentDigest, manifest, forgotten } of index.contents()) {
    if (forgotten) continue;
    contents.add(contentDigest);
    for (const { digest } of referencesOf(manifest)) references.add(digest);
  }
  return { contents, references };
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += batchLength) yield items.slice(start, start + batchLength);
}
