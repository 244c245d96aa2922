// Which Python the peers run in.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The one that `STEMMA_PYTHON` names, else that of `.venv`, else the one on the path. */
export function pythonProgram(): string {
  const venv = join(import.meta.dirname, '..', '.venv', 'bin', 'python');
  return process.env['STEMMA_PYTHON'] ?? (existsSync(venv) ? venv : 'python3');
}
