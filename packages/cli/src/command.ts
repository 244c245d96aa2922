// What a command of `stemma` is, and what it is given: its place in the program, the way to talk to people and to programs.
import type { Style } from './terminal/style.ts';

/** Options that every command takes. */
export interface Globals {
  /** Answers as JSON on standard output, problems too; notes stay on standard error. */
  readonly json?: boolean;
  /** Folder of the store, or `memory`; see `OpenOptions`. */
  readonly store?: string;
  /** Address of a server to ask in place of a store of this machine; see `serverAddress`. */
  readonly server?: string;
  /** Nothing on standard error but problems: no notes, no live region. */
  readonly quiet?: boolean;
  /** Every event and log line while something runs; stacks and causes of problems. */
  readonly verbose?: boolean;
  /** False after `--no-color`; whether there are colours depends on the stream and the environment too. */
  readonly color: boolean;
  /** Further pipeline modules, in the order given: files, folders or package names. */
  readonly module: readonly string[];
}

/** What a command works with. */
export interface Context {
  readonly globals: Globals;
  /** All commands of the program that runs. */
  readonly commands: Commands;
  /** The style of standard output. */
  readonly style: Style;
  /** Columns of the terminal; 100 in a pipe. */
  readonly width: number;
  /** True when standard output is a terminal. */
  readonly isTerminal: boolean;
  /** The answer, line by line, on standard output. */
  print(...lines: readonly string[]): void;
  /** The answer for programs: one JSON document, or one line of it, on standard output. */
  printJson(value: unknown, layout?: 'document' | 'line'): void;
  /** The style of standard error. */
  readonly noteStyle: Style;
  /** What goes on beside the answer, on standard error; nothing after `--quiet`. */
  note(text: string): void;
  /** A command of this program as it would be typed here, the store included. */
  typed(...words: readonly string[]): string;
}

/** An option: flags as commander reads them, a sentence, and how its text is read. */
export interface OptionSpec {
  /** `-n, --limit <number>`: what stands in angle brackets is the value. */
  readonly flags: string;
  readonly description: string;
  /** Reads the value, given what was there before; throws `invalid_request`. Without it the text itself is the value. */
  readonly parse?: (text: string, before: never) => unknown;
  /** The value when the option is not given; the help tells it. */
  readonly initial?: unknown;
  /** The only texts allowed. */
  readonly choices?: readonly string[];
}

/** One command. */
export interface Command<O = Record<string, unknown>> {
  /** Positional arguments: `<required>`, `[optional]`, `[many...]`, each with a sentence. */
  readonly arguments?: readonly (readonly [syntax: string, description: string])[];
  readonly options?: readonly OptionSpec[];
  /** Commands that work as they stand, each with what it does. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** More for `--help`, after the options. */
  readonly notes?: string;
  /** Does it; a number returned is the exit code. Problems are thrown as StemmaError. */
  run(context: Context, words: readonly string[], options: O): Promise<number | void>;
}

/** Collects an option that may be given several times: a `parse` whose `initial` is an empty list. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** A command before its code is loaded: enough for the help of the program. */
export interface ListedCommand {
  readonly name: string;
  /** The heading under which the help lists it. */
  readonly group: 'Results' | 'Looking' | 'The store' | 'Modules';
  /** One line, in small letters and without a full stop. */
  readonly summary: string;
  /** Loads its code; `never`, since each command has options of its own, which only its parser knows. */
  load(): Promise<Command<never>>;
}

/** A command that no help mentions. */
export type HiddenCommand = Pick<ListedCommand, 'name' | 'load'>;

/**
 * The commands of a program. They are handed in by `bin.ts`, not imported: so the parser knows no command, the commands
 * that speak about others (completion) know no list, and tests can build a program of their own.
 */
export interface Commands {
  /** In the order of the help. */
  readonly listed: readonly ListedCommand[];
  readonly hidden: readonly HiddenCommand[];
}
