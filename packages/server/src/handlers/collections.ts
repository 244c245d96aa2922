// Tags, notes and collections over HTTP; who says something is who asks.
import { StemmaError } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import { noContent } from '../http/no-content.ts';
import type { ServerParts } from '../parts.ts';
import { resultHref } from '../results/hrefs.ts';
import { readableId, readableIds, visibleOnly } from '../results/named-result.ts';
import { pageByKey, pageByPlace } from '../results/pages.ts';
import { moment } from '../results/result-document.ts';

type TagOperations = 'listTags' | 'tagResults' | 'untagResult' | 'listNotes' | 'addNote';
type CollectionOperations =
  | 'listCollections'
  | 'describeCollection'
  | 'listMembers'
  | 'collectResults'
  | 'uncollectResult';

/** Handlers of tags and notes. */
export function tagHandlers(parts: ServerParts): Handlers<TagOperations> {
  const { index } = parts;
  return {
    listTags: async ({ query }) =>
      pageByKey(
        (await index.tags()).map(({ name, size }) => ({ name, size })),
        ({ name }) => name,
        query,
      ),
    tagResults: async ({ params: { name }, body: { ids } }, { identity }) =>
      index.tag(await readableIds(parts, ids, identity), name, { agent: identity.subject }).then(noContent),
    untagResult: async ({ params: { name, id } }, { identity }) =>
      index.untag([await readableId(parts, id, identity)], name).then(noContent),
    listNotes: async ({ params: { id }, query }, { identity }) => {
      const found = await readableId(parts, id, identity);
      const notes = (await index.notesOf([found])).get(found) ?? [];
      const { items, next } = pageByPlace(notes, query);
      const documents = items.map(({ text, agent, atMs }) => ({ text, agent, time: moment(atMs) }));
      return { items: documents, ...(next !== undefined && { next }) };
    },
    addNote: async ({ params: { id }, body: { text } }, { identity }) =>
      index.addNote(await readableId(parts, id, identity), text, { agent: identity.subject }).then(noContent),
  };
}

/** Handlers of collections. */
export function collectionHandlers(parts: ServerParts): Handlers<CollectionOperations> {
  const { index } = parts;
  return {
    listCollections: async ({ query }) =>
      pageByKey(
        (await index.collections()).map(({ createdMs, ...one }) => ({ ...one, created: moment(createdMs) })),
        ({ name }) => name,
        query,
      ),
    describeCollection: ({ params: { name }, body: { description } }, { identity }) =>
      index.describeCollection(name, description, { agent: identity.subject }).then(noContent),
    listMembers: async ({ params: { name }, query }, { identity }) => {
      const all = await index.membersOf(name);
      if (all.length === 0) await mustExist(name, parts);
      const { items, next } = pageByPlace(all, query);
      const ids = visibleOnly(parts, items, identity);
      const records = await index.derivations(ids);
      const members = ids.map((id) => ({ id, name: records.get(id)?.definition.name ?? '', href: resultHref(id) }));
      return { items: members, ...(next !== undefined && { next }) };
    },
    collectResults: async ({ params: { name }, body: { ids } }, { identity }) =>
      index.collect(name, await readableIds(parts, ids, identity), { agent: identity.subject }).then(noContent),
    uncollectResult: async ({ params: { name, id } }, { identity }) =>
      index.uncollect(name, [await readableId(parts, id, identity)]).then(noContent),
  };
}

async function mustExist(name: string, { index }: ServerParts): Promise<void> {
  if ((await index.collections()).some((one) => one.name === name)) return;
  throw new StemmaError('not_found', `there is no collection "${name}"`, { collection: name });
}
