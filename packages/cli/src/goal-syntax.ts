// How goals are written on the command line: `BinnedEvents 'binSizeKeV=4 keV' raw=OtherEvents data=@file.fits`.
// The value of an input is a name, a nested goal `Name(key=value, …)`, `@path` for a file, a list `[a, b]`, or JSON.
import {
  inPlaceOf,
  literal,
  named,
  parameterOf,
  StemmaError,
  type AnyAnalysis,
  type FileInput,
  type Goal,
  type InputSpec,
} from '@stemma/core';
import { analysisName, asJson, nestedGoal, readPair, readText, structured } from './goal-grammar.ts';
import { splitTopLevel } from './split-top-level.ts';

/** What reading a goal needs: the analyses, and what becomes of files. */
export interface GoalSetting {
  /** An analysis by full or short name. */
  analysis(name: string): AnyAnalysis;
  /** A local file as an input. */
  file(path: string): Promise<FileInput>;
}

/**
 * The goal that words of the command line mean: a name (or a nested goal), then `key=value` for each argument.
 * @throws StemmaError `invalid_request`, `not_found` naming the word and what can stand there.
 */
export async function readGoal(words: readonly string[], setting: GoalSetting): Promise<Goal<unknown>> {
  const [first = '', ...rest] = words;
  const [, name = first, inside = ''] = nestedGoal.exec(first.trim()) ?? [];
  return goal(name, [...splitTopLevel(inside, ','), ...rest], setting);
}

/**
 * What an input may be given as; see the head of this file. Tried in the order `@file`, nested goal, JSON, list, name: a
 * list that is JSON (`[1, 2]`) is one literal, one that is not (`[A, B(x=1)]`) a list of inputs. A name becomes a
 * late-bound one, so that assumptions of the goal concern it too.
 * @param where names the input in messages: `module.Analysis.input`.
 * @throws StemmaError `invalid_request` for a text that is none of these; `not_found` for unknown names and files.
 */
export async function readInput(text: string, setting: GoalSetting, where: string): Promise<InputSpec> {
  const trimmed = text.trim();
  if (trimmed.startsWith('@')) return setting.file(trimmed.slice(1));
  const nested = nestedGoal.exec(trimmed);
  if (nested) return goal(nested[1]!, splitTopLevel(nested[2]!, ','), setting);
  const json = asJson(trimmed);
  if (json) return literal(json.value);
  if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
    return Promise.all(splitTopLevel(trimmed.slice(1, -1), ',').map((item) => readInput(item, setting, where)));
  }
  if (analysisName.test(trimmed)) return named(setting.analysis(trimmed).definition.name);
  const hint = 'give an analysis, Name(key=value, …), @file, or JSON';
  throw new StemmaError('invalid_request', `${where} cannot be "${text}": ${hint}`, { where, given: text });
}

/**
 * One argument of an analysis: text for parameters, whose types read it (with units); an input spec for inputs. What is
 * neither is handed on, since the analysis itself says it best. `@path` gives a structured parameter from a file.
 * @throws StemmaError as `readInput`; `not_found` when the file of a parameter cannot be read.
 */
export async function readArgument(
  { definition }: AnyAnalysis,
  key: string,
  text: string,
  setting: GoalSetting,
): Promise<unknown> {
  const { name, inputs } = definition;
  const parameter = parameterOf(definition, key);
  if (parameter)
    return text.startsWith('@') && structured.has(parameter.kind) ? readText(text.slice(1), `${name}.${key}`) : text;
  if (!Object.hasOwn(inputs, key)) return text;
  return inPlaceOf(inputs[key]!, await readInput(text, setting, `${name}.${key}`));
}

async function goal(name: string, words: readonly string[], setting: GoalSetting): Promise<Goal<unknown>> {
  const analysis = setting.analysis(name);
  const args: Record<string, unknown> = {};
  for (const word of words) {
    const [key, text] = readPair(word);
    if (Object.hasOwn(args, key))
      throw new StemmaError('invalid_request', `${analysis.definition.name}.${key} is given twice`, { parameter: key });
    args[key] = await readArgument(analysis, key, text, setting);
  }
  return analysis(args) as Goal<unknown>;
}
