// Data holdings: the files that the loaded modules declare, and which of them are here.
import type { SourceEntry } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { blobHref } from '../results/hrefs.ts';
import { pageByKey } from '../results/pages.ts';

/** Handlers of data holdings. */
export function dataHandlers({ engine, blobs }: ServerParts): Handlers<'listSources'> {
  return {
    listSources: async ({ query: { q, module: wanted, ...paging } }) => {
      const words = q.toLowerCase().split(/\s+/).filter(Boolean);
      const declared = engine.registry.modules
        .filter(({ name }) => wanted === undefined || name === wanted)
        .flatMap(({ name, sources = [] }) => sources.map((entry) => ({ module: name, entry })))
        .filter(({ entry }) => words.every((word) => textOf(entry).includes(word)));
      const key = ({ module, entry }: (typeof declared)[number]) => `${entry.name}\n${entry.sha256}\n${module}`;
      const { items, next } = pageByKey(declared, key, paging);
      const held = await blobs.has(items.map(({ entry }) => entry.sha256));
      const documents = items.map(({ module, entry }) => sourceDocument(module, entry, held.has(entry.sha256)));
      return { items: documents, ...(next !== undefined && { next }) };
    },
  };
}

function textOf({ name, description = '' }: SourceEntry): string {
  return `${name} ${description}`.toLowerCase();
}

function sourceDocument(module: string, entry: SourceEntry, held: boolean) {
  const { name, sha256, mediaType, sizeBytes, description, licence, urls = [] } = entry;
  return {
    name,
    module,
    sha256,
    mediaType,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(description !== undefined && { description }),
    ...(licence !== undefined && { licence }),
    urls: [...urls],
    held,
    ...(held && { href: blobHref(sha256, name) }),
  };
}
