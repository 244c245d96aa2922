// Writes the files of an export: one file where the user says, several into a folder, all or none of them.
import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSafeName, StemmaError } from '@stemma/core';
import type { WrittenFile } from './export-formats.ts';

/**
 * Writes an export. A single file goes to `out` itself, unless that is a folder; several go into the folder `out`, which
 * is made when it is missing. What was written is removed again when something cannot be.
 * @returns the paths.
 * @throws StemmaError `unavailable` when it cannot be written; `conflict` when `out` is a file and a folder is needed;
 *   `internal` for a path that leaves the folder.
 */
export function writeExport(files: readonly WrittenFile[], out: string): string[] {
  const isFolder = goesIntoFolder(files, out);
  const written: string[] = [];
  try {
    for (const { path, content } of files) {
      if (!isSafeName(path))
        throw new StemmaError('internal', `the export names a file "${path}" outside of its folder`);
      const place = isFolder ? join(out, path) : out;
      mkdirSync(dirname(place), { recursive: true });
      const isNew = !statSync(place, { throwIfNoEntry: false });
      put(content, place);
      if (isNew) written.push(place);
    }
  } catch (cause) {
    for (const place of written) rmSync(place, { force: true });
    if (cause instanceof StemmaError) throw cause;
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new StemmaError(
      'unavailable',
      `cannot write to ${out} (${why}): choose another place with --out`,
      { out },
      cause,
    );
  }
  return files.map(({ path }) => (isFolder ? join(out, path) : out));
}

function goesIntoFolder({ length }: readonly WrittenFile[], out: string): boolean {
  const there = statSync(out, { throwIfNoEntry: false });
  if (there?.isDirectory() || (!there && out.endsWith('/'))) return true;
  if (length === 1) return false;
  if (!there) return true;
  throw new StemmaError('conflict', `${out} is a file, but this format writes ${length}: give a folder`, { out });
}

function put(content: WrittenFile['content'], place: string): void {
  if (typeof content === 'string' || content instanceof Uint8Array) return writeFileSync(place, content);
  // An earlier export may lie there; stored files are read-only, an export is the user's to change.
  rmSync(place, { force: true });
  copyFileSync(content.path, place);
  chmodSync(place, 0o644);
}
