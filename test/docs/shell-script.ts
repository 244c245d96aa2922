// Turns a shell block of a document into steps (commands, and what they are said to print) and runs them in one shell,
// so that variables and folders carry over from step to step.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Commands between two expectations. */
export interface Step {
  readonly commands: string;
  /** Lines behind `# →`. */
  readonly expected: readonly string[];
  /** Expected exit code: 0, or what `# → exit N` says. */
  readonly exitCode: number;
}

/** What a step printed, standard error included, and the exit code of its last command that failed. */
export interface StepResult {
  readonly output: string;
  readonly exitCode: number;
}

/** The steps of a shell block. */
export function stepsOf(script: string): Step[] {
  const steps: { commands: string[]; expected: string[] }[] = [];
  for (const line of script.trimEnd().split('\n')) {
    const [, expected] = /^\s*# → ?(.*)$/.exec(line) ?? [];
    let step = steps.at(-1);
    if (expected !== undefined && step) step.expected.push(expected);
    else {
      if (!step || step.expected.length > 0) steps.push((step = { commands: [], expected: [] }));
      step.commands.push(line);
    }
  }
  return steps.map(({ commands, expected }) => {
    const exits = expected.map((line) => /^exit (\d+)$/.exec(line)?.[1]);
    return {
      commands: commands.join('\n'),
      expected: expected.filter((_, i) => exits[i] === undefined),
      exitCode: Number(exits.find((exit) => exit !== undefined) ?? 0),
    };
  });
}

/** Runs the steps in one bash. Steps after an `exit` of the shell have no result. */
export async function runSteps(steps: readonly Step[], cwd: string, env: NodeJS.ProcessEnv): Promise<StepResult[]> {
  const boundary = '\u{1E}step';
  const parts = steps.map(({ commands }) => `failed=0\n${commands}\nprintf '${boundary} %s\\n' "$failed"`);
  const script = ['exec 2>&1', "trap 'failed=$?' ERR", ...parts].join('\n');
  const shell = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const printed = await text(shell.stdout);
  return [...printed.matchAll(new RegExp(`([^]*?)${boundary} (\\d+)\\n`, 'g'))].map(([, output, code]) => ({
    output: output!,
    exitCode: Number(code),
  }));
}
