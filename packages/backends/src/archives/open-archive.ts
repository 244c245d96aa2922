// Opens zip files and folders as archives, with nothing trusted: names, kinds, sizes and ratios are judged before any
// byte is unpacked. Archives inside archives are bytes like all others and never opened.
import { createReadStream, openAsBlob } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StemmaError } from '@stemma/core';
import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js';
import {
  archiveLimits,
  exactly,
  MemberGuard,
  type ArchiveLimits,
  type ArchiveMember,
  type OpenArchive,
} from './archive.ts';

/**
 * Opens a zip file or a folder.
 * @throws StemmaError `not_found`; `invalid_request` when it is neither, or holds links, names that lead out of it, names
 *   twice or secrets; `too_large` beyond the limits.
 */
export async function openArchive(path: string, limits: ArchiveLimits = archiveLimits): Promise<OpenArchive> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new StemmaError('not_found', `there is no file or folder ${path}`, { path }, cause);
  });
  return stats.isDirectory() ? openFolder(path, limits) : openZip(path, limits);
}

async function openFolder(folder: string, limits: ArchiveLimits): Promise<OpenArchive> {
  const guard = new MemberGuard(folder, limits);
  const members = new Map<string, ArchiveMember>();
  const open = [''];
  for (let inner = open.pop(); inner !== undefined; inner = open.pop()) {
    for (const entry of (await readdir(join(folder, inner))).sort()) {
      const path = inner === '' ? entry : `${inner}/${entry}`;
      const full = join(folder, path);
      const stats = await lstat(full);
      if (stats.isDirectory()) {
        open.push(path);
        continue;
      }
      if (!stats.isFile()) throw guard.refused(`its member ${JSON.stringify(path)} is a link or a device`);
      guard.add(path, stats.size, stats.size);
      const stream = () => exactly(createReadStream(full), stats.size, `${path} of ${folder}`);
      members.set(path, { path, sizeBytes: stats.size, stream });
    }
  }
  return { members, [Symbol.asyncDispose]: async () => {} };
}

const symlinkMode = 0o120000;
const kindMask = 0o170000;

async function openZip(path: string, limits: ArchiveLimits): Promise<OpenArchive> {
  // Workers would outlive the command, and there is one reader at a time.
  configure({ useWebWorkers: false });
  const guard = new MemberGuard(path, limits);
  const reader = new ZipReader(new BlobReader(await openAsBlob(path)), { checkSignature: true });
  const members = new Map<string, ArchiveMember>();
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      const { filename, externalFileAttributes, uncompressedSize, compressedSize } = entry;
      const mode = (externalFileAttributes >>> 16) & kindMask;
      if (mode === symlinkMode) throw guard.refused(`its member ${JSON.stringify(filename)} is a link`);
      if (entry.directory) continue;
      if (entry.encrypted) throw guard.refused(`its member ${JSON.stringify(filename)} is encrypted`);
      guard.add(filename, uncompressedSize, compressedSize);
      const stream = () =>
        exactly(unpacked(entry, `${filename} of ${path}`), uncompressedSize, `${filename} of ${path}`);
      members.set(filename, { path: filename, sizeBytes: uncompressedSize, stream });
    }
  } catch (cause) {
    await reader.close();
    if (cause instanceof StemmaError) throw cause;
    throw new StemmaError('invalid_request', `${path} is no zip file: ${(cause as Error).message}`, { path }, cause);
  }
  return { members, [Symbol.asyncDispose]: () => reader.close() };
}

// A reader that stops early closes the pipe, which ends the unpacking too.
async function* unpacked(entry: FileEntry, what: string): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const done = entry.getData(writable).then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    for await (const chunk of readable as unknown as AsyncIterable<Uint8Array>) yield chunk;
  } catch (cause) {
    throw new StemmaError('corrupt', `${what} is damaged: get it again`, {}, cause);
  }
  const problem = await done;
  if (problem) throw new StemmaError('corrupt', `${what} is damaged: get it again`, {}, problem);
}
