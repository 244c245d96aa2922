// Local mirrors: folders on this machine that hold copies of declared data sources, so that nothing is downloaded
// that is here already and everything works without network.
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { StemmaError } from '@stemma/core';
import type { SourceEntry } from '@stemma/core';
import { systemCode } from '../blobs/blob-errors.ts';

/** The environment variable that names the folders of local mirrors. */
export const mirrorVariable = 'STEMMA_DATA_MIRROR';

/**
 * The folders to look for data sources in: those that STEMMA_DATA_MIRROR lists (separated as in PATH, relative ones
 * seen from `root`; set but empty: none at all), by default `../shared/data` beside `root` when it is there.
 * @param root The checkout, or the current folder.
 */
export function mirrorsFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
  root: string = process.cwd(),
): string[] {
  const listed = env[mirrorVariable];
  if (listed !== undefined)
    return listed
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => resolve(root, folder));
  const beside = resolve(root, '..', 'shared', 'data');
  return statSync(beside, { throwIfNoEntry: false })?.isDirectory() ? [beside] : [];
}

/**
 * Every place in the mirrors where a copy of the source may lie, in the order to try them.
 * @throws StemmaError `invalid_request` when a name would lead out of the mirror.
 */
export function placesInMirrors(entry: SourceEntry, mirrors: readonly string[]): string[] {
  const paths = entry.paths ?? [];
  for (const path of paths) {
    if (isAbsolute(path) || path.split(/[/\\]/).includes('..'))
      throw new StemmaError('invalid_request', `Source ${entry.name} names '${path}', which leads out of a mirror.`, {
        path,
      });
  }
  return mirrors.flatMap((mirror) => paths.map((path) => join(mirror, ...path.split('/'))));
}

/** Why a file cannot be the source; `wrongBytes` when there is one, but another one. */
export interface Unfit {
  readonly why: string;
  readonly wrongBytes: boolean;
}

/** Why a file cannot be the source, as far as that is known without reading it; undefined when it can. */
export async function unfit(path: string, entry: SourceEntry): Promise<Unfit | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return { why: 'it is not a file', wrongBytes: false };
    if (entry.sizeBytes === undefined || stats.size === entry.sizeBytes) return undefined;
    return { why: `it has ${stats.size} bytes instead of ${entry.sizeBytes}`, wrongBytes: true };
  } catch (thrown) {
    const code = systemCode(thrown);
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
    return { why: isAbsent ? 'there is no such file' : `it cannot be read (${code})`, wrongBytes: false };
  }
}
