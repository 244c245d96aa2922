// Reads a bundle into a store, with nothing trusted: the bag is checked whole, every id and digest is computed again,
// and only then is anything stored, bytes first.
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@stemma/backends';
import { checkBag, memberText, openArchive, type ArchiveMember, type OpenArchive } from '@stemma/backends/archives';
import {
  canonicalJson,
  isDigest,
  preimageOf,
  StemmaError,
  type DerivationRecord,
  type Digest,
  type Json,
  type Publication,
} from '@stemma/core';
import type { Composition } from '../compose.ts';
import { blobsOf, parse } from '../packs/pack.ts';
import { isObject, readRecord } from '../packs/records.ts';
import { bundlePaths, readHead, type BundleHead } from './bundle-head.ts';
import type { BundledResult } from './collect-history.ts';
import { placeCode } from './place-code.ts';

/** What came out of a bundle. */
export interface ReadBundle {
  readonly head: BundleHead;
  /** Results that are in the store now and were not before. */
  readonly added: number;
  readonly results: number;
  /** Results that the store has with another content; the store's own stay. */
  readonly differing: readonly Digest[];
  /** The module that gives the analyses of the bundle; absent without code, or in a store in memory. */
  readonly entry?: string;
}

/**
 * Reads a bundle: a zip file or a folder.
 * @throws StemmaError `corrupt` when anything in it is other than promised, `invalid_request` when it is no bundle,
 *   `too_large`; then the store is as it was before, but for bytes that garbage collection takes.
 */
export async function readBundle(path: string, parts: Composition): Promise<ReadBundle> {
  await using archive = await openArchive(path);
  await checkBag(archive, path);
  const text = (name: string) => memberText(archive, `data/${name}`, path);
  const head = readHead(await text(bundlePaths.head), path);
  const records = readRecords(await text(bundlePaths.records), path);
  const results = readResults(await text(bundlePaths.results), records, path);
  if (results.find(({ id }) => id === head.id)?.contentDigest !== head.contentDigest)
    throw wrong(path, 'it does not hold the result that it names');
  await storeBlobs(archive, results, parts, path);
  const { added, differing } = await publish(results, records, parts);
  const entry = head.code && parts.store !== 'memory' ? await placeCode(archive, head, parts.store) : undefined;
  return { head, added, results: results.length, differing, ...(entry !== undefined && { entry }) };
}

function readRecords(text: string, where: string): Map<Digest, DerivationRecord> {
  const records = new Map<Digest, DerivationRecord>();
  for (const [at, value] of linesOf(text, bundlePaths.records, where)) {
    const record = readRecord(value, at);
    const shapes = isObject(value) && isObject(value.shapes) ? value.shapes : {};
    const { l1, l2, l3 } = shapes as Record<string, unknown>;
    if (![l1, l2, l3].every((shape) => typeof shape === 'string' && isDigest(shape)))
      throw wrong(where, `the record at ${at} has no shapes`);
    const { definition, parameters, inputs } = record;
    if (sha256(preimageOf(definition, parameters, inputs as unknown as Json)) !== record.id)
      throw wrong(where, `the record at ${at} does not give its id`);
    records.set(record.id, { ...record, shapes: { l1, l2, l3 } as DerivationRecord['shapes'] });
  }
  return records;
}

function* linesOf(text: string, name: string, where: string): Generator<[string, unknown]> {
  for (const [at, line] of text.split('\n').entries())
    if (line !== '')
      yield [`line ${at + 1} of ${name} of ${where}`, parse(line, `line ${at + 1} of ${name} of ${where}`)];
}

