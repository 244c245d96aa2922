// The commander program: global options, one loaded command, and the names of the others for `--help`.
import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { Command as Parser, Option } from 'commander';
import { collect, type Command, type Commands, type OptionSpec } from './command.ts';

/** What parsing leads to: the command with its words and all options. */
export type Chosen = (
  command: Command<never>,
  words: readonly string[],
  options: Record<string, unknown>,
) => Promise<void>;

/** How the parser writes. */
export interface ProgramOutput {
  /** True for escape codes in the help. */
  readonly colour: boolean;
  /** Where the help is wrapped, in columns. */
  readonly width: number;
  write(text: string): void;
}

/** Options of every command that take a value. */
export const optionsWithValue: ReadonlySet<string> = new Set(['--store', '-s', '--module', '-m', '--server']);

/** The command that the arguments name: the first word that is no option; `help X` counts as X. */
export function commandNameIn(argv: readonly string[]): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (optionsWithValue.has(word)) i++;
    else if (word !== 'help' && !word.startsWith('-')) return word;
  }
  return undefined;
}

/** The version in package.json, which lies one level above both the sources and the build. */
export function programVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * Builds the parser for these arguments; `chosen` is called by its `parseAsync`. Only the code of the command that they
 * name is loaded; of the others the parser knows name and summary, which is what makes help and completion quick.
 * Complaints of the parser are thrown (`commander.*`), not printed: they are told like every other problem.
 */
export async function buildProgram(
  argv: readonly string[],
  commands: Commands,
  output: ProgramOutput,
  chosen: Chosen,
): Promise<Parser> {
  const program = new Parser('stemma');
  program
    .description('Results with their family tree: found in the store, or computed from exactly what is missing.')
    .version(programVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help; after a command, help with examples')
    .usage('<command> [options]')
    .exitOverride()
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp(helpLayout(output))
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => output.width,
      getOutHasColors: () => output.colour,
    });
  addGlobalOptions(program);
  const name = commandNameIn(argv);
  for (const listed of commands.listed) {
    const parser = program.command(listed.name).description(listed.summary).helpGroup(`${listed.group}:`);
    if (listed.name === name) describe(parser, await listed.load(), output, chosen);
  }
  for (const hidden of commands.hidden) {
    if (hidden.name === name)
      describe(program.command(hidden.name, { hidden: true }), await hidden.load(), output, chosen);
  }
  program.addHelpText(
    'after',
    '\nBegin with `stemma modules`, then `stemma show <analysis>` and `stemma run <analysis>`.',
  );
  return program;
}

function addGlobalOptions(program: Parser): void {
  program
    .optionsGroup('Options of every command:')
    .option('-s, --store <folder>', 'the store (default: STEMMA_STORE, else .stemma here)')
    .addOption(
      new Option('-m, --module <path>', 'load a pipeline module too: a file, a folder or a package')
        .argParser(collect)
        .default([], ''),
    )
    .option('--server <url>', 'ask a server instead of a store of this machine (default: STEMMA_SERVER)')
    .option('--json', 'answer with JSON on standard output')
    .option('-q, --quiet', 'nothing but the answer and errors')
    .option('-v, --verbose', 'more of what goes on; where errors arose')
    .option('--no-color', 'no colours');
}

function describe(parser: Parser, command: Command<never>, output: ProgramOutput, chosen: Chosen): void {
  parser.allowExcessArguments(false).showSuggestionAfterError();
  for (const [syntax, description] of command.arguments ?? []) parser.argument(syntax, description);
  for (const option of command.options ?? []) parser.addOption(optionOf(option));
  parser.addHelpText('after', afterHelp(command, output.colour));
  parser.action(async () => {
    const words = parser.args;
    await chosen(command, words, parser.optsWithGlobals());
  });
}

function optionOf({ flags, description, parse, initial, choices }: OptionSpec): Option {
  const option = new Option(flags, description);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse as (text: string, before: unknown) => unknown);
  if (initial !== undefined) option.default(initial, Array.isArray(initial) ? '' : undefined);
  return option;
}

function afterHelp({ notes, examples }: Command<never>, colour: boolean): string {
  const title = (text: string) => (colour ? styleText('bold', text, { validateStream: false }) : text);
  const typed = (text: string) => (colour ? styleText('cyan', text, { validateStream: false }) : text);
  const more = notes === undefined ? '' : `\n${notes}\n`;
  const lines = examples.flatMap(([line, meaning]) => [`  ${meaning}`, `    ${typed(line)}`]);
  return `${more}\n${title('Examples:')}\n${lines.join('\n')}`;
}

function helpLayout({ colour }: ProgramOutput) {
  return {
    showGlobalOptions: true,
    optionDescription: ({ description, defaultValueDescription, defaultValue, argChoices }: Option) => {
      const choices = argChoices ? ` (${argChoices.join(', ')})` : '';
      const isTold = defaultValueDescription === undefined && !['undefined', 'boolean'].includes(typeof defaultValue);
      return `${description}${choices}${isTold ? ` (default: ${String(defaultValue)})` : ''}`;
    },
    sortSubcommands: false,
    styleTitle: (text: string) => (colour ? styleText('bold', text, { validateStream: false }) : text),
    styleSubcommandTerm: (text: string) => (colour ? styleText('cyan', text, { validateStream: false }) : text),
  };
}
