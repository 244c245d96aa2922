// Copies a result out of the store into a folder: its files under their own names, everything else as JSON.
import { copyFileSync, mkdirSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StemmaError, type FileValue, type Result } from '@stemma/core';
import { jsonValue } from './json-value.ts';

/** What was written, and where each file of the result went. */
export interface Products {
  /** Paths in the order of writing. */
  readonly paths: readonly string[];
  /** Where a file went. */
  placeOf(file: FileValue): string | undefined;
}

/**
 * Writes a result into a folder, which is made when it is missing; earlier products of the same names are replaced.
 * @throws StemmaError `unavailable` when the folder cannot be written.
 */
export async function writeProducts(result: Result<Record<string, unknown>>, folder: string): Promise<Products> {
  const outputs = await result.outputs();
  const files = await result.files();
  const places = placesFor(files, result, folder);
  try {
    mkdirSync(folder, { recursive: true });
    const summary = join(folder, 'outputs.json');
    writeFileSync(
      summary,
      `${JSON.stringify({ id: result.id, analysis: result.name, contentDigest: result.contentDigest, outputs: jsonValue(outputs) }, undefined, 2)}\n`,
    );
    for (const file of files) write(file, places.get(keyOf(file))!);
    return {
      paths: [summary, ...new Set(files.map((file) => places.get(keyOf(file))!))],
      placeOf: (file) => places.get(keyOf(file)),
    };
  } catch (cause) {
    if (cause instanceof StemmaError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new StemmaError(
      'unavailable',
      `cannot write to ${folder} (${code ?? message}): choose another folder with --out`,
      { folder },
      cause,
    );
  }
}

function keyOf({ digest, name }: FileValue): string {
  return `${digest} ${name}`;
}

// Files of one name and different bytes come to lie in a folder named after their output.
function placesFor(files: readonly FileValue[], { entries }: Result<unknown>, folder: string): Map<string, string> {
  const digestsByName = new Map<string, Set<string | undefined>>();
  for (const { name, digest } of files) digestsByName.set(name, (digestsByName.get(name) ?? new Set()).add(digest));
  const outputOf = (file: FileValue) =>
    Object.entries(entries).find(([, entry]) =>
      entry.files.some(({ digest, name }) => digest === file.digest && name === file.name),
    )?.[0] ?? '';
  return new Map(
    files.map((file) => {
      const isAlone = digestsByName.get(file.name)!.size === 1 && file.name !== 'outputs.json';
      return [keyOf(file), isAlone ? join(folder, file.name) : join(folder, outputOf(file), file.name)];
    }),
  );
}

function write(file: FileValue, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const { content } = file;
  if ('path' in content && content.path !== undefined) copyFileSync(content.path, path);
  else writeFileSync(path, file.bytes());
  // Blobs are read-only; a product is the user's to change.
  chmodSync(path, 0o644);
}
