// The short text of a query, for the command line and for search fields: `binSize>=4keV`, `tag:good`, `by:alice`.
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import { isDigest } from '../identity/digest.ts';
import { didYouMean } from '../nearest.ts';
import { parseQuantity, parseUnit } from '../units/unit.ts';
import {
  resultStates,
  sortKeys,
  type ParameterCondition,
  type ResultState,
  type SearchQuery,
  type UsedThing,
} from './search-query.ts';

/** What reading a query needs from outside. */
export interface QuerySetting {
  /** Full id of an id's first digits. @throws StemmaError `not_found`. */
  idOf(prefix: string): Promise<string>;
  /** The moment that a text such as `1d` or `2026-11-22` means, ms since 1970. @throws StemmaError `invalid_request`. */
  timeOf(text: string): number;
}

type Changes = { -readonly [K in keyof SearchQuery]: SearchQuery[K] };
type TermReader = (query: Changes, text: string, setting: QuerySetting) => void | Promise<void>;

/** The terms with a colon, each with what it means, for help. */
export const queryTerms: Readonly<Record<string, string>> = {
  text: 'words of names, descriptions, parameters, tags and notes',
  version: 'version of the analysis',
  is: `state: ${resultStates.join(', ')}`,
  not: 'the same, the other way round',
  tag: 'a tag that it has',
  in: 'a collection that it is in',
  by: 'who asked for it',
  at: 'the host where it ran',
  since: 'published at or after 12h, 30d … ago, or a date',
  until: 'published before that',
  started: 'started at or after that',
  uses: 'made with a result (id), a file (its name or sha256) or an analysis (Name or Name@version)',
  like: 'same processing, other data, as the result with this id',
  workflow: 'same analyses in the same versions, other parameters',
  outline: 'same analyses, other versions',
  sort: `${sortKeys.join(', ')}; with - in front the greatest first`,
};

const readers: Readonly<Record<string, TermReader>> = {
  text: (query, text) => void (query.text = [query.text, text].filter(Boolean).join(' ')),
  version: (query, text) => void (query.version = text),
  is: (query, text) => void (query.is = [...(query.is ?? []), stateOf(text)]),
  not: (query, text) => void (query.isNot = [...(query.isNot ?? []), stateOf(text)]),
  tag: (query, text) => void (query.tags = [...(query.tags ?? []), text]),
  in: (query, text) => void (query.collection = text),
  by: (query, text) => void (query.agent = text),
  at: (query, text) => void (query.site = text),
  since: (query, text, { timeOf }) => void (query.publishedFromMs = timeOf(text)),
  until: (query, text, { timeOf }) => void (query.publishedToMs = timeOf(text)),
  started: (query, text, { timeOf }) => void (query.startedFromMs = timeOf(text)),
  uses: async (query, text, setting) => void (query.uses = [...(query.uses ?? []), await thingOf(text, setting)]),
  like: shapeReader('l1'),
  workflow: shapeReader('l2'),
  outline: shapeReader('l3'),
  sort: (query, text) => {
    const by = sortKeys.find((key) => key === text.replace(/^-/, ''));
    if (!by) throw wrong(`"${text}" is nothing to sort by: there are ${sortKeys.join(', ')}`);
    query.sort = { by, descending: text.startsWith('-') };
  },
};

/**
 * Reads a query out of terms: `key:value` as in {@link queryTerms}, `parameter>=4 keV` (also `<= < > = !=`),
 * `parameter=25..80 keV` for a range with both ends, `parameter=a,b` for one of several, and one word without either for
 * the analysis, with `*` for any text.
 * @throws StemmaError `invalid_request` saying which term cannot be read.
 */
export async function parseQuery(terms: readonly string[], setting: QuerySetting): Promise<SearchQuery> {
  const query: Changes = {};
  const parameters: ParameterCondition[] = [];
  for (const term of terms) {
    const [, key, text] = /^([a-z]+):\s*(.*)$/s.exec(term) ?? [];
    if (key !== undefined) {
      if (!Object.hasOwn(readers, key)) throw wrong(`"${key}:" is no term${didYouMean(key, Object.keys(readers))}`);
      if (!text) throw wrong(`"${term}" says nothing behind the colon`);
      await readers[key]!(query, text, setting);
    } else if (/[<>=]/.test(term)) parameters.push(parseCondition(term));
    else if (query.analysis === undefined) query.analysis = term;
    else throw wrong(`"${term}" is a second analysis: write text:${term} for a word`);
  }
  return parameters.length > 0 ? { ...query, parameters } : query;
}

