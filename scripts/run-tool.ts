// Starts a tool of the installed packages with this Node, without a shell and without npm in between.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How a program ended and what it printed, standard error included. */
export interface ToolRun {
  readonly isGood: boolean;
  readonly output: string;
}

/** Runs a command of an installed package, for example `runTool(root, 'typescript', 'tsc', ['--version'])`. */
export function runTool(root: string, packageName: string, command: string, args: readonly string[]): Promise<ToolRun> {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`the package ${packageName} has no command ${command}`);
  return runProgram(process.execPath, [join(folder, file), ...args], { cwd: root });
}

/** Runs any program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<ToolRun> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code], out, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { isGood: code === 0, output: `${out}${errors}`.trim() };
}

/** The problems of a tool's run: none, or its output as one entry. */
export function problemsOf({ isGood, output }: ToolRun): string[] {
  return isGood ? [] : [output || 'it failed without a word'];
}
