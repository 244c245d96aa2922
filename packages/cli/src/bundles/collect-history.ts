// The history behind a result, for a bundle: records, results with their edges and executions, and the bytes that go
// along. Nothing in it depends on when the bundle is made.
import {
  canonicalJson,
  StemmaError,
  type ActivityRecord,
  type DerivationRecord,
  type Digest,
  type Json,
  type Manifest,
  type ResultIndex,
  type StoredResult,
} from '@stemma/core';
import { type History } from '@stemma/core/exports';
import { payloadText, type PayloadFile } from '@stemma/backends/archives';
import type { Composition } from '../compose.ts';
import { blobsOf } from '../packs/pack.ts';
import { bundlePaths } from './bundle-head.ts';

/** One line of `results.jsonl`. */
export interface BundledResult {
  readonly id: Digest;
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  readonly producedBy: Digest;
  readonly used: readonly { readonly role: string; readonly id: Digest }[];
  /** The executions that gave it, oldest first. */
  readonly activities: readonly ActivityRecord[];
  /** True when all bytes of it are in the bundle. */
  readonly hasBytes: boolean;
}

/** What goes along. */
export interface BundleScope {
  /** The bytes of data files; otherwise their digests and addresses only. */
  readonly data: boolean;
  /** The bytes of everything in between; otherwise it is computed again. */
  readonly intermediates: boolean;
}

/** What a bundle tells of the past. */
export interface CollectedHistory {
  readonly records: ReadonlyMap<Digest, DerivationRecord>;
  readonly files: readonly PayloadFile[];
}

/**
 * Collects what a history stands on.
 * @throws StemmaError `gone` when bytes of the result itself were forgotten; `not_found` when it was never stored.
 */
export async function collectHistory(
  history: History,
  { index, blobs }: Composition,
  scope: BundleScope,
): Promise<CollectedHistory> {
  const ids = [...history.nodes.keys()].sort();
  const records = await index.derivations([...ids, ...(history.templates?.keys() ?? [])]);
  const stored = await index.results(ids);
  const used = await index.used(ids);
  const root = stored.get(history.root);
  if (!root)
    throw new StemmaError('not_found', `there is no result ${history.root}: run it first`, { id: history.root });
  const bytes = new Bytes(index, blobs);
  const lines: string[] = [];
  for (const id of ids) {
    const result = stored.get(id);
    if (!result) continue;
    const isWanted = id === history.root || wants(scope, history, id);
    const hasBytes = isWanted && (await bytes.add(result));
    if (id === history.root && !hasBytes)
      throw new StemmaError('gone', `the bytes of ${id} were forgotten: run it again, then bundle it`, { id });
    const { contentDigest, manifest, producedBy } = result;
    const activities = await goodActivities(id, index);
    const line: BundledResult = {
      id,
      contentDigest,
      manifest,
      producedBy,
      used: used.get(id) ?? [],
      activities,
      hasBytes,
    };
    lines.push(`${canonicalJson(line as unknown as Json)}\n`);
  }
  const recordLines = [...records.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => `${canonicalJson(record as unknown as Json)}\n`);
  const texts = [
    payloadText(bundlePaths.records, recordLines.join('')),
    payloadText(bundlePaths.results, lines.join('')),
  ];
  return { records, files: [...texts, ...bytes.files.values()] };
}

function wants({ data, intermediates }: BundleScope, { nodes }: History, id: Digest): boolean {
  const node = nodes.get(id)!;
  if (node.isProducerOnly) return false;
  return node.kind === 'file' ? data : intermediates;
}

// Only what led to the result, without log lines: those are for whoever ran it.
async function goodActivities(id: Digest, index: ResultIndex): Promise<ActivityRecord[]> {
  const all = (await index.activities(id)).filter(({ status }) => status === 'done' || status === 'expected_failure');
  return all
    .map((activity) => ({ ...activity, log: [] }))
    .sort((a, b) => a.startedMs - b.startedMs || a.attempt - b.attempt)
    .slice(0, 1);
}

// Bytes by digest, each once; large ones stay in their files until the bundle is written.
class Bytes {
  readonly files = new Map<Digest, PayloadFile>();
  readonly #index: Composition['index'];
  readonly #blobs: Composition['blobs'];

  constructor(index: Composition['index'], blobs: Composition['blobs']) {
    this.#index = index;
    this.#blobs = blobs;
  }

  /** Adds all bytes of a result, or none of them when some are gone. */
  async add({ manifest, forgotten }: StoredResult): Promise<boolean> {
    if (forgotten) return false;
    const sizes = blobsOf(manifest);
    const found: PayloadFile[] = [];
    const small = await this.#index.payloads([...sizes.keys()]);
    for (const [digest, sizeBytes] of sizes) {
      const content = small.get(digest) ?? (await this.#blob(digest));
      if (!content) return false;
      found.push({ path: `blobs/${digest}`, content, digest, sizeBytes });
    }
    for (const file of found) this.files.set(file.digest, file);
    return true;
  }

  async #blob(digest: Digest): Promise<PayloadFile['content'] | undefined> {
    const path = await this.#blobs.pathOf?.(digest);
    return path === undefined ? this.#blobs.get(digest) : { path };
  }
}
