// Searches in memory: every result is tested against every condition, which is the plain meaning of a query.
import {
  askedWords,
  checkQuery,
  defaultPageSize,
  hasWords,
  orderOf,
  parametersFulfil,
  parameterWords,
  readCursor,
  unitByName,
  wordsIn,
  writeCursor,
} from '@stemma/core';
import type {
  AnalysisDescription,
  Digest,
  ResultState,
  ResultSummary,
  SearchIndex,
  SearchQuery,
  UsedThing,
} from '@stemma/core';
import { globMatches } from '../search-words-match.ts';
import type { MemoryAnnotations } from './annotations.ts';
import { collect } from './lookups.ts';
import { descendantsOf } from './lineage.ts';
import { summaryOf } from './questions.ts';
import { withStandings } from '../with-standings.ts';
import { memoryStandings } from './retractions.ts';
import type { Tables } from './tables.ts';

/** True of the results that one part of a query means. */
type Test = (summary: ResultSummary) => boolean;

interface Setting {
  readonly tables: Tables;
  readonly said: MemoryAnnotations;
  readonly described: ReadonlyMap<string, AnalysisDescription>;
}

/** The searches over the tables. */
export function memorySearch(tables: Tables, said: MemoryAnnotations): SearchIndex {
  const described = new Map<string, AnalysisDescription>();
  return {
    search: async (query) => {
      const page = search(query, { tables, said, described });
      return { ...page, results: withStandings(page.results, (ids) => memoryStandings(tables, ids)) };
    },
    describeAnalyses: async (descriptions) => {
      for (const one of descriptions) described.set(one.name, one);
    },
    analysisDescriptions: async (names) => collect(names, (name) => described.get(name)),
  };
}

function search(given: SearchQuery, setting: Setting): { results: ResultSummary[]; next?: string } {
  const query = checkQuery(given);
  const { tables } = setting;
  const { by, descending } = orderOf(query);
  const places = new Map([...tables.results.keys()].map((id, i) => [id, i]));
  const keyOf = (row: ResultSummary) => ({ published: row.publishedMs, name: row.name, size: row.sizeBytes })[by];
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const sign = descending ? -1 : 1;
  const order = (a: [string | number, Digest], b: [string | number, Digest]) =>
    sign * (compare(a[0], b[0]) || places.get(a[1])! - places.get(b[1])!);
  const tests = testsOf(query, setting);
  const place = readCursor(query);
  const rows = [...tables.results.keys()]
    .map((id) => summaryOf(tables, id))
    .filter((row) => tests.every((test) => test(row)))
    .filter((row) => !place || order([keyOf(row), row.id], [place.key, place.id]) > 0)
    .sort((a, b) => order([keyOf(a), a.id], [keyOf(b), b.id]));
  const results = rows.slice(0, query.pageSize ?? defaultPageSize);
  const last = results.at(-1);
  if (!last || results.length === rows.length) return { results };
  return { results, next: writeCursor(query, { key: keyOf(last), id: last.id }) };
}

function testsOf(query: SearchQuery, setting: Setting): Test[] {
  const { tables, said } = setting;
  const tests: Test[] = [...plainTests(query), ...activityTests(query, tables), ...saidTests(query, setting)];
  const { shape, collection } = query;
  for (const word of askedWords(query.text ?? '')) tests.push((row) => hasWords(wordsOfResult(row, setting), [word]));
  for (const tag of query.tags ?? []) tests.push(({ id }) => said.tags.get(id)?.has(tag) === true);
  if (collection !== undefined) tests.push(({ id }) => said.collections.get(collection)?.members.has(id) === true);
  if (shape) {
    const wanted = tables.derivations.get(shape.of)?.shapes[shape.level];
    tests.push(({ id }) => tables.derivations.get(id)!.shapes[shape.level] === wanted);
  }
  for (const thing of query.uses ?? []) {
    const made = descendantsOf(tables, idsOfThing(thing, tables));
    tests.push(({ id }) => made.has(id));
  }
  return tests;
}

function plainTests(query: SearchQuery): Test[] {
  const { analysis, version, publishedFromMs = -Infinity, publishedToMs = Infinity, withoutLeaves } = query;
  const tests: Test[] = [({ publishedMs }) => publishedMs >= publishedFromMs && publishedMs < publishedToMs];
  if (analysis !== undefined) tests.push(({ name }) => globMatches(analysis, name));
  if (version !== undefined) tests.push((row) => row.version === version);
  if (withoutLeaves) tests.push(({ name }) => name !== 'stemma.File' && name !== 'stemma.Literal');
  return tests;
}

function activityTests(query: SearchQuery, tables: Tables): Test[] {
  const { agent, site, startedFromMs = -Infinity, startedToMs = Infinity } = query;
  const fields = [agent, site, query.startedFromMs, query.startedToMs];
  if (fields.every((field) => field === undefined)) return [];
  return [
    ({ id }) =>
      (tables.activities.get(tables.results.get(id)!.producedBy) ?? []).some(
        (one) =>
          (one.status === 'done' || one.status === 'expected_failure') &&
          one.agent === (agent ?? one.agent) &&
          one.host === (site ?? one.host) &&
          one.startedMs >= startedFromMs &&
          one.startedMs < startedToMs,
      ),
  ];
}

function saidTests(query: SearchQuery, { tables, said, described }: Setting): Test[] {
  const states: Readonly<Record<ResultState, Test>> = {
    known: ({ forgotten }) => !forgotten,
    failed: ({ failed }) => failed,
    forgotten: ({ forgotten }) => forgotten,
    pinned: ({ pinned }) => pinned,
    tagged: ({ id }) => (said.tags.get(id)?.size ?? 0) > 0,
    noted: ({ id }) => said.notes.has(id),
    retracted: ({ id }) => memoryStandings(tables, [id]).get(id)?.state === 'retracted',
    suspect: ({ id }) => memoryStandings(tables, [id]).get(id)?.state === 'suspect',
  };
  const unitOf = (analysis: string, parameter: string) =>
    described.get(analysis)?.units[parameter] ?? unitByName(analysis, parameter);
  return [
    ...(query.is ?? []).map((state) => states[state]),
    ...(query.isNot ?? []).map(
      (state): Test =>
        (row) =>
          !states[state](row),
    ),
    ...(query.parameters ?? []).map(
      (condition): Test =>
        ({ name, parameters }) =>
          parametersFulfil(parameters, condition, (parameter) => unitOf(name, parameter)),
    ),
  ];
}

function wordsOfResult({ id, name, parameters }: ResultSummary, { said, described }: Setting): string[] {
  const notes = (said.notes.get(id) ?? []).map(({ text }) => text);
  const texts = [name, described.get(name)?.description ?? '', ...(said.tags.get(id)?.keys() ?? []), ...notes];
  return [...texts.flatMap(wordsIn), ...parameterWords(parameters)];
}

function idsOfThing(thing: UsedThing, { derivations }: Tables): Digest[] {
  if ('id' in thing) return [thing.id];
  const isMeant = ({ definition, parameters }: typeof derivations extends Map<Digest, infer R> ? R : never) =>
    'file' in thing
      ? definition.name === 'stemma.File' && [parameters.sha256, parameters.name].includes(thing.file)
      : globMatches(thing.analysis, definition.name) && (thing.version ?? definition.version) === definition.version;
  return [...derivations.values()].filter(isMeant).map(({ id }) => id);
}
