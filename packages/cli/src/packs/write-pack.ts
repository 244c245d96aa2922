// Writes result packs: as one tar file or as a folder, streaming, and byte for byte the same whenever and wherever it is
// done, so that a workflow engine's own cache sees equal results as equal files.
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packTar, type TarSource } from 'modern-tar/fs';
import { StemmaError, type BlobStore, type Digest } from '@stemma/core';
import { blobsOf, packMembers, textsOf, type Pack } from './pack.ts';

/** Where the bytes of a pack come from: encoded values that are at hand, everything else from a blob store. */
export interface PackBytes {
  readonly values: ReadonlyMap<Digest, Uint8Array>;
  readonly blobs: Pick<BlobStore, 'get' | 'pathOf'>;
}

// Owner, time and mode count in the bytes of a tar file: the same for everybody.
const neutral = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '', mode: 0o644 } as const;

/**
 * Writes a pack: a tar file when the name ends in `.tar`, otherwise a folder. What was there of that name is replaced, and
 * a tar file appears only when it is whole.
 * @throws StemmaError `gone` when bytes are nowhere; `unavailable` when the place cannot be written.
 */
export async function writePack(pack: Pack, bytes: PackBytes, path: string): Promise<void> {
  const texts = textsOf(pack);
  const members: Member[] = [
    { name: packMembers.head, content: texts.head },
    { name: packMembers.records, content: texts.records },
  ];
  for (const digest of blobsOf(pack.manifest).keys())
    members.push({ name: `blobs/${digest}`, content: await contentOf(digest, bytes) });
  try {
    await (path.endsWith('.tar') ? writeTar(members, path) : writeFolder(members, path));
  } catch (cause) {
    if (cause instanceof StemmaError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new StemmaError(
      'unavailable',
      `cannot write the pack ${path} (${code ?? message}): choose another place`,
      { path },
      cause,
    );
  }
}

type Member = { readonly name: string; readonly content: string | Uint8Array | { readonly path: string } };

async function contentOf(digest: Digest, { values, blobs }: PackBytes): Promise<Member['content']> {
  const value = values.get(digest);
  if (value) return value;
  const path = await blobs.pathOf?.(digest);
  if (path !== undefined) return { path };
  const found = await blobs.get(digest);
  if (!found) throw new StemmaError('gone', `the bytes ${digest} are in no level of the store`, { digest });
  return found;
}

async function writeTar(members: readonly Member[], path: string): Promise<void> {
  const sources = members.map(({ name, content }): TarSource => {
    if (typeof content === 'object' && 'path' in content)
      return { ...neutral, type: 'file', target: name, source: content.path };
    return { ...neutral, type: 'content', target: name, content };
  });
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  try {
    await pipeline(packTar(sources), createWriteStream(partial));
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

// Only an earlier pack is replaced: a slip of the keyboard must not remove anybody's folder.
async function writeFolder(members: readonly Member[], folder: string): Promise<void> {
  const there: string[] = await readdir(folder).catch(() => []);
  if (there.length > 0 && !there.includes(packMembers.head))
    throw new StemmaError('conflict', `${folder} is there and is no result pack: choose another place`, {
      path: folder,
    });
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'blobs'), { recursive: true });
  for (const { name, content } of members) {
    const path = join(folder, name);
    if (typeof content === 'object' && 'path' in content) await copyFile(content.path, path);
    else await writeFile(path, content);
  }
}
