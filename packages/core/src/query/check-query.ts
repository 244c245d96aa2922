// Whether a query from outside can be asked: every field is checked by name, and what is wrong is said in one sentence.
import { StemmaError } from '../errors.ts';
import { isDigest } from '../identity/digest.ts';
import { didYouMean } from '../nearest.ts';
import { parseUnit } from '../units/unit.ts';
import { readCursor } from './cursor.ts';
import { resultStates, sortKeys, type ParameterCondition, type SearchQuery, type UsedThing } from './search-query.ts';

/** Most results on one page. */
export const maxPageSize = 10_000;
/** Results on a page when nobody says. */
export const defaultPageSize = 100;
const maxConditions = 50;
const maxTextLength = 1000;

const isText = (value: unknown) => typeof value === 'string' && value !== '' && value.length <= maxTextLength;
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isFlag = (value: unknown) => typeof value === 'boolean';
const isState = (value: unknown) => (resultStates as readonly unknown[]).includes(value);
const listOf = (test: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length <= maxConditions && value.every(test);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Rule = readonly [test: (value: unknown) => boolean, wanted: string];
const aText: Rule = [isText, `a text of 1 to ${maxTextLength} characters`];
const aTime: Rule = [isNumber, 'a time in milliseconds since 1970'];
const states: Rule = [listOf(isState), `a list of ${resultStates.join(', ')}`];

const rules: Readonly<Record<keyof SearchQuery, Rule>> = {
  analysis: aText,
  version: aText,
  parameters: [listOf(isCondition), 'a list of conditions with a name, and min or max or in'],
  publishedFromMs: aTime,
  publishedToMs: aTime,
  startedFromMs: aTime,
  startedToMs: aTime,
  agent: aText,
  site: aText,
  is: states,
  isNot: states,
  tags: [listOf(isText), 'a list of tags'],
  collection: aText,
  text: aText,
  shape: [
    (value) => isObject(value) && ['l1', 'l2', 'l3'].includes(String(value.level)) && isId(value.of),
    'a level l1, l2 or l3 and the full id of a result',
  ],
  uses: [listOf(isThing), 'a list of things by id, file or analysis'],
  withoutLeaves: [isFlag, 'true or false'],
  sort: [
    (value) => isObject(value) && (sortKeys as readonly unknown[]).includes(value.by) && isFlag(value.descending),
    `one of ${sortKeys.join(', ')}, and whether descending`,
  ],
  pageSize: [
    (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= maxPageSize,
    `a whole number from 1 to ${maxPageSize}`,
  ],
  cursor: [isText, 'the cursor of the page before'],
};

/**
 * Checks a query that came from outside and gives it back.
 * @throws StemmaError `invalid_request` naming the field, `detail.field`.
 */
export function checkQuery(given: unknown): SearchQuery {
  if (!isObject(given)) throw new StemmaError('invalid_request', 'a query must be an object');
  for (const [field, value] of Object.entries(given)) {
    if (!Object.hasOwn(rules, field)) {
      const hint = didYouMean(field, Object.keys(rules));
      throw new StemmaError('invalid_request', `a query has no field "${field}"${hint}`, { field });
    }
    const [test, wanted] = rules[field as keyof SearchQuery];
    if (value === undefined || test(value)) continue;
    throw new StemmaError('invalid_request', `${field} of a query must be ${wanted}`, { field });
  }
  const query = given as SearchQuery;
  for (const { unit } of query.parameters ?? []) if (unit !== undefined) parseUnit(unit);
  readCursor(query);
  return query;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && isDigest(value);
}

function isCondition(value: unknown): boolean {
  if (!isObject(value) || !isText(value.name) || !(value.unit === undefined || typeof value.unit === 'string'))
    return false;
  const condition = value as ParameterCondition;
  if ('in' in condition) return Array.isArray(condition.in) && condition.in.length > 0 && condition.in.length <= 1000;
  const { min, max } = condition;
  const ends = [min, max].filter((end) => end !== undefined);
  return ends.length > 0 && ends.every(isNumber);
}

function isThing(value: unknown): boolean {
  if (!isObject(value)) return false;
  const thing = value as Partial<Record<'id' | 'file' | 'analysis', unknown>> & UsedThing;
  const kinds = [isId(thing.id), isText(thing.file), isText(thing.analysis)];
  return kinds.filter(Boolean).length === 1;
}
