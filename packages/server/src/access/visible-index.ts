// The index as one caller knows it: what somebody else made privately counts as unknown. Plans are made on it, so that a
// plan does not tell what others have asked for; searches for something alike find only what the caller may see.
import type { Digest, ResultIndex } from '@stemma/core';
import type { Identity } from '../http/identity.ts';
import type { Visibility } from './visibility.ts';

// Where the newest result of a shape is hidden, so many of that shape are looked through for one that is not.
const lookedThrough = 100;

/** An index in whose answers about results nothing is that the caller may not see. Walks and records are as they were. */
export function visibleIndex(index: ResultIndex, visibility: Pick<Visibility, 'hidden'>, by: Identity): ResultIndex {
  const hiddenOf = (ids: readonly Digest[]) => visibility.hidden(by, 'result', ids);
  const visible = <T>(found: Map<Digest, T>): Map<Digest, T> => {
    for (const id of hiddenOf([...found.keys()])) found.delete(id);
    return found;
  };
  const search: ResultIndex['search'] = async (query) => {
    const page = await index.search(query);
    const hidden = hiddenOf(page.results.map(({ id }) => id));
    return { ...page, results: page.results.filter(({ id }) => !hidden.has(id)) };
  };
  const populations: ResultIndex['populations'] = async (shapes) => {
    const found = await index.populations(shapes);
    const hidden = hiddenOf(Array.from(found.values(), ({ newest }) => newest));
    for (const [shape, { newest }] of found) {
      if (!hidden.has(newest)) continue;
      const { results } = await search({ shape: { level: 'l1', of: newest }, pageSize: lookedThrough });
      if (results.length === 0) found.delete(shape);
      else found.set(shape, { newest: results[0]!.id, results: results.length });
    }
    return found;
  };
  const answers: Partial<ResultIndex> = {
    search,
    populations,
    known: async (ids) => visible(await index.known(ids)),
    results: async (ids) => visible(await index.results(ids)),
    standings: async (ids) => visible(await index.standings(ids)),
    activities: async (id) => (hiddenOf([id]).has(id) ? [] : index.activities(id)),
    latest: async (name, limit) => {
      const ids = await index.latest(name, limit);
      const hidden = hiddenOf(ids);
      return ids.filter((id) => !hidden.has(id));
    },
  };
  return new Proxy(index, {
    get: (target, name) => {
      if (Object.hasOwn(answers, name)) return answers[name as keyof ResultIndex];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