function readResults(text: string, records: ReadonlyMap<Digest, DerivationRecord>, where: string): BundledResult[] {
  const results: BundledResult[] = [];
  for (const [at, value] of linesOf(text, bundlePaths.results, where)) {
    const result = value as BundledResult;
    if (!isObject(value) || !isObject(value.manifest) || !Array.isArray(value.used) || !Array.isArray(value.activities))
      throw wrong(where, `the result at ${at} is not complete`);
    if (!records.has(result.id) || !result.used.every(({ role, id }) => typeof role === 'string' && records.has(id)))
      throw wrong(where, `the result at ${at} names a derivation that is not in the bundle`);
    if (sha256(canonicalJson(result.manifest as unknown as Json)) !== result.contentDigest)
      throw wrong(where, `the manifest at ${at} is not the one that its content digest names`);
    if (!records.has(result.producedBy) || !result.activities.every(isActivity))
      throw wrong(where, `the result at ${at} has no sound account of how it was made`);
    results.push(result);
  }
  refuseCycles(results, where);
  return results;
}

function isActivity(value: unknown): boolean {
  if (!isObject(value)) return false;
  const numbers = [value.startedMs, value.finishedMs, value.pid, value.attempt].every(Number.isFinite);
  return numbers && [value.derivation, value.agent, value.host, value.status].every((text) => typeof text === 'string');
}

function refuseCycles(results: readonly BundledResult[], where: string): void {
  const open = new Map(results.map(({ id, used }) => [id, used]));
  for (let before = -1; open.size !== before;) {
    before = open.size;
    for (const [id, used] of open) if (!used.some((use) => open.has(use.id))) open.delete(id);
  }
  if (open.size > 0) throw wrong(where, `its history is cyclic at ${[...open.keys()][0]!}`);
}

async function storeBlobs(
  archive: OpenArchive,
  results: readonly BundledResult[],
  { blobs }: Composition,
  where: string,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'stemma-unbundle-'));
  try {
    const wanted = new Map(
      results.filter(({ hasBytes }) => hasBytes).flatMap(({ manifest }) => [...blobsOf(manifest)]),
    );
    const there = await blobs.has([...wanted.keys()]);
    for (const [digest, sizeBytes] of wanted) {
      const member = archive.members.get(`data/blobs/${digest}`);
      if (member?.sizeBytes !== sizeBytes) throw wrong(where, `the bytes ${digest} are missing or of another length`);
      if (!there.has(digest)) await storeBlob(member, digest, join(scratch, 'bytes'), blobs);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

// Through a file, so that memory does not grow with products.
async function storeBlob(
  member: ArchiveMember,
  digest: Digest,
  place: string,
  blobs: Composition['blobs'],
): Promise<void> {
  {
    await using file = await open(place, 'w');
    for await (const chunk of member.stream()) await file.write(chunk);
  }
  await blobs.put({ path: place }, digest);
}

// What comes without bytes is told as every forgotten result is. Action keys are not in a bundle: the id in its place
// never matches any, so nothing is taken over from a bundle under another id.
async function publish(
  results: readonly BundledResult[],
  records: ReadonlyMap<Digest, DerivationRecord>,
  { index }: Composition,
): Promise<{ added: number; differing: Digest[] }> {
  const publication = (result: BundledResult): Publication => {
    const { id, contentDigest, manifest, used, activities, producedBy } = result;
    const [activity] = activities;
    const own = activity && producedBy === id ? { activity } : { producedBy };
    return { derivation: records.get(id)!, actionKey: id, contentDigest, manifest, payloads: new Map(), used, ...own };
  };
  await index.recordDerivations([...records.values()]);
  const there = await index.results(results.map(({ id }) => id));
  const bare = results.filter(({ id, hasBytes }) => !hasBytes && !there.has(id));
  await index.publish(bare.map(publication));
  await index.forget(bare.map(({ contentDigest }) => contentDigest));
  const whole = results.filter(({ hasBytes }) => hasBytes);
  const answers = await index.publish(whole.map(publication));
  const differing = whole.filter(({ contentDigest }, i) => {
    const answer = answers[i]!;
    return answer.state === 'already' && answer.contentDigest !== contentDigest;
  });
  const added = answers.filter(({ state }) => state === 'published').length;
  return { added: added + bare.length, differing: differing.map(({ id }) => id) };
}

function wrong(where: string, what: string): StemmaError {
  return new StemmaError('corrupt', `the bundle ${where} is damaged: ${what}; nothing of it is used`, { where });
}
