// Starts the real `stemma` as a process of its own, as a shell would, each test in a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = fileURLToPath(new URL('../../packages/cli/src/bin.ts', import.meta.url));

/** Words after `node` that start the command line from its sources. */
export const stemmaWords: readonly string[] = ['--conditions=source', bin];

/** The module with every kind of trouble. */
export const lab = fileURLToPath(new URL('../fixtures/cli/lab', import.meta.url));

/** A folder that is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts `stemma` in a folder without waiting for it. */
export function startStemma(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const { STEMMA_STORE: _, NO_COLOR: __, FORCE_COLOR: ___, NODE_TEST_CONTEXT: ____, ...inherited } = process.env;
  const child = spawn(process.execPath, [...stemmaWords, ...words], {
    cwd: folder,
    env: { ...inherited, STEMMA_DATA_MIRROR: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
  return { child, ended };
}

/** Runs `stemma` in a folder to its end. */
export function stemma(folder: string, ...words: readonly string[]): Promise<Ended> {
  return startStemma(folder, words).ended;
}

/** Runs `stemma` with the lab module. */
export function inLab(folder: string, ...words: readonly string[]): Promise<Ended> {
  return stemma(folder, ...words, '--module', lab);
}

/** The JSON lines on standard output. */
export function linesOf({ stdout }: Ended): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
