// What a Python module declares, asked of Python itself: `python -m stemma describe FILE`.
import { execFile } from 'node:child_process';
import { StemmaError } from '@stemma/core';
import type { InputDocument } from './read-input.ts';
import type { TypeDocument } from './read-type.ts';
import { pythonEnvironment, pythonProgram } from './interpreter.ts';

/** One analysis as Python describes it. */
export interface AnalysisDocument {
  readonly name: string;
  readonly class: string;
  readonly version: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, TypeDocument>>;
  readonly inputs: Readonly<Record<string, InputDocument>>;
  readonly outputs: Readonly<Record<string, TypeDocument>>;
  readonly abstract: boolean;
  readonly stored: boolean;
  readonly stochastic: boolean;
  readonly code: 'source' | 'version';
  readonly timeLimitS: number | null;
  readonly memoryLimitMB: number | null;
  readonly failures: Readonly<Record<string, string>>;
  /** Source files by absolute path. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
  /** Versions of installed packages by name. */
  readonly packages: Readonly<Record<string, string>>;
  /** Set for a program as an analysis. */
  readonly command?: {
    readonly words: readonly string[];
    readonly files: Readonly<Record<string, string>>;
    readonly stdout: string | null;
    readonly environment: readonly string[];
    readonly expectedExitCodes: Readonly<Record<string, string>>;
  };
}

/** A module as Python describes it. */
export interface ModuleDocument {
  readonly protocol: number;
  /** For people and for identity: `cpython 3.11`. */
  readonly interpreter: string;
  readonly executable: string;
  readonly file: string;
  readonly root: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly substitutions: readonly unknown[];
  readonly analyses: readonly AnalysisDocument[];
}

const protocol = 1;
const limitMs = 60_000;

/**
 * Asks Python what a module declares.
 * @throws StemmaError `unavailable` when Python, a new enough one, or a package is missing, with the command that helps;
 *   `invalid_request` when the module itself is wrong, with the place.
 */
export async function describePython(path: string): Promise<ModuleDocument> {
  const program = pythonProgram();
  const { stdout, stderr, error } = await ask(program, path);
  const answer = readAnswer(stdout);
  if (answer && 'error' in answer) {
    const { code, message, stack } = answer.error;
    throw new StemmaError(code, `module ${path} cannot be loaded: ${message}`, { module: path, stack });
  }
  if (answer?.protocol === protocol) return answer;
  if (answer) throw unavailable(path, 'the installed package stemma is of another version: `pip install -U stemma`');
  throw unavailable(path, whyNot(program, error, stderr));
}

type Answer =
  | ModuleDocument
  | { readonly error: { code: 'unavailable' | 'invalid_request'; message: string; stack: string } };

interface Asked {
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: NodeJS.ErrnoException & { killed?: boolean };
}

function ask(program: string, path: string): Promise<Asked> {
  return new Promise((resolve) => {
    execFile(
      program,
      ['-m', 'stemma', 'describe', path],
      { env: pythonEnvironment(), maxBuffer: 2 ** 27, timeout: limitMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => resolve({ stdout, stderr, ...(error && { error: error as Asked['error'] & {} }) }),
    );
  });
}

function readAnswer(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}

function whyNot(program: string, error: Asked['error'], stderr: string): string {
  if (error?.code === 'ENOENT')
    return `there is no program ${program}: install Python 3.11 or newer (\`apt install python3\`), or name one with STEMMA_PYTHON`;
  if (error?.killed)
    return `importing it took more than ${limitMs / 1000} s: move work out of the top level of the file`;
  const tooOld = /ImportError: (stemma needs Python[^\n]*)/.exec(stderr);
  if (tooOld) return tooOld[1]!;
  if (/No module named stemma/.test(stderr))
    return `its Python has no package stemma: \`${program} -m pip install stemma\``;
  return `${program} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

function unavailable(path: string, why: string): StemmaError {
  return new StemmaError('unavailable', `module ${path} cannot be loaded: ${why}`, { module: path });
}
