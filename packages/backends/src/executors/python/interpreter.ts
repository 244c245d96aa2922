// Which Python runs analyses, and what it needs to find the package `stemma`.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program: `STEMMA_PYTHON`, else the active virtual environment, else `python3` on the path. */
export function pythonProgram(env: NodeJS.ProcessEnv = process.env): string {
  if (env.STEMMA_PYTHON) return env.STEMMA_PYTHON;
  if (env.VIRTUAL_ENV) return join(env.VIRTUAL_ENV, 'bin', 'python');
  return 'python3';
}

/**
 * The environment of Python processes: the package that lies beside this engine comes first, so that both speak one
 * protocol; without it, the installed one is taken. Bytecode is not written, since module folders may be read-only, and
 * hashes are fixed, so that the order of sets of texts is the same in every process.
 */
export function pythonEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const source = packageFolder();
  const paths = [source, env.PYTHONPATH].filter((path) => path !== undefined && path !== '');
  return {
    ...env,
    ...(paths.length > 0 && { PYTHONPATH: paths.join(delimiter) }),
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'utf-8',
  };
}

// The checkout has it at its top; a built package of npm beside its compiled code.
function packageFolder(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); dirname(folder) !== folder; folder = dirname(folder)) {
    const source = join(folder, 'python', 'src');
    if (existsSync(join(source, 'stemma', 'worker.py'))) return source;
  }
  return undefined;
}
