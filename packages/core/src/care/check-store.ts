// The check of a whole store: the index against itself, every blob against its digest, every content against the
// values and files that it refers to. Nothing is changed.
import { asStemmaError, type StemmaError } from '../errors.ts';
import { shortDigest, type Digest } from '../identity/digest.ts';
import type { BlobInfo, BlobStore } from '../ports/blob-store.ts';
import type { ContentEntry, ResultIndex } from '../ports/result-index.ts';
import { referencesOf } from './references.ts';

/** One thing that is wrong. */
export interface StoreProblem {
  /** `corrupt`: bytes that are not what their digest says, or cannot be read; `missing`: bytes that are not there; `index`: a defect of the index. */
  readonly kind: 'corrupt' | 'missing' | 'index';
  /** What is wrong, in a sentence. */
  readonly what: string;
  /** The blob, where it is one. */
  readonly digest?: Digest;
  /** The results that suffer, as `name id`; none for a blob that nothing refers to. */
  readonly affects: readonly string[];
}

/** What a check has found. */
export interface CheckReport {
  /** True when there are no problems. */
  readonly ok: boolean;
  readonly blobs: number;
  readonly bytes: number;
  readonly results: number;
  /** Blobs that nothing refers to; no problem, garbage collection removes them. */
  readonly orphans: number;
  readonly problems: readonly StoreProblem[];
}

/** What is checked, and who is told how far it is. */
export interface CheckPlace {
  readonly index: Pick<ResultIndex, 'contents' | 'payloads' | 'check'>;
  readonly blobs: Pick<BlobStore, 'list' | 'get' | 'has' | 'pathOf'>;
  /** Told after each blob how many of how many were read. */
  readonly onProgress?: (checked: number, total: number) => void;
}

interface Defect {
  readonly kind: 'corrupt' | 'missing';
  readonly what: string;
}

/** Blobs over this size are verified as files where the store can do that, without loading them. */
const largeBytes = 64 * 2 ** 20;
const pageLength = 256;

/**
 * Checks a store. One blob is in memory at a time, and the digests of all that contents refer to. What is written while
 * the check runs is no problem; what garbage collection takes away neither.
 * @throws StemmaError `unavailable` when the index or the list of blobs cannot be read at all.
 */
export async function checkStore({ index, blobs, onProgress }: CheckPlace): Promise<CheckReport> {
  const problems: StoreProblem[] = (await index.check()).map(({ what }) => ({ kind: 'index', what, affects: [] }));
  const { referenced, results, missing } = await checkContents(index, blobs);
  const { corrupt, ...counts } = await checkBlobs(blobs, referenced, onProgress);
  const defects = new Map<Digest, Defect>([...missing, ...corrupt]);
  problems.push(...(await affected(defects, index, blobs)));
  return { ok: problems.length === 0, results, ...counts, problems };
}

interface ContentsChecked {
  readonly referenced: ReadonlySet<Digest>;
  readonly results: number;
  readonly missing: ReadonlyMap<Digest, Defect>;
}

async function checkContents(index: CheckPlace['index'], blobs: CheckPlace['blobs']): Promise<ContentsChecked> {
  const referenced = new Set<Digest>();
  const missing = new Map<Digest, Defect>();
  let results = 0;
  for await (const page of pages(index.contents())) {
    results += page.reduce((sum, { ids }) => sum + ids.length, 0);
    const living = page.filter(({ forgotten }) => !forgotten);
    for (const { manifest } of living) for (const { digest } of referencesOf(manifest)) referenced.add(digest);
    for (const [digest, defect] of await absent(living, index, blobs)) missing.set(digest, defect);
  }
  return { referenced, results, missing };
}

/** What these contents refer to and is neither among the blobs nor, for a value, in the index. */
async function absent(
  contents: readonly ContentEntry[],
  index: CheckPlace['index'],
  blobs: CheckPlace['blobs'],
): Promise<Map<Digest, Defect>> {
  const references = new Map(
    contents.flatMap(({ manifest }) => referencesOf(manifest)).map((reference) => [reference.digest, reference]),
  );
  const stored = await blobs.has([...references.keys()]);
  const rest = [...references.values()].filter(({ digest }) => !stored.has(digest));
  const values = rest.filter(({ kind }) => kind === 'value').map(({ digest }) => digest);
  const payloads = values.length > 0 ? await index.payloads(values) : new Map<Digest, Uint8Array>();
  const gone = rest.filter(({ digest }) => !payloads.has(digest));
  return new Map(
    gone.map(({ digest, kind }) => [digest, { kind: 'missing', what: `the ${kind} ${digest} is not in the store` }]),
  );
}

async function checkBlobs(
  blobs: CheckPlace['blobs'],
  referenced: ReadonlySet<Digest>,
  onProgress: CheckPlace['onProgress'],
): Promise<Pick<CheckReport, 'blobs' | 'bytes' | 'orphans'> & { readonly corrupt: ReadonlyMap<Digest, Defect> }> {
  const corrupt = new Map<Digest, Defect>();
  let total = 0;
  // Listing is cheap and reading is not: the total is worth a second listing.
  if (onProgress) for await (const _ of blobs.list()) total++;
  let [count, bytes, orphans] = [0, 0, 0];
  for await (const blob of blobs.list()) {
    count++;
    bytes += blob.sizeBytes;
    if (!referenced.has(blob.digest)) orphans++;
    const error = await verify(blob, blobs);
    if (error) corrupt.set(blob.digest, { kind: 'corrupt', what: error.message });
    onProgress?.(count, Math.max(count, total));
  }
  return { blobs: count, bytes, orphans, corrupt };
}

async function verify({ digest, sizeBytes }: BlobInfo, blobs: CheckPlace['blobs']): Promise<StemmaError | undefined> {
  try {
    const asFile = sizeBytes > largeBytes ? await blobs.pathOf?.(digest) : undefined;
    if (asFile === undefined) await blobs.get(digest);
    return undefined;
  } catch (thrown) {
    return asStemmaError(thrown);
  }
}

/** The problems that remain when everything that was written or forgotten meanwhile is taken into account. */
async function affected(
  defects: ReadonlyMap<Digest, Defect>,
  index: CheckPlace['index'],
  blobs: CheckPlace['blobs'],
): Promise<StoreProblem[]> {
  if (defects.size === 0) return [];
  const affects = new Map<Digest, string[]>();
  const suspects: ContentEntry[] = [];
  for await (const content of index.contents()) {
    if (content.forgotten) continue;
    const hit = referencesOf(content.manifest).filter(({ digest }) => defects.has(digest));
    for (const { digest } of hit) affects.set(digest, [...(affects.get(digest) ?? []), ...labelsOf(content)]);
    if (hit.length > 0) suspects.push(content);
  }
  const stillAbsent = await absent(suspects, index, blobs);
  return Array.from(defects, ([digest, { kind, what }]) => ({
    kind,
    what,
    digest,
    affects: affects.get(digest) ?? [],
  })).filter(({ kind, digest }) => kind === 'corrupt' || stillAbsent.has(digest));
}

function labelsOf({ ids, names }: ContentEntry): string[] {
  return ids.map((id) => `${names.join(' or ')} ${shortDigest(id)}`);
}

async function* pages<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < pageLength) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
