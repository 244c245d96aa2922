// Goals as they are typed, made into the JSON that a server takes. The grammar is that of `goal-syntax.ts` and
// `assumption-syntax.ts`; names, units and ranges are left to the server, whose modules need not be here.
import { StemmaError, type AssumptionDocument, type GoalDocument, type InputDocument, type Json } from '@stemma/core';
import { analysisName, asJson, nestedGoal, readPair, readText, structured } from '../goal-grammar.ts';
import { splitTopLevel } from '../split-top-level.ts';

/** What a server says of an analysis. */
export interface Described {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Asks for the description of an analysis. @throws StemmaError `not_found` with the nearest name. */
export type Describe = (name: string) => Promise<Described>;

type Args = Pick<GoalDocument, 'parameters' | 'inputs'>;

/**
 * The goal that words and texts of `--assume` mean.
 * @throws StemmaError `invalid_request` for what cannot be read, and for files of this machine as inputs; `not_found`.
 */
export async function goalFromWords(
  words: readonly string[],
  assume: readonly string[],
  describe: Describe,
): Promise<GoalDocument> {
  const [first = '', ...rest] = words;
  const [, name = first, inside = ''] = nestedGoal.exec(first.trim()) ?? [];
  const document = await goalOf(name, [...splitTopLevel(inside, ','), ...rest], describe);
  const assumptions = await assumptionsOf(assume, describe);
  return assumptions.length > 0 ? { ...document, assumptions } : document;
}

async function goalOf(name: string, words: readonly string[], describe: Describe): Promise<GoalDocument> {
  const described = await describe(name);
  return { analysis: described.name, ...(await argsOf(described, words.map(readPair), describe)) };
}

async function argsOf(
  described: Described,
  pairs: readonly (readonly [key: string, text: string])[],
  describe: Describe,
): Promise<Args> {
  const parameters: Record<string, Json> = {};
  const inputs: Record<string, InputDocument> = {};
  for (const [key, text] of pairs) {
    const where = `${described.name}.${key}`;
    if (Object.hasOwn(parameters, key) || Object.hasOwn(inputs, key))
      throw new StemmaError('invalid_request', `${where} is given twice`, { parameter: key });
    // What is neither goes among the parameters: the server knows best what is wrong with it.
    if (Object.hasOwn(described.inputs, key)) inputs[key] = await inputOf(text, where, describe);
    else parameters[key] = parameterText(described, key, text);
  }
  return {
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
  };
}

function parameterText({ name, parameters }: Described, key: string, text: string): string {
  const kind = Object.hasOwn(parameters, key) ? String(parameters[key]!.kind) : '';
  return text.startsWith('@') && structured.has(kind) ? readText(text.slice(1), `${name}.${key}`) : text;
}

async function inputOf(text: string, where: string, describe: Describe): Promise<InputDocument> {
  const trimmed = text.trim();
  if (trimmed.startsWith('@')) throw localFile(trimmed.slice(1), where);
  const nested = nestedGoal.exec(trimmed);
  if (nested) return goalOf(nested[1]!, splitTopLevel(nested[2]!, ','), describe);
  const json = asJson(trimmed);
  if (json) return { value: json.value };
  if (trimmed.startsWith('[') && trimmed.endsWith(']'))
    return Promise.all(splitTopLevel(trimmed.slice(1, -1), ',').map((item) => inputOf(item, where, describe)));
  if (analysisName.test(trimmed)) return { analysis: trimmed };
  const hint = 'give an analysis, Name(key=value, …), or JSON';
  throw new StemmaError('invalid_request', `${where} cannot be "${text}": ${hint}`, { where, given: text });
}

// As on this machine: arguments of one analysis become one assumption, and come after all others.
async function assumptionsOf(texts: readonly string[], describe: Describe): Promise<AssumptionDocument[]> {
  const others: AssumptionDocument[] = [];
  const configured = new Map<string, { described: Described; pairs: (readonly [string, string])[] }>();
  for (const text of texts) {
    const [left, value] = readPair(text);
    const { described, key } = await targetOf(left, describe);
    if (key === undefined) others.push(await replacement(described, value, describe));
    else {
      const { pairs } = configured.get(described.name) ?? { pairs: [] };
      // The last of two about one argument holds.
      configured.set(described.name, { described, pairs: [...pairs.filter(([given]) => given !== key), [key, value]] });
    }
  }
  const rules = [...configured.values()].map(async ({ described, pairs }): Promise<AssumptionDocument> => {
    return { configure: described.name, ...(await argsOf(described, pairs, describe)) };
  });
  return [...others, ...(await Promise.all(rules))];
}

// Names of analyses come first: `A.b` is an argument only where there is no analysis of that name.
async function targetOf(left: string, describe: Describe): Promise<{ described: Described; key?: string }> {
  try {
    return { described: await describe(left) };
  } catch (error) {
    const dot = left.lastIndexOf('.');
    if (dot <= 0 || !(error instanceof StemmaError) || error.code !== 'not_found') throw error;
    const described = await describe(left.slice(0, dot)).catch(() => undefined);
    if (!described) throw error;
    return { described, key: left.slice(dot + 1) };
  }
}

async function replacement({ name }: Described, value: string, describe: Describe): Promise<AssumptionDocument> {
  if (value === 'none') return { without: name };
  if (value.startsWith('{') || value.startsWith('@'))
    throw new StemmaError(
      'invalid_request',
      `--assume ${name}: outputs cannot be sent to a server; name an analysis, or run it here without --server`,
    );
  return { substitute: name, by: await inputOf(value, `--assume ${name}`, describe) };
}

function localFile(path: string, where: string): StemmaError {
  return new StemmaError(
    'invalid_request',
    `${where}: ${path} lies on this machine, and a server takes no files as inputs; run it here without --server`,
    { path },
  );
}
