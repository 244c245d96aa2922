// Which Python the tests run, and a folder with modules for it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const venv = join(root, '.venv', 'bin', 'python');

/** The interpreter of the tests, which has numpy and astropy. */
export const python = process.env['STEMMA_PYTHON'] ?? (existsSync(venv) ? venv : 'python3');
process.env['STEMMA_PYTHON'] = python;

/** Where the package lies. */
export const packageFolder = join(root, 'python', 'src');

/** Why tests with Python are skipped, or false. */
export const withoutPython =
  spawnSync(python, ['-c', 'import sys, numpy, astropy; assert sys.version_info >= (3, 11)']).status === 0
    ? false
    : 'no Python 3.11 with numpy and astropy (.ci/run makes .venv)';

/** A folder with files that is removed when the tests of the file are over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-python-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