/** Reads one condition on a parameter. @throws StemmaError `invalid_request`. */
export function parseCondition(term: string): ParameterCondition {
  const [, name, operator, text] = /^\s*([\p{L}\p{N}_. -]+?)\s*(>=|<=|!=|=|<|>)\s*(.*?)\s*$/su.exec(term) ?? [];
  if (name === undefined || !text) throw wrong(`"${term}" is no condition: write parameter>=4keV`);
  if (operator === '=' || operator === '!=') return equality(name, text, operator === '!=');
  const { value, unit } = quantity(text, term);
  const withUnit = unit === '' ? {} : { unit };
  if (operator === '>=' || operator === '>')
    return { name, min: value, ...(operator === '>' && { minOpen: true }), ...withUnit };
  return { name, max: value, ...(operator === '<' && { maxOpen: true }), ...withUnit };
}

function equality(name: string, text: string, isNot: boolean): ParameterCondition {
  const range = isNot ? undefined : rangeOf(name, text);
  return range ?? { name, ...(isNot && { not: true }), ...valuesOf(text) };
}

function valuesOf(text: string): { in: Json[]; unit?: string } {
  const json = asJson(text);
  if (json !== undefined && typeof json !== 'number') return { in: [json] };
  const parts = text.split(',').map((part) => part.trim());
  const quantities = parts.map((part) => parseQuantity(part)).filter((part) => part && isUnit(part.unit));
  if (quantities.length < parts.length) return { in: parts };
  const numbers = quantities.map((part) => part!.value);
  const unit = quantities.at(-1)!.unit;
  // Digits may also be meant as text, as in the number of a science window.
  return unit === '' ? { in: [...numbers, ...parts] } : { in: numbers, unit };
}

function rangeOf(name: string, text: string): ParameterCondition | undefined {
  const [low, high, ...more] = text.split('..');
  if (high === undefined || more.length > 0 || !/^\s*[\d.+-]/.test(high)) return undefined;
  const [from, to] = [quantity(low!, text), quantity(high, text)];
  return { name, min: from.value, max: to.value, ...(to.unit !== '' && { unit: to.unit }) };
}

function quantity(text: string, term: string): { value: number; unit: string } {
  const read = parseQuantity(text);
  if (!read || !Number.isFinite(read.value)) throw wrong(`"${text}" in "${term}" is no number`);
  parseUnit(read.unit);
  return read;
}

function isUnit(text: string): boolean {
  try {
    parseUnit(text);
    return true;
  } catch {
    return false;
  }
}

function asJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function shapeReader(level: 'l1' | 'l2' | 'l3'): TermReader {
  return async (query, text, { idOf }) => void (query.shape = { level, of: await idOf(text) });
}

async function thingOf(text: string, { idOf }: QuerySetting): Promise<UsedThing> {
  const [, analysis, version] = /^([A-Za-z]\w*(?:\.[\w*]+)+|\*\.\w+)(?:@(.+))?$/.exec(text) ?? [];
  const isFileName = /\.(fits|gz|txt|csv|json|dat)$/i.test(text);
  if (analysis !== undefined && !isFileName) return { analysis, ...(version !== undefined && { version }) };
  if (/^[0-9a-f]{4,63}$/.test(text)) return { id: await idOf(text) };
  return isDigest(text) ? { id: await idOf(text) } : { file: text };
}

function stateOf(text: string): ResultState {
  const state = resultStates.find((one) => one === text);
  if (state) return state;
  throw wrong(`"${text}" is no state${didYouMean(text, resultStates)}: there are ${resultStates.join(', ')}`);
}

function wrong(message: string): StemmaError {
  return new StemmaError('invalid_request', message);
}
