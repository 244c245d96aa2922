// The goal of a command out of its words and assumptions, and the derivation that a word means.
import type { Digest, Goal } from '@stemma/core';
import type { OptionSpec } from './command.ts';
import { collect } from './command.ts';
import { readAssumptions } from './assumption-syntax.ts';
import { readGoal, type GoalSetting } from './goal-syntax.ts';
import type { Stemma } from './stemma.ts';

/** Options of all commands that take a goal. */
export interface GoalOptions {
  /** Texts of `--assume`, in order. */
  readonly assume: readonly string[];
}

/** `--assume`, for the commands that take a goal. */
export const assumeOption: OptionSpec = {
  flags: '-a, --assume <assumption>',
  description: 'change something everywhere in the graph: NAME=OTHER, NAME.key=value, NAME=@outputs.json, NAME=none',
  parse: collect,
  initial: [],
};

/** Positional arguments of all commands that take a goal. */
export const goalArguments = [
  ['<analysis>', 'its name (the last part is enough when it is unique)'],
  ['[key=value...]', 'parameters with units, inputs as names, Name(key=value), @file or JSON'],
] as const;

/** A Stemma that reads goals in its own way: the one over a server, whose analyses are not loaded here. */
interface GoalReader {
  readGoal(words: readonly string[], assume: readonly string[]): Promise<Goal<Record<string, unknown>>>;
  idOfGoal(goal: Goal<unknown>): Promise<Digest>;
}

const readsGoals = (stemma: object): stemma is GoalReader => 'readGoal' in stemma;

/** Reads a goal. @param keepFiles puts local files that it names into the store. @throws StemmaError as `readGoal`, `readAssumptions`. */
export async function readRequest(
  stemma: Stemma,
  words: readonly string[],
  { assume }: GoalOptions,
  keepFiles: boolean,
): Promise<Goal<Record<string, unknown>>> {
  if (readsGoals(stemma)) return stemma.readGoal(words, assume);
  const setting: GoalSetting & { analyses: readonly string[] } = {
    analyses: stemma.analyses,
    analysis: (name) => stemma.analysis(name),
    file: (path) => stemma.addFile(path, { keep: keepFiles }),
  };
  const goal = await readGoal(words, setting);
  const assumptions = await readAssumptions(assume, setting);
  return (assumptions.length > 0 ? goal.assuming(...assumptions) : goal) as Goal<Record<string, unknown>>;
}

/** True for words that can be an id: four or more hexadecimal digits. */
export function looksLikeId(word: string): boolean {
  return /^[0-9a-f]{4,64}$/.test(word);
}

/** The id that words mean: an id or its beginning, or else a goal. */
export async function readId(
  stemma: Stemma,
  words: readonly string[],
  options: GoalOptions = { assume: [] },
): Promise<Digest> {
  const [first = ''] = words;
  if (words.length === 1 && looksLikeId(first)) return stemma.idOf(first);
  const goal = await readRequest(stemma, words, options, false);
  return readsGoals(stemma) ? stemma.idOfGoal(goal) : stemma.bind(goal).id;
}
