// What takes how much room in a store.
import type { Digest } from '../identity/digest.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { referencesOf } from './references.ts';

/** The room that one analysis takes. */
export interface AnalysisUsage {
  readonly name: string;
  /** Results that still have their bytes. */
  readonly results: number;
  /** Bytes of values and files; those that several analyses share count for the one that was stored first. */
  readonly bytes: number;
}

/** The room that a store takes, in bytes. */
export interface Usage {
  readonly totalBytes: number;
  readonly indexBytes: number;
  readonly blobBytes: number;
  readonly blobCount: number;
  /** Rows of the index by kind (derivations, results, activities …), as the index names them. */
  readonly rows: Readonly<Record<string, number>>;
  /** The largest first. */
  readonly byAnalysis: readonly AnalysisUsage[];
}

/** What usage is counted in. */
export interface UsagePlace {
  readonly index: Pick<ResultIndex, 'contents' | 'derivations' | 'size'>;
  readonly blobs: Pick<BlobStore, 'list'>;
}

/** Counts bytes and rows. One pass over the contents and one over the list of blobs; no blob is read. */
export async function storeUsage({ index, blobs }: UsagePlace): Promise<Usage> {
  const byAnalysis = await usageByAnalysis(index);
  const { bytes: indexBytes, rows } = await index.size();
  let [blobBytes, blobCount] = [0, 0];
  for await (const { sizeBytes } of blobs.list()) {
    blobBytes += sizeBytes;
    blobCount++;
  }
  return { totalBytes: indexBytes + blobBytes, indexBytes, blobBytes, blobCount, rows, byAnalysis };
}

async function usageByAnalysis(index: UsagePlace['index']): Promise<AnalysisUsage[]> {
  const counts = new Map<string, { results: number; bytes: number }>();
  const counted = new Set<Digest>();
  const countOf = (name: string) => {
    const count = counts.get(name) ?? { results: 0, bytes: 0 };
    counts.set(name, count);
    return count;
  };
  for await (const { manifest, ids, names, forgotten } of index.contents()) {
    if (forgotten || ids.length === 0) continue;
    const owners = names.length === 1 ? ids.map(() => names[0]!) : await namesOf(ids, index);
    for (const name of owners) countOf(name).results++;
    for (const { digest, sizeBytes } of referencesOf(manifest)) {
      if (counted.has(digest)) continue;
      counted.add(digest);
      countOf(owners[0]!).bytes += sizeBytes;
    }
  }
  const usage = Array.from(counts, ([name, count]): AnalysisUsage => ({ name, ...count }));
  return usage.sort((a, b) => b.bytes - a.bytes || b.results - a.results || (a.name < b.name ? -1 : 1));
}

// A content that several analyses share, such as an inherited failure: whose is which, only the derivations tell.
async function namesOf(ids: readonly Digest[], index: UsagePlace['index']): Promise<string[]> {
  const records = await index.derivations(ids);
  return ids.map((id) => records.get(id)?.definition.name ?? 'not recorded');
}
