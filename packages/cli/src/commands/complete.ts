// What can stand where the cursor is: asked by the completion scripts, with the word so far and the words before it.
import { parameterOf, requestParameters, type AnyAnalysis } from '@stemma/core';
import type { Command, ListedCommand } from '../command.ts';
import { commandNameIn, optionsWithValue } from '../program.ts';

const takingGoals = new Set(['run', 'plan', 'why', 'tree']);
const takingAnalyses = new Set([...takingGoals, 'show', 'find']);

/** The hidden command: `stemma __complete -- <word> <words before it...>`. */
export const complete: Command = {
  arguments: [['[words...]', 'the word so far, then the words before it']],
  examples: [],
  async run(context, [word = '', ...before]) {
    const found = (await candidates(word, before, context.commands.listed)).filter((candidate) =>
      candidate.startsWith(word),
    );
    if (found.length > 0) context.print(...found);
  },
};

// Decides by what stands before the cursor: no command yet, an option, the value of an option, the first word after the
// command, or one of its arguments. Nothing is found rather than a wrong guess; the shell then offers files.
async function candidates(
  word: string,
  before: readonly string[],
  listed: readonly ListedCommand[],
): Promise<string[]> {
  const name = commandNameIn(before);
  if (name === undefined) return word.startsWith('-') ? ['--help', '--version'] : listed.map((command) => command.name);
  if (word.startsWith('-')) return optionsOf(listed.find((command) => command.name === name));
  if (before.at(-1) === '--format') return ['text', 'dot', 'json', 'mermaid'];
  if (name === 'completion') return ['bash', 'zsh', 'fish'];
  if (name === 'help') return listed.map((command) => command.name);
  if (!takingAnalyses.has(name)) return [];
  const words = before.filter((other, i) => !other.startsWith('-') && !optionsWithValue.has(before[i - 1] ?? ''));
  const analyses = await loadedAnalyses(before);
  const first = words[words.indexOf(name) + 1];
  if (first === undefined || before.at(-1) === '--assume') return namesOf(analyses, word);
  const analysis = analyses.find(
    ({ definition }) => definition.name === first || definition.name.endsWith(`.${first}`),
  );
  return analysis ? argumentsOf(analysis, word, takingGoals.has(name)) : [];
}

async function optionsOf(listed: ListedCommand | undefined): Promise<string[]> {
  const own = (await listed?.load())?.options ?? [];
  const all = [
    ...own.map(({ flags }) => flags),
    '--json',
    '--store',
    '--module',
    '--quiet',
    '--verbose',
    '--no-color',
    '--help',
  ];
  return all.flatMap((flags) => /--[a-z-]+/.exec(flags) ?? []);
}

// No store is needed to know what can be asked for.
async function loadedAnalyses(before: readonly string[]): Promise<AnyAnalysis[]> {
  const named = before.filter((_, i) => ['-m', '--module'].includes(before[i - 1] ?? ''));
  const { loadModules } = await import('../modules.ts');
  const { loaded } = await loadModules(named, process.cwd());
  return loaded.flatMap(({ module }) => [...module.analyses]);
}

// Short names only for those who began with one: they have no dot yet.
function namesOf(analyses: readonly AnyAnalysis[], word: string): string[] {
  const full = analyses.map(({ definition }) => definition.name);
  const short = full.map((name) => name.slice(name.lastIndexOf('.') + 1));
  return /^[A-Z]/.test(word) ? short : full;
}

function argumentsOf({ definition }: AnyAnalysis, word: string, withInputs: boolean): string[] {
  const key = word.slice(0, Math.max(0, word.indexOf('=')));
  const choices = parameterOf(definition, key)?.schema.enum;
  if (key !== '') return Array.isArray(choices) ? choices.map((choice) => `${key}=${String(choice)}`) : [];
  return [...Object.keys(requestParameters(definition)), ...(withInputs ? Object.keys(definition.inputs) : [])].map(
    (name) => `${name}=`,
  );
}
