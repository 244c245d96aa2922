// How assumptions are written on the command line:
//   NAME=OTHER  NAME=OTHER(key=value)   use another analysis       NAME=@file.json  NAME={…}   inject outputs
//   NAME.key=value                      give an argument           NAME=none                   do without
import { readFile } from 'node:fs/promises';
import {
  checkNames,
  configure,
  inject,
  StemmaError,
  substitute,
  without,
  type AnyAnalysis,
  type Assumption,
} from '@stemma/core';
import { readPair } from './goal-grammar.ts';
import { readArgument, readInput, type GoalSetting } from './goal-syntax.ts';
import { outputsFromJson } from './outputs-from-json.ts';

/** What reading assumptions needs. */
export interface AssumptionSetting extends GoalSetting {
  /** Full names of all analyses. */
  readonly analyses: readonly string[];
}

/**
 * The assumptions that the texts of `--assume` mean, each changing something everywhere in the graph of the goal.
 * Several arguments of one analysis become one assumption, since of two about one name only the outer would hold; they
 * come last, so that `A=B` and `A.key=1` together configure what is put in place of A.
 * @param setting the loaded analyses; files are read from the current folder.
 * @throws StemmaError `invalid_request` for a text without `=`, an argument that the analysis does not have, JSON that
 *   cannot be read or does not fit the outputs; `not_found` for an unknown analysis or file.
 */
export async function readAssumptions(texts: readonly string[], setting: AssumptionSetting): Promise<Assumption[]> {
  const others: Assumption[] = [];
  const configured = new Map<AnyAnalysis, Record<string, unknown>>();
  for (const text of texts) {
    const [left, value] = readPair(text);
    const { analysis, key } = targetOf(left, setting);
    if (key === undefined) {
      others.push(await replacement(analysis, value, setting));
      continue;
    }
    checkNames(analysis.definition, { [key]: value });
    configured.set(analysis, { ...configured.get(analysis), [key]: await readArgument(analysis, key, value, setting) });
  }
  return [...others, ...[...configured].map(([analysis, args]) => configure(analysis, args))];
}

// `EnergyCalibration` is an analysis, `EnergyCalibration.gain` a parameter of it: names of analyses come first.
function targetOf(left: string, { analyses, analysis }: AssumptionSetting): { analysis: AnyAnalysis; key?: string } {
  const isKnown = (name: string) => analyses.includes(name) || analyses.some((full) => full.endsWith(`.${name}`));
  const dot = left.lastIndexOf('.');
  if (dot > 0 && !isKnown(left) && isKnown(left.slice(0, dot)))
    return { analysis: analysis(left.slice(0, dot)), key: left.slice(dot + 1) };
  return { analysis: analysis(left) };
}

// What stands right of the equals sign decides. A JSON file is taken for injected outputs rather than for a file as an
// input: whoever means the file itself can say `Name(file=@…)`.
async function replacement(analysis: AnyAnalysis, value: string, setting: AssumptionSetting): Promise<Assumption> {
  const { name } = analysis.definition;
  if (value === 'none') return without(analysis);
  if (value.startsWith('{')) return injected(analysis, value, `--assume ${name}`);
  if (/^@.*\.json$/.test(value)) return injected(analysis, await readJsonFile(value.slice(1)), value.slice(1));
  return substitute(analysis, await readInput(value, setting, `--assume ${name}`));
}

function injected(analysis: AnyAnalysis, text: string, where: string): Assumption {
  let outputs: unknown;
  try {
    outputs = JSON.parse(text);
  } catch (cause) {
    throw new StemmaError('invalid_request', `${where} is no JSON: ${(cause as Error).message}`, { where }, cause);
  }
  return inject(analysis, outputsFromJson(analysis.definition, outputs, where));
}

async function readJsonFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError('not_found', `cannot read ${path} (${code})`, { path }, cause);
  }
}
