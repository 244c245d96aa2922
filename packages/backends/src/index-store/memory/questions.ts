// People's questions to an index in memory.
import type { Digest, ResultIndex, ResultQuery, ResultSummary, Timing } from '@stemma/core';
import { timingOf, timingWindow } from '../durations.ts';
import { defaultLimit, nameMatches, parametersMatch, textMatches } from '../result-filter.ts';
import { collect } from './lookups.ts';
import { withStandings } from '../with-standings.ts';
import { memoryStandings } from './retractions.ts';
import type { Tables } from './tables.ts';

type Questions = Pick<
  ResultIndex,
  'derivations' | 'activities' | 'used' | 'users' | 'expand' | 'find' | 'timings' | 'latest'
>;

/** The questions over the tables. */
export function memoryQuestions(tables: Tables): Questions {
  return {
    derivations: async (ids) => collect(ids, (id) => tables.derivations.get(id)),
    activities: async (id) => [...(tables.activities.get(id) ?? [])],
    used: async (ids) => collect(ids, (id) => (tables.used.get(id)?.length ? [...tables.used.get(id)!] : undefined)),
    users: async (id) => [...(tables.users.get(id) ?? [])],
    expand: async (prefix) =>
      [...tables.derivations.keys()]
        .filter((id) => id.startsWith(prefix))
        .sort()
        .slice(0, 10),
    find: async (query) => withStandings(find(tables, query), (ids) => memoryStandings(tables, ids)),
    timings: async (names) => collect(names, (name) => timingFor(tables, name)),
    latest: async (name, limit) =>
      newestFirst(tables, (id) => tables.derivations.get(id)!.definition.name === name).slice(0, limit),
  };
}

/** Ids with a result, newest first; of equal times the one recorded last comes first. */
function newestFirst(tables: Tables, keep: (id: Digest) => boolean): Digest[] {
  const ids = [...tables.results.keys()].filter(keep).reverse();
  return ids.sort((a, b) => tables.results.get(b)!.publishedMs - tables.results.get(a)!.publishedMs);
}

// Every result is looked at for every question: an index in memory holds thousands, not millions.
function find(tables: Tables, query: ResultQuery): ResultSummary[] {
  const { limit = defaultLimit, offset = 0 } = query;
  return newestFirst(tables, (id) => means(query, summaryOf(tables, id)))
    .slice(offset, offset + Math.max(0, limit))
    .map((id) => summaryOf(tables, id));
}

function means(query: ResultQuery, { name, parameters, publishedMs, failed }: ResultSummary): boolean {
  return (
    nameMatches(query.name, name) &&
    publishedMs >= (query.sinceMs ?? -Infinity) &&
    failed === (query.failed ?? failed) &&
    parametersMatch(query.parameters, parameters) &&
    textMatches(query.text, name, parameters)
  );
}

/** The row of a listing. */
export function summaryOf(tables: Tables, id: Digest): ResultSummary {
  const { definition, parameters } = tables.derivations.get(id)!;
  const { contentDigest, publishedMs } = tables.results.get(id)!;
  const { failed, forgotten, sizeBytes } = tables.contents.get(contentDigest)!;
  const { name, version } = definition;
  const pinned = tables.pins.has(id);
  return { id, name, version, parameters, contentDigest, failed, forgotten, pinned, publishedMs, sizeBytes };
}

// Only what succeeded: a failure after a second says nothing of how long success takes.
function timingFor(tables: Tables, name: string): Timing | undefined {
  const done = [...tables.activities.values()]
    .flat()
    .filter(
      ({ derivation, status }) => status === 'done' && tables.derivations.get(derivation)?.definition.name === name,
    )
    .sort((a, b) => b.finishedMs - a.finishedMs);
  return timingOf(done.slice(0, timingWindow).map(({ startedMs, finishedMs }) => finishedMs - startedMs));
}
