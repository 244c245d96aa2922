// Writes archives: a zip file or a folder, streaming, byte for byte the same whenever and wherever it is done. Members are
// stored as they are: what packs differs from one version of zlib to the next, and most products are packed already.
import { createWriteStream, openAsBlob } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { StemmaError } from '@stemma/core';
import { configure, ZipWriter } from '@zip.js/zip.js';

/** A member to be written: text, bytes, or a file that is copied. */
export interface NewMember {
  /** Relative; see `isSafeName`. */
  readonly path: string;
  readonly content: string | Uint8Array | { readonly path: string };
}

/**
 * Writes a zip file when the name ends in `.zip`, otherwise a folder, which must not be there or be empty. It appears
 * only when it is whole; a zip file of that name is replaced.
 * @throws StemmaError `conflict` when something else is there; `unavailable` when it cannot be written.
 */
export async function writeArchive(members: readonly NewMember[], path: string): Promise<void> {
  const partial = `${path.replace(/\/+$/, '')}.partial-${process.pid}`;
  const isZip = path.endsWith('.zip');
  if (!isZip) await refuseOther(path);
  try {
    await mkdir(dirname(partial), { recursive: true });
    await (isZip ? writeZip(members, partial) : writeFolder(members, partial));
    if (!isZip) await rm(path, { recursive: true, force: true });
    await rename(partial, path);
  } catch (cause) {
    if (cause instanceof StemmaError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new StemmaError(
      'unavailable',
      `cannot write ${path} (${code ?? message}): choose another place`,
      { path },
      cause,
    );
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function refuseOther(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? [] : undefined,
  );
  if (there?.length === 0) return;
  throw new StemmaError('conflict', `${folder} is there already: choose another place, or remove it`, { path: folder });
}

// The fields of a zip file are in local time: made of local parts, the date is the same everywhere.
const noDate = () => new Date(2000, 0, 1);

async function writeZip(members: readonly NewMember[], path: string): Promise<void> {
  configure({ useWebWorkers: false });
  const options = {
    level: 0,
    lastModDate: noDate(),
    extendedTimestamp: false,
    keepOrder: true,
    msDosCompatible: true,
  } as const;
  const zip = new ZipWriter(Writable.toWeb(createWriteStream(path)) as WritableStream<Uint8Array>, options);
  for (const { path: name, content } of members) {
    const blob = await blobOf(content);
    await zip.add(
      name,
      blob.stream() as ReadableStream<Uint8Array>,
      { ...options, uncompressedSize: blob.size } as never,
    );
  }
  await zip.close();
}

async function blobOf(content: NewMember['content']): Promise<Blob> {
  if (typeof content === 'string') return new Blob([content]);
  return content instanceof Uint8Array ? new Blob([content as Uint8Array<ArrayBuffer>]) : openAsBlob(content.path);
}

async function writeFolder(members: readonly NewMember[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { path: name, content } of members) {
    const place = join(folder, name);
    await mkdir(dirname(place), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(place, content);
    else await copyFile(content.path, place);
  }
}
