// A server as the index of a store that can only be read: what commands ask of an index is asked of its routes. What no
// route answers is refused in words.
import type { Client } from '@stemma/api';
import {
  isDigest,
  StemmaError,
  type ActivityRecord,
  type Digest,
  type LogLine,
  type ResultIndex,
  type ResultQuery,
  type ResultSummary,
  type SearchQuery,
} from '@stemma/core';
import {
  activitiesOf,
  derivationOf,
  standingOf,
  storedOf,
  summaryOf,
  type ResultDocument,
} from './result-documents.ts';

/** Hears of each document, for the declarations that it carries. */
export type Seen = (document: ResultDocument) => void;

const atOnce = 16;

/** The documents of results, each fetched once. */
export class ResultDocuments {
  readonly #client: Client;
  readonly #seen: Seen;
  readonly #byId = new Map<string, Promise<ResultDocument | undefined>>();

  constructor(client: Client, seen: Seen) {
    this.#client = client;
    this.#seen = seen;
  }

  /** Those that there are, by id. */
  async get(ids: readonly Digest[]): Promise<Map<Digest, ResultDocument>> {
    const found = new Map<Digest, ResultDocument>();
    for (let i = 0; i < ids.length; i += atOnce) {
      const documents = await Promise.all(ids.slice(i, i + atOnce).map((id) => this.one(id)));
      for (const document of documents) if (document) found.set(document.id, document);
    }
    return found;
  }

  /** One by its id or first digits; undefined when the server has none, or not for this caller. */
  one(idOrPrefix: string): Promise<ResultDocument | undefined> {
    let asked = this.#byId.get(idOrPrefix);
    if (!asked) this.#byId.set(idOrPrefix, (asked = this.#fetch(idOrPrefix)));
    return asked;
  }

  /** Forgets one that may have changed. */
  forget(id: Digest): void {
    this.#byId.delete(id);
  }

  async #fetch(id: string): Promise<ResultDocument | undefined> {
    try {
      const document = await this.#client.getResult({ params: { id } });
      this.#seen(document);
      return document;
    } catch (error) {
      if (error instanceof StemmaError && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}

type Answered = Pick<
  ResultIndex,
  | 'label'
  | 'readOnly'
  | 'derivations'
  | 'results'
  | 'activities'
  | 'expand'
  | 'find'
  | 'search'
  | 'standings'
  | 'formerResults'
  | 'originsOf'
  | 'payloads'
  | 'close'
>;

/** The index of a server. */
export function remoteIndex(client: Client, documents: ResultDocuments, label: string): ResultIndex {
  const mapped = async <T>(ids: readonly Digest[], read: (document: ResultDocument) => T | undefined) => {
    const entries = [...(await documents.get(ids))].map(([id, document]) => [id, read(document)] as const);
    return new Map(entries.filter((entry): entry is readonly [Digest, T & {}] => entry[1] !== undefined));
  };
  const search = searching(client);
  const answered: Answered = {
    label,
    readOnly: true,
    derivations: (ids) => mapped(ids, derivationOf),
    results: (ids) => mapped(ids, storedOf),
    activities: async (id) => activities(client, await documents.one(id)),
    expand: async (prefix) => (isDigest(prefix) ? [prefix] : [(await documents.one(prefix))?.id ?? []].flat()),
    find: findBySearch(search),
    search,
    standings: (ids) => mapped(ids, standingOf),
    // Former contents, imports and small values: none that is shown here comes from the index of a server.
    formerResults: () => Promise.resolve([]),
    originsOf: () => Promise.resolve(new Map()),
    payloads: () => Promise.resolve(new Map()),
    close: () => Promise.resolve(),
  };
  return refusingOthers(answered, label);
}

/** The same object; a method that it does not have rejects with `invalid_request`. */
function refusingOthers(answered: Answered, label: string): ResultIndex {
  return new Proxy(answered, {
    get: (target, name) => {
      if (Object.hasOwn(target, name) || typeof name === 'symbol' || name === 'then')
        return target[name as keyof Answered];
      return () =>
        Promise.reject(new StemmaError('invalid_request', `${label} cannot be asked for this: leave out --server`));
    },
  }) as ResultIndex;
}

function searching(client: Client) {
  return async (query: SearchQuery) => {
    const { items, next } = await client.searchResults({ body: query as never });
    return { results: items.map(summaryOf), ...(next !== undefined && { next }) };
  };
}

// Pages are asked for one after the other: the cursor of each is kept under the offset at which it begins.
function findBySearch(search: ReturnType<typeof searching>) {
  const cursors = new Map<number, string>();
  return async ({ name, limit = 50, offset = 0 }: ResultQuery): Promise<ResultSummary[]> => {
    const cursor = cursors.get(offset);
    if (offset > 0 && cursor === undefined) return [];
    const query = { ...(name !== undefined && { analysis: name }), ...(cursor !== undefined && { cursor }) };
    const { results, next } = await search({ ...query, pageSize: limit });
    if (next !== undefined) cursors.set(offset + limit, next);
    return results;
  };
}

async function activities(client: Client, document: ResultDocument | undefined): Promise<ActivityRecord[]> {
  if (!document) return [];
  const lines: (LogLine & { activity: number })[] = [];
  let cursor: string | undefined;
  if (document.activities.some(({ logLines }) => logLines > 0)) {
    do {
      const page = await client.getResultLog({
        params: { id: document.id },
        query: { limit: 1000, ...(cursor !== undefined && { cursor }) },
      });
      for (const { time, level, text, activity } of page.items)
        lines.push({ timeMs: Date.parse(time), level, text, activity });
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return activitiesOf(document, lines);
}
