// A result pack: one result that travels alone, as a tar file or a folder. It names the content, brings its bytes, and
// brings the records of everything that the result was made from, so that whoever gets it can check the name.
import { canonicalJson, isDigest, StemmaError, type Digest, type Json, type Manifest } from '@stemma/core';
import { type PlainRecord } from '@stemma/core/exports';
import { sha256 } from '@stemma/backends';
import { isDigestValue, isObject, readRecord } from './records.ts';

/**
 * What a pack says of itself. On disk: `pack.json` (this, but for the records), `derivations.jsonl` (one record a line,
 * sorted by id), `blobs/<sha256>` (encoded values and files). Nothing in it depends on when or where it was made.
 */
export interface Pack {
  readonly id: Digest;
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  /** Of the derivation and of everything behind it, fan-out templates included. */
  readonly records: ReadonlyMap<Digest, PlainRecord>;
}

/** The version of the layout, in `pack.json` as `stemmaPack`. */
const packVersion = 1;

/** The members of a pack beside its blobs, in the order in which they are written. */
export const packMembers = { head: 'pack.json', records: 'derivations.jsonl' } as const;

/** No text in a pack is longer: a mosaic of 500 science windows has 10 MB of records. */
export const longestTextBytes = 256 * 2 ** 20;

/** The digest that a member's name gives, when it is that of a blob. */
export function blobOfMember(name: string): Digest | undefined {
  const digest = name.startsWith('blobs/') ? name.slice('blobs/'.length) : '';
  return isDigest(digest) ? digest : undefined;
}

/** Every blob that a manifest refers to, with its size; sorted, each once. */
export function blobsOf(manifest: Manifest): Map<Digest, number> {
  const sizes = new Map<Digest, number>();
  if ('failure' in manifest) return sizes;
  for (const { digest, sizeBytes, files } of Object.values(manifest.outputs))
    for (const blob of [{ digest, sizeBytes }, ...files]) sizes.set(blob.digest, blob.sizeBytes);
  return new Map([...sizes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The texts of a pack by member name. */
export function textsOf({ id, contentDigest, manifest, records }: Pack): {
  readonly head: string;
  readonly records: string;
} {
  const head = canonicalJson({ stemmaPack: packVersion, id, contentDigest, manifest } as unknown as Json);
  const lines = [...records.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => `${canonicalJson(record as unknown as Json)}\n`);
  return { head: `${head}\n`, records: lines.join('') };
}

/**
 * What the texts of a pack say, checked: the manifest has the content digest, the result's own record is there.
 * @param where names the pack, for messages.
 * @throws StemmaError `corrupt` when a digest is wrong; `invalid_request` when it is no pack; `conflict` when it is of a newer version.
 */
export function readTexts(head: string, records: string, where: string): Pack {
  const value = parse(head, `${packMembers.head} of ${where}`);
  if (!isObject(value) || typeof value.stemmaPack !== 'number')
    throw new StemmaError('invalid_request', `${where} is no result pack: its ${packMembers.head} does not say so`);
  const { stemmaPack, id, contentDigest, manifest } = value;
  if (stemmaPack !== packVersion)
    throw new StemmaError(
      'conflict',
      `${where} is a result pack of version ${stemmaPack}, this Stemma reads ${packVersion}`,
    );
  if (!isDigestValue(id) || !isDigestValue(contentDigest) || !isManifest(manifest))
    throw new StemmaError('invalid_request', `${where} is no result pack: id, content digest or manifest are missing`);
  const actual = sha256(canonicalJson(manifest as unknown as Json));
  if (actual !== contentDigest)
    throw new StemmaError(
      'corrupt',
      `the manifest in ${where} is not the one that its content digest names: get the pack again`,
      {
        expected: contentDigest,
        actual,
      },
    );
  const found = new Map<Digest, PlainRecord>();
  for (const [at, line] of records.split('\n').entries()) {
    if (line === '') continue;
    const record = readRecord(
      parse(line, `line ${at + 1} of ${packMembers.records} of ${where}`),
      `line ${at + 1} of ${packMembers.records} of ${where}`,
    );
    found.set(record.id, record);
  }
  if (!found.has(id))
    throw new StemmaError('invalid_request', `${where} has no derivation record of its own result ${id}`);
  return { id, contentDigest, manifest, records: found };
}

/** Parsed JSON. @throws StemmaError `invalid_request` naming what was read. */
export function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StemmaError('invalid_request', `${what} is no JSON: ${(cause as Error).message}`, {}, cause);
  }
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value)) return false;
  if ('failure' in value) return isObject(value.failure) && typeof value.failure.reason === 'string';
  return isObject(value.outputs) && Object.values(value.outputs).every(isEntry);
}

function isEntry(value: unknown): boolean {
  if (!isObject(value) || !isSized(value) || !Array.isArray(value.files)) return false;
  return value.files.every((file: unknown) => isObject(file) && isSized(file) && typeof file.name === 'string');
}

function isSized({ digest, sizeBytes }: Readonly<Record<string, unknown>>): boolean {
  return isDigestValue(digest) && Number.isSafeInteger(sizeBytes) && (sizeBytes as number) >= 0;
}
