// Reads result packs into a blob store: tar files as a stream, folders by name. Nothing is ever written under a name that
// a pack gives, every size is known before its bytes are read, and every byte is checked against its digest.
import { createReadStream, type Stats } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { StemmaError, type BlobStore, type Digest } from '@stemma/core';
import { blobOfMember, blobsOf, longestTextBytes, packMembers, readTexts, type Pack } from './pack.ts';

/** Larger members of a tar file go through a file, so that no pack is ever whole in memory. */
const largestInMemoryBytes = 16 * 2 ** 20;

/**
 * Reads a pack, its bytes into a blob store.
 * @param path a tar file or a folder.
 * @param scratch a folder for temporary files.
 * @throws StemmaError `not_found` when it is not there; `corrupt` when a digest or size is wrong, or bytes are missing;
 *   `invalid_request` when it is no pack or holds anything that a pack does not have; `too_large`.
 */
export async function readPack(path: string, blobs: BlobStore, scratch: string): Promise<Pack> {
  const stats = await statOf(path);
  const pack = stats.isDirectory() ? await readFolder(path, blobs) : await readTar(path, blobs, scratch);
  const present = await blobs.has([...blobsOf(pack.manifest).keys()]);
  for (const digest of blobsOf(pack.manifest).keys())
    if (!present.has(digest))
      throw new StemmaError('corrupt', `the pack ${path} lacks the bytes ${digest}: get it again`, { digest });
  return pack;
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    throw new StemmaError('not_found', `there is no result pack ${path}`, { path }, cause);
  }
}

async function readFolder(folder: string, blobs: BlobStore): Promise<Pack> {
  const pack = readTexts(await text(folder, packMembers.head), await text(folder, packMembers.records), folder);
  for (const [digest, sizeBytes] of blobsOf(pack.manifest)) {
    const path = join(folder, 'blobs', digest);
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile()) continue;
    expectSize(stats.size, sizeBytes, digest, folder);
    await blobs.put({ path }, digest);
  }
  return pack;
}

async function text(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) throw new StemmaError('invalid_request', `${folder} is no result pack: it has no ${name}`);
  refuseLong(stats.size, path);
  return readFile(path, 'utf8');
}

// The texts come first in a pack, so that what may follow, and how large it is, is known before it is read.
async function readTar(path: string, blobs: BlobStore, scratch: string): Promise<Pack> {
  const reader = { head: undefined as string | undefined, pack: undefined as Pack | undefined };
  const entries = Readable.toWeb(createReadStream(path)).pipeThrough(createTarDecoder({ strict: true }));
  try {
    for await (const entry of entries as AsyncIterable<ParsedTarEntry>) {
      const { name, type = 'file', size } = entry.header;
      if (type !== 'file') throw foreign(path, name, `it is a ${type}`);
      if (name === packMembers.head) reader.head = await textIn(entry, path);
      else if (name === packMembers.records && reader.head !== undefined)
        reader.pack = readTexts(reader.head, await textIn(entry, path), path);
      else if (reader.pack) await storeBlob(entry, size, blobOfMember(name), reader.pack, blobs, { path, scratch });
      else throw foreign(path, name, `${packMembers.head} and ${packMembers.records} must come first`);
    }
  } catch (cause) {
    if (cause instanceof StemmaError) throw cause;
    throw new StemmaError(
      'invalid_request',
      `${path} cannot be read as a tar file: ${(cause as Error).message}`,
      { path },
      cause,
    );
  }
  if (!reader.pack)
    throw new StemmaError('invalid_request', `${path} is no result pack: it has no ${packMembers.head}`);
  return reader.pack;
}

async function textIn({ header, body }: ParsedTarEntry, path: string): Promise<string> {
  refuseLong(header.size, `${header.name} of ${path}`);
  return new Response(body).text();
}

async function storeBlob(
  { header, body }: ParsedTarEntry,
  size: number,
  digest: Digest | undefined,
  pack: Pack,
  blobs: BlobStore,
  { path, scratch }: { readonly path: string; readonly scratch: string },
): Promise<void> {
  const expected = digest === undefined ? undefined : blobsOf(pack.manifest).get(digest);
  if (digest === undefined || expected === undefined) throw foreign(path, header.name, 'the manifest does not name it');
  expectSize(size, expected, digest, path);
  if (size <= largestInMemoryBytes) {
    await blobs.put(new Uint8Array(await new Response(body).arrayBuffer()), digest);
    return;
  }
  const folder = await mkdtemp(join(scratch, 'blob-'));
  try {
    const file = join(folder, 'bytes');
    await using handle = await open(file, 'wx');
    for await (const chunk of body as AsyncIterable<Uint8Array>) await handle.write(chunk);
    await blobs.put({ path: file }, digest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function expectSize(actual: number, expected: number, digest: Digest, path: string): void {
  if (actual === expected) return;
  throw new StemmaError(
    'corrupt',
    `the bytes ${digest} in ${path} are ${actual} and not ${expected}: get the pack again`,
    {
      digest,
      actual,
      expected,
    },
  );
}

function refuseLong(sizeBytes: number, what: string): void {
  if (sizeBytes <= longestTextBytes) return;
  throw new StemmaError(
    'too_large',
    `${what} has ${sizeBytes} bytes: no result pack has texts of more than ${longestTextBytes}`,
  );
}

function foreign(path: string, name: string, why: string): StemmaError {
  const message = `${path} holds ${JSON.stringify(name)}, which no result pack has (${why}): nothing of it is used`;
  return new StemmaError('invalid_request', message, { path, name });
}
