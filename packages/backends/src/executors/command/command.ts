// Any program as an analysis: the declaration, in which `command` stands in place of `run`.
import { analysis, type Analysis, type Inputs, type Declaration, type Types, type Values } from '@stemma/core';
import { setForeignCode } from '../../code/python-code.ts';
import { commandRun, environmentOfCommand } from './command-run.ts';

/** What an author writes: a declaration with a command in place of `run`. */
export interface CommandDeclaration<P extends Types, I extends Inputs, O extends Types> extends Omit<
  Declaration<P, I, O>,
  'run'
> {
  /** The program and its words; `{name}` is a parameter or an input file, `{input.output}` an output of an input. */
  readonly command: readonly string[];
  /** Names of files that the program writes into its working directory, by output. */
  readonly files?: { readonly [K in keyof O]?: string };
  /** The output that is what the program prints. */
  readonly stdout?: keyof O & string;
  /** A command that tells the program's version, for the environment digest; without it the bytes of the program count. */
  readonly environment?: readonly string[];
  /** Exit codes that are expected failures, with their reasons. */
  readonly expectedExitCodes?: Readonly<Record<number, string>>;
}

/**
 * Declares a program as an analysis. It runs in a private folder that holds copies of its input files; exit code 0 means
 * success, lines on standard error become warnings in the log, and cancelling ends whatever it has started.
 * @throws StemmaError as `analysis`.
 */
export function command<const P extends Types = {}, const I extends Inputs = {}, const O extends Types = {}>(
  declaration: CommandDeclaration<P, I, O>,
): Analysis<Values<O>> {
  const { command: words, files, stdout, environment, expectedExitCodes, ...rest } = declaration;
  const spec = {
    name: rest.name,
    words,
    files: (files as Readonly<Record<string, string>> | undefined) ?? {},
    environment: environment ?? [],
    expectedExitCodes: expectedExitCodes ?? {},
    ...(stdout !== undefined && { stdout }),
  };
  const run = commandRun(spec, rest.outputs, rest.resources?.memoryLimitMB);
  setForeignCode(run, { environment: () => environmentOfCommand(spec) });
  // A process of its own needs no thread to wait in.
  const resources = { ...rest.resources, light: true };
  return analysis({ ...rest, resources, run: run as never } as never) as Analysis<Values<O>>;
}
