// Runs the marked blocks of one document in a folder of its own, where `stemma` is a command and a package.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseSync } from 'oxc-parser';
import type { CodeBlock } from './code-block.ts';
import { missingLine } from './expected-output.ts';
import { runSteps, stepsOf } from './shell-script.ts';

const root = dirname(dirname(import.meta.dirname));
const mirror = process.env['STEMMA_DATA_MIRROR'] ?? join(root, '..', 'shared', 'data');
const shellLanguages = ['sh', 'bash', 'shell'];

/** Why blocks that need real data cannot run here, or false when they can. */
export const withoutData = existsSync(mirror) ? false : 'no real data (set STEMMA_DATA_MIRROR)';

/** Runs blocks one after another in one folder; dispose of it afterwards. */
export class DocumentRunner implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'stemma-docs-'));
  readonly #env: NodeJS.ProcessEnv;
  #server: { readonly process: ChildProcess; readonly url: Promise<string> } | undefined;

  /** `command` is the TypeScript file that the command `stemma` starts. */
  constructor(command = join(root, 'packages', 'cli', 'src', 'bin.ts')) {
    const bin = join(this.folder, '.bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'stemma'), `#!/bin/sh\nexec '${process.execPath}' --conditions=source '${command}' "$@"\n`);
    chmodSync(join(bin, 'stemma'), 0o755);
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }\n');
    const { STEMMA_STORE: _, FORCE_COLOR: _color, NODE_TEST_CONTEXT: _test, ...env } = process.env;
    const path = [bin, dirname(process.execPath), env['PATH']].join(delimiter);
    this.#env = { ...env, PATH: path, NO_COLOR: '1', ...(withoutData ? {} : { STEMMA_DATA_MIRROR: mirror }) };
  }

  /** Does what the mark of a block asks for. @throws AssertionError when the block fails or prints something else. */
  async run({ line, language, text: code, mark }: CodeBlock): Promise<void> {
    if (mark?.action === 'file') {
      assert.ok(mark.name, `line ${line}: "file" needs a name`);
      writeFileSync(join(this.folder, mark.name), code);
    } else if (shellLanguages.includes(language))
      await this.#runShell(code, line, mark?.withServer ? await this.#serverEnv() : this.#env);
    else await this.#runProgram(code, mark?.name ?? `block-${line}.ts`, line);
  }

  async #runShell(script: string, line: number, env: NodeJS.ProcessEnv): Promise<void> {
    const steps = stepsOf(script);
    const results = await runSteps(steps, this.folder, env);
    for (const [i, { commands, expected, exitCode }] of steps.entries()) {
      const result = results[i];
      const where = `line ${line}:\n${commands}\nprinted:\n${result?.output ?? '(the shell had ended)'}`;
      assert.ok(result, where);
      assert.equal(result.exitCode, exitCode, `exit code ${result.exitCode} instead of ${exitCode} in ${where}`);
      assertPrinted(result.output, expected, where);
    }
  }

  // One server for a document, started when the first block wants it.
  async #serverEnv(): Promise<NodeJS.ProcessEnv> {
    this.#server ??= this.#startServer();
    return { ...this.#env, STEMMA_SERVER: await this.#server.url };
  }

  #startServer() {
    const words = ['serve', '--port', '0', '--json', '--log-level', 'silent', '--store', join(this.folder, 'server')];
    const child = spawn(join(this.folder, '.bin', 'stemma'), words, {
      cwd: this.folder,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url));
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    return { process: child, url };
  }

  async #runProgram(code: string, name: string, line: number): Promise<void> {
    writeFileSync(join(this.folder, name), code);
    const child = spawn(process.execPath, ['--conditions=source', name], {
      cwd: this.folder,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [exitCode, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    assert.equal(exitCode, 0, `line ${line}: ${name} failed:\n${output}${errors}`);
    const expected = [...code.matchAll(/\/\/ → ?(.*)$/gm)].map(([, said]) => said!);
    assertPrinted(output, expected, `line ${line}, which printed:\n${output}`);
  }

  [Symbol.dispose](): void {
    this.#server?.process.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Checks that a block can be read in its language. @throws AssertionError or SyntaxError when it cannot. */
export async function parseBlock({ line, language, text: code }: CodeBlock): Promise<void> {
  if (['ts', 'typescript', 'js'].includes(language)) {
    const { errors } = parseSync('block.ts', code);
    assert.deepEqual(
      errors.map(({ message }) => message),
      [],
      `line ${line} is no TypeScript`,
    );
  } else if (language === 'json') JSON.parse(code);
  else if (shellLanguages.includes(language)) {
    const shell = spawn('bash', ['-n', '-c', code], { stdio: ['ignore', 'ignore', 'pipe'] });
    assert.equal(await text(shell.stderr), '', `line ${line} is no shell script`);
  }
}

function assertPrinted(output: string, expected: readonly string[], where: string): void {
  const missing = missingLine(output, expected);
  assert.equal(missing, undefined, `"${missing}" was not printed in ${where}`);
}
