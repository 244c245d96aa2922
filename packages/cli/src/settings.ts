// `stemma.json` in the current folder: which pipeline modules belong to a project.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, StemmaError } from '@stemma/core';

/** What `stemma.json` may say. */
export interface Settings {
  /** Paths (relative to its folder) or package names of pipeline modules, in order. */
  readonly modules: readonly string[];
}

/** The name of the settings file. */
export const settingsFile = 'stemma.json';

/**
 * The settings of a folder; none when there is no file.
 * @throws StemmaError `invalid_request` saying what in the file cannot be read.
 */
export function readSettings(folder: string): Settings {
  const path = join(folder, settingsFile);
  if (!existsSync(path)) return { modules: [] };
  const settings = parse(readFileSync(path, 'utf8'));
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw wrong('it must be an object such as {"modules": ["./mymodule"]}');
  const { modules = [], ...others } = settings as { modules?: unknown };
  for (const key of Object.keys(others)) throw wrong(`it has no setting "${key}"${didYouMean(key, ['modules'])}`);
  if (!Array.isArray(modules) || modules.some((item) => typeof item !== 'string'))
    throw wrong('"modules" must be a list of paths');
  return { modules: modules as string[] };
}

/**
 * Adds a module to the settings of a folder, which keep their other entries; nothing happens when it is there already.
 * @throws StemmaError `invalid_request` when the file that is there cannot be read: it is not overwritten then.
 */
export function addModule(folder: string, path: string): void {
  const settings = readSettings(folder);
  if (settings.modules.includes(path)) return;
  writeFileSync(
    join(folder, settingsFile),
    `${JSON.stringify({ ...settings, modules: [...settings.modules, path] }, undefined, 2)}\n`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrong(`it is no JSON: ${(cause as Error).message}`);
  }
}

function wrong(what: string): StemmaError {
  return new StemmaError('invalid_request', `cannot use ${settingsFile} in this folder: ${what}`, {
    file: settingsFile,
  });
}
