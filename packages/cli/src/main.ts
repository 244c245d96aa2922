// The command line from arguments to exit code: reads them, runs one command, tells problems.
import type { Command, Commands, Context, Globals } from './command.ts';
import { buildProgram, commandNameIn } from './program.ts';
import { styleOf, wantsColour } from './terminal/style.ts';

/**
 * Runs `stemma` with these arguments.
 * @param commands what can be run; their code is loaded only when it is needed.
 * @returns the exit code. Nothing is thrown: problems are told on standard error (and as JSON when that was asked for).
 */
export async function main(argv: readonly string[], commands: Commands): Promise<number> {
  leaveQuietlyWhenNobodyReads();
  // `stemma help run` is `stemma run --help`.
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  let exitCode = 0;
  let context = contextOf(commands, {
    color: !argv.includes('--no-color'),
    json: argv.includes('--json'),
    verbose: argv.includes('--verbose'),
    module: [],
  });
  const chosen = async (command: Command<never>, words: readonly string[], options: Record<string, unknown>) => {
    context = contextOf(commands, options as unknown as Globals);
    exitCode = (await command.run(context, words, options as never)) ?? 0;
  };
  try {
    const output = {
      colour: context.style.enabled,
      width: Math.min(context.width, 110),
      write: (text: string) => void process.stdout.write(text),
    };
    const program = await buildProgram(words, commands, output, chosen);
    if (commandNameIn(words) === undefined && !words.some((word) => ['--help', '-h', '--version'].includes(word)))
      program.help();
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    if (isHelp(thrown)) return 0;
    const { reportProblem } = await import('./problem.ts');
    exitCode = reportProblem(thrown, context, isEventStream(argv) ? 'line' : 'document');
  }
  return exitCode;
}

// `run --json` writes a line for each event, so the problem must be one line too.
function isEventStream(argv: readonly string[]): boolean {
  return commandNameIn(argv) === 'run';
}

function isHelp(thrown: unknown): boolean {
  const { code } = (thrown ?? {}) as { code?: unknown };
  return code === 'commander.helpDisplayed' || code === 'commander.help' || code === 'commander.version';
}

// `stemma ls | head` closes our standard output: there is nothing left to do, and nothing to say.
function leaveQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}

function contextOf(commands: Commands, globals: Globals): Context {
  const wishes = { color: globals.color, env: process.env };
  const isTerminal = process.stdout.isTTY === true;
  return {
    globals,
    commands,
    style: styleOf(wantsColour(process.stdout, wishes)),
    width: isTerminal ? process.stdout.columns || 80 : 100,
    isTerminal,
    print: (...lines) => void process.stdout.write(`${lines.join('\n')}\n`),
    printJson: (value, layout = 'document') =>
      void process.stdout.write(`${JSON.stringify(value, undefined, layout === 'line' ? 0 : 2)}\n`),
    noteStyle: styleOf(wantsColour(process.stderr, wishes)),
    note: (text) => void (globals.quiet || process.stderr.write(`${text}\n`)),
    typed: (...words) => typedCommand(globals, words),
  };
}

function optionOf(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, value];
}

function typedCommand({ store, module, server }: Globals, words: readonly string[]): string {
  const own = [
    ...module.flatMap((path) => ['-m', path]),
    ...optionOf('--store', store),
    ...optionOf('--server', server),
  ];
  return ['stemma', ...words, ...own]
    .map((word) => (/[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : word))
    .join(' ');
}
