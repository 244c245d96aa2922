// Results: searched, and each by its id.
import { checkQuery, parseQuery, StemmaError, type Digest, type SearchPage, type SearchQuery } from '@stemma/core';
import type { Call, Handlers } from '../http/handler.ts';
import { noContent } from '../http/no-content.ts';
import type { Identity } from '../http/identity.ts';
import type { ServerParts } from '../parts.ts';
import { conditionalJson } from '../products/conditional.ts';
import { formatNames } from '../products/output-formats.ts';
import { logPage } from '../results/log-page.ts';
import { readableId, readableRecord, visibleOnly } from '../results/named-result.ts';
import { resultDocument } from '../results/result-document.ts';
import { momentOf, searchWordsOf, splitTerms } from '../results/search-terms.ts';
import { summaryDocument } from '../results/summary-document.ts';

type Operations = 'listResults' | 'searchResults' | 'getResult' | 'getResultLog' | 'pinResult';

/** Handlers of results. */
export function resultHandlers(parts: ServerParts): Handlers<Operations> {
  const { engine, index } = parts;
  const search = searching(parts);
  return {
    listResults: async ({ query: { q, limit, cursor } }, { identity }) => {
      const setting = {
        idOf: (id: string) => readableId(parts, id, identity),
        timeOf: (text: string) => momentOf(text, engine.services.clock.nowMs()),
      };
      const query = await parseQuery(splitTerms(q), setting);
      const asked = { ...query, withoutLeaves: true, pageSize: limit, ...(cursor !== undefined && { cursor }) };
      return pageDocument(await search(asked, identity));
    },
    searchResults: async ({ body }, { identity }) => pageDocument(await search(checked(body), identity)),
    getResult: async ({ params: { id } }, call) => {
      const document = resultDocument(await knownResult(parts, id, call), engine, (kind) =>
        formatNames(kind, parts.productWriter),
      );
      return conditionalJson(document, call.request, engine.services.identity.sha256);
    },
    getResultLog: async ({ params: { id }, query: { level, ...paging } }, { identity }) => {
      const activities = await index.activities(await readableId(parts, id, identity));
      return logPage(activities, level, paging);
    },
    pinResult: async ({ params: { id }, body: { pinned } }, { identity }) => {
      const { record } = await readableRecord(parts, id, identity);
      await index.pin([record.id], pinned);
      return noContent();
    },
  };
}

// What the index must know of loaded analyses is told to it once, when somebody searches.
function searching(parts: ServerParts) {
  const { engine, index } = parts;
  let told: Promise<void> | undefined;
  return async (query: SearchQuery, identity: Identity): Promise<SearchPage> => {
    if (!index.readOnly) await (told ??= index.describeAnalyses(searchWordsOf(engine.registry)));
    const page = await index.search(query);
    const visible = new Set(
      visibleOnly(
        parts,
        page.results.map(({ id }) => id),
        identity,
      ),
    );
    return { ...page, results: page.results.filter(({ id }) => visible.has(id)) };
  };
}

function pageDocument({ results, next }: SearchPage) {
  return { items: results.map(summaryDocument), ...(next !== undefined && { next }) };
}

// What core says of a field becomes a pointer into the body.
function checked(body: unknown): SearchQuery {
  try {
    return checkQuery(body);
  } catch (error) {
    if (!(error instanceof StemmaError) || typeof error.detail.field !== 'string') throw error;
    throw new StemmaError(error.code, error.message, { pointer: `/${error.detail.field}` }, error);
  }
}

async function knownResult(parts: ServerParts, idOrPrefix: string, { identity }: Call) {
  const { index } = parts;
  const { record, stored } = await readableRecord(parts, idOrPrefix, identity);
  const ids: Digest[] = [record.id];
  const [activities, standings, former, tags, notes] = await Promise.all([
    index.activities(record.id),
    index.standings(ids),
    index.formerResults(record.id),
    index.tagsOf(ids),
    index.notesOf(ids),
  ]);
  return {
    record,
    stored,
    activities,
    standing: standings.get(record.id),
    former,
    tags: (tags.get(record.id) ?? []).map(({ name }) => name),
    notes: (notes.get(record.id) ?? []).length,
  };
}
