// Python files among the pipeline modules. One that cannot be loaded because this machine lacks something is left out
// with a sentence that says what helps: everything else still works.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StemmaError, type PipelineModule } from '@stemma/core';

/** The Python file that a path means: itself, or the `__init__.py` of a folder; undefined for anything else. */
export function pythonFileOf(path: string): string | undefined {
  if (path.endsWith('.py')) return path;
  const init = join(path, '__init__.py');
  return existsSync(init) ? init : undefined;
}

/**
 * The module of a Python file; none, with a note, when Python, a new enough one, or a package is missing.
 * @throws StemmaError `invalid_request` when the file itself is wrong.
 */
export async function loadPython(
  file: string,
  note: (text: string) => void = (text) => process.stderr.write(`${text}\n`),
): Promise<PipelineModule[]> {
  const { loadPythonModule } = await import('@stemma/backends');
  try {
    return [await loadPythonModule(file)];
  } catch (error) {
    if (!(error instanceof StemmaError) || error.code !== 'unavailable') throw error;
    note(`note: ${error.message}`);
    return [];
  }
}
