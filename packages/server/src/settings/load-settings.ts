// Settings from the disk and the environment of this process: finds the file, reads it, joins everything.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StemmaError } from '@stemma/core';
import { readServerSettings, serverSettingsFile, type ReadSettings } from './read-settings.ts';

/** What a process gives. */
export interface LoadOptions {
  /** The file; default: `STEMMA_CONFIG`, else `stemma.server.json` in the folder when it is there. */
  readonly file?: string | undefined;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Reads the settings of a server. @throws StemmaError `not_found` for a named file that is missing; `invalid_request`. */
export function loadServerSettings({ file, flags = {}, environment, folder }: LoadOptions): ReadSettings {
  const named = file ?? environment.STEMMA_CONFIG;
  const found = named ?? (existsSync(join(folder, serverSettingsFile)) ? serverSettingsFile : undefined);
  return readServerSettings({
    file: found === undefined ? undefined : { name: found, content: contentOf(resolve(folder, found), found) },
    environment,
    flags,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
}

function contentOf(path: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError('not_found', `the settings ${name} cannot be read (${code})`, { file: name }, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = (cause as Error).message;
    throw new StemmaError('invalid_request', `the settings ${name} are no JSON: ${problem}`, { file: name }, cause);
  }
}
