// Exports a result into a folder and runs outside engines on it, with a `stemma` on their path as an installed one would be.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type PipelineModule, type Request } from '@stemma/core';
import { readHistory, wordsOf, type Exporter, type ExportOptions, type History } from '@stemma/core/exports';
import { memoryBlobs } from '@stemma/backends';
import type { Pack } from '../../packages/cli/src/packs/pack.ts';
import { readPack } from '../../packages/cli/src/packs/read-pack.ts';
import { compose } from '../../packages/cli/src/compose.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

// One for all folders of a file: hooks inside hooks would run too early.
const scratch = mkdtempSync(join(tmpdir(), 'stemma-workflow-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder that is removed when the tests of the file are over. */
export function scratchFolder(): string {
  return mkdtempSync(join(scratch, 'x'));
}

/** A result in a store of its own, and its history. */
export interface Made {
  readonly store: string;
  readonly history: History;
  readonly contentDigest: string;
}

/** Makes a result in a fresh store. */
export async function makeResult(
  modules: readonly PipelineModule[],
  request: Request<unknown>,
  mirrors: readonly string[] = [],
): Promise<Made> {
  const store = join(scratchFolder(), 'store');
  const parts = await compose({ store, modules, mirrors, network: false, jobs: 1 });
  try {
    const { id, contentDigest } = await parts.engine.resolve(request).result;
    const words = wordsOf(parts.engine.registry, parts.engine.services.sources);
    return { store, contentDigest, history: await readHistory(id, parts.index, words) };
  } finally {
    await parts.close();
  }
}

/** Writes an export of a result into a folder, which it returns. */
export async function writeExport(
  { store, history }: Made,
  exporter: Exporter,
  options: ExportOptions = {},
): Promise<string> {
  const folder = scratchFolder();
  const parts = await compose({ store, readOnly: true });
  try {
    for (const file of exporter.write(history, options)) {
      const path = join(folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      if ('text' in file) writeFileSync(path, file.text);
      else copyFileSync((await parts.blobs.pathOf!(file.blob))!, path);
    }
  } finally {
    await parts.close();
  }
  return folder;
}

/** A folder with a program `stemma` that runs the sources, with further modules. */
export function stemmaOnPath(...modules: readonly string[]): string {
  const folder = scratchFolder();
  const words = ['--conditions=source', join(root, 'packages/cli/src/bin.ts')].map((word) => `'${word}'`).join(' ');
  const loaded = modules.map((path) => ` --module '${path}'`).join('');
  writeFileSync(join(folder, 'stemma'), `#!/bin/sh\nexec '${process.execPath}' ${words} "$@"${loaded}\n`);
  chmodSync(join(folder, 'stemma'), 0o755);
  return folder;
}

/** A program of an environment of judges, with the reason to skip when it is not there. */
export function judge(environment: string, program: string): { readonly path: string; readonly skip: string | false } {
  const path = join(root, `.venv-${environment}`, 'bin', program);
  if (existsSync(path)) return { path, skip: false };
  return {
    path,
    skip: `no ${program}: python3 -m venv .venv-${environment} && .venv-${environment}/bin/pip install -r .ci/requirements/${environment}.txt`,
  };
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end. */
export function run(program: string, words: readonly string[], folder: string, path = ''): Promise<Ended> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...env, PATH: `${path}${delimiter}${dirname(program)}${delimiter}${env.PATH}`, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((ended) => child.once('close', (code) => ended({ code, output })));
}

/** What a result pack in a tar file says of itself, its bytes verified. */
export function packHead(path: string): Promise<Pack> {
  return readPack(path, memoryBlobs(), scratch);
}

/** A program of the folder `judges`. */
export function judgeScript(name: string): string {
  return fileURLToPath(new URL(`judges/${name}`, import.meta.url));
}
