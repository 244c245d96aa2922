// The bootstrap hands everything over: arguments, exit code, signals, and the Node that it chose.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import { runProgram } from './run-tool.ts';

const bootstrap = join(import.meta.dirname, 'with-node.mjs');
const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), 'stemma-node-'));
after(() => rmSync(folder, { recursive: true }));

/** Writes a program and gives its path as the bootstrap wants it, from the root of the checkout. */
function program(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return relative(root, join(folder, name));
}

describe('with-node', () => {
  it('runs a TypeScript file from source with its arguments and a Node that is new enough', async () => {
    const file = program(
      'say.mts',
      `const version: string = process.versions.node;
       console.log(JSON.stringify([process.argv.slice(2), version, process.execArgv, process.env['STEMMA_NODE'] === process.execPath]));`,
    );
    const { isGood, output } = await runProgram(process.execPath, [bootstrap, file, 'a b', '--c'], { cwd: folder });
    assert.equal(isGood, true, output);
    const [args, version, options, isNamed] = JSON.parse(output) as [string[], string, string[], boolean];
    const [major, minor] = version.split('.').map(Number);
    assert.deepEqual(
      { args, options, isNamed },
      { args: ['a b', '--c'], options: ['--conditions=source'], isNamed: true },
    );
    assert.ok(major! > 24 || (major === 24 && minor! >= 15), version);
  });

  it('ends with the exit code of the file', async () => {
    const child = spawn(process.execPath, [bootstrap, program('seven.mts', 'process.exitCode = 7;')]);
    assert.deepEqual(await once(child, 'exit'), [7, null]);
  });

  it('lets the file answer SIGTERM in its own time', async () => {
    const file = program(
      'patient.mts',
      `process.on('SIGTERM', () => setTimeout(() => process.exit(9), 50));
       setInterval(() => {}, 1000);
       console.log('ready');`,
    );
    const child = spawn(process.execPath, [bootstrap, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [9, null]);
  });

  it('dies of the signal that its file died of', async () => {
    const child = spawn(process.execPath, [bootstrap, program('dies.mts', `process.kill(process.pid, 'SIGKILL');`)]);
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
  });

  it('says in one sentence that a file is missing', async () => {
    const missing = await runProgram(process.execPath, [bootstrap, 'scripts/nothing.ts'], { cwd: folder });
    assert.deepEqual(missing, { isGood: false, output: 'stemma: there is no file scripts/nothing.ts' });
    const none = await runProgram(process.execPath, [bootstrap], { cwd: folder });
    assert.equal(none.output, 'stemma: name the TypeScript file to run');
  });
});
