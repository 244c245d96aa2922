/** Finds a Python with astropy and runs a script in it: the outside judge of these packages' tests, not a test itself. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const root = new URL('../../../../', import.meta.url).pathname;
const candidates = [process.env['STEMMA_PYTHON'], `${root}.venv/bin/python`, 'python3'];
const python = candidates.find((path) => path !== undefined && (path === 'python3' || existsSync(path)))!;
const probe = spawnSync(python, ['-c', 'import astropy']);

/** Reason to skip a test that needs astropy, or false when it is there. */
export const withoutAstropy: string | false = probe.status === 0 ? false : `astropy is not installed for ${python}`;

/** Runs a Python script with `input` as JSON on standard input and returns the JSON that it prints. */
export function judge<T>(script: string, input: unknown): T {
  const run = spawnSync(python, ['-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(`the Python judge failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as T;
}
