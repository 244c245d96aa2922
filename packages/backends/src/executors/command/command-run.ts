// Runs a program as an analysis: words made from a template, input files in a private folder, output files taken from there.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  canonicalJson,
  ExpectedFailure,
  StemmaError,
  type Activity,
  type AnalysisDefinition,
  type LogLevel,
  type Types,
} from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { digestFileSync } from '../digest-file.ts';
import { expandWords } from './expand-words.ts';

/** How a program is called, and what it gives. */
export interface CommandSpec {
  /** The analysis, for messages. */
  readonly name: string;
  /** The program and its words; `{name}` is a parameter or an input file, `{input.output}` an output of an input. */
  readonly words: readonly string[];
  /** Names of files that the program writes into its folder, by output. */
  readonly files?: Readonly<Record<string, string>>;
  /** The output that is what the program prints. */
  readonly stdout?: string;
  /** A command that tells the program's version; without it the bytes of the program count. */
  readonly environment?: readonly string[];
  /** Exit codes that are expected failures, with their reasons. */
  readonly expectedExitCodes?: Readonly<Record<string, string>>;
}

/** More than this is no value but a file. */
const maxPrintedBytes = 64 * 2 ** 20;
const keptLines = 5;

/** The function of an analysis that runs a program. */
export function commandRun(
  spec: CommandSpec,
  outputs: Types,
  memoryLimitMB?: number,
): NonNullable<AnalysisDefinition['run']> {
  return async (inputs: never, activity: Activity) => {
    const words = expandWords(spec.words, inputs, (file) => activity.materialise(file), spec.name);
    const printed = await execute(limited(words, memoryLimitMB), spec, activity);
    const values: Record<string, unknown> = {};
    for (const [output, name] of Object.entries(spec.files ?? {})) {
      const mediaType = (outputs[output]?.schema as { contentMediaType?: string } | undefined)?.contentMediaType;
      values[output] = activity.fileFrom(name, mediaType);
    }
    if (spec.stdout !== undefined) {
      const type = outputs[spec.stdout];
      values[spec.stdout] =
        type?.kind === 'file'
          ? activity.file(
              `${spec.stdout}.txt`,
              printed,
              (type.schema as { contentMediaType?: string }).contentMediaType,
            )
          : type?.parse(type.kind === 'string' ? printed : printed.trim(), `output ${spec.name}.${spec.stdout}`);
    }
    return values;
  };
}

/**
 * The environment digest of a program: what it says of itself, or the sha256 of its file.
 * @throws StemmaError `unavailable` when it is not installed.
 */
export function environmentOfCommand({ name, words, environment = [] }: CommandSpec): string {
  const [program = '', ...rest] = environment;
  if (program === '')
    return sha256(canonicalJson({ program: digestFileSync(findProgram(words[0] ?? '', name)).digest }));
  const said = spawnSync(findProgram(program, name), rest, { encoding: 'utf8', timeout: 10_000 });
  return sha256(canonicalJson({ said: `${said.stdout}${said.stderr}` }));
}

function findProgram(program: string, name: string): string {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((folder) => (folder === '' ? program : join(folder, program))).find(isProgram);
  if (found !== undefined) return found;
  throw new StemmaError('unavailable', `${name} needs the program ${program}, which is not installed here`, {
    program,
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// Address space is all that a shell can limit for whatever program comes.
function limited(words: readonly string[], limitMB: number | undefined): readonly string[] {
  if (limitMB === undefined) return words;
  return ['/bin/sh', '-c', `ulimit -v ${Math.ceil(limitMB * 1024)}; exec "$@"`, 'sh', ...words];
}

async function execute(words: readonly string[], spec: CommandSpec, activity: Activity): Promise<string> {
  const [program = '', ...rest] = words;
  // A group of its own: whatever the program starts ends with it.
  const child = spawn(program, rest, { cwd: activity.directory, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = () => killGroup(child);
  // By the platform's own type: the signal of core has no listeners in its type.
  const signal = activity.signal as AbortSignal;
  signal.addEventListener('abort', stop, { once: true });
  const collected: Uint8Array[] = [];
  const last: string[] = [];
  let size = 0;
  const say = (level: LogLevel) => (line: string) => {
    activity.log(line, level);
    if (last.push(line) > keptLines) last.shift();
  };
  if (spec.stdout === undefined) eachLine(child.stdout, say('info'));
  else
    child.stdout.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > maxPrintedBytes) stop();
      else collected.push(chunk);
    });
  eachLine(child.stderr, say('warning'));
  const { code, by } = await ended(child, spec);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (size > maxPrintedBytes) throw new Error(`${program} printed more than ${maxPrintedBytes / 2 ** 20} MB`);
  if (code === 0) return Buffer.concat(collected).toString('utf8');
  const said = last.length > 0 ? `: ${last.join(' | ')}` : '';
  const reason = spec.expectedExitCodes?.[String(code)];
  if (reason !== undefined) throw new ExpectedFailure(reason, `${program} ended with exit code ${code}${said}`);
  throw new Error(`${program} ended with ${by ? `signal ${by}` : `exit code ${code}`}${said}`);
}

function ended(
  child: ChildProcess,
  { name }: CommandSpec,
): Promise<{ code: number | null; by: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new StemmaError('unavailable', `${name} cannot start its program: ${cause.message}`, {}, cause)),
    );
    child.once('close', (code, by) => resolve({ code, by }));
  });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!.slice(0, 10_000);
    lines.forEach(take);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
