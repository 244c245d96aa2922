// Provenance made elsewhere in memory: nodes in the tables of all derivations, with contents that count as forgotten.
import { isDigest, StemmaError } from '@stemma/core';
import type { Clock, Digest, ForeignDocument, ForeignIndex, ForeignOrigin } from '@stemma/core';
import type { ForeignEntry } from '@stemma/core/exports';
import { manifestSizeBytes } from '../manifest-size.ts';
import { listAt, type Tables } from './tables.ts';

/** Foreign documents over the tables. */
export function memoryForeign(tables: Tables, clock: Clock): ForeignIndex {
  const documents = new Map<Digest, ForeignDocument>();
  const nodes = new Map<Digest, Digest[]>();
  const origins = new Map<Digest, ForeignOrigin[]>();
  return {
    importForeign: async ({ document, format, title = '', entries }, { agent, source }) => {
      const there = documents.get(document);
      if (there) return { state: 'already', document: there };
      for (const { record } of entries)
        if (!isDigest(record.id)) throw new StemmaError('invalid_request', `"${record.id}" is not a sha256`);
      const nowMs = clock.nowMs();
      const made = { document, format, source, title, agent, importedMs: nowMs, nodes: entries.length };
      documents.set(document, made);
      nodes.set(
        document,
        entries.map(({ record }) => record.id),
      );
      for (const entry of entries) {
        const { key, native } = entry;
        listAt(origins, entry.record.id).push({ ...made, key, ...(native !== undefined && { native }) });
        store(tables, entry, nowMs);
      }
      return { state: 'imported', document: made };
    },
    foreignDocuments: async () => [...documents.values()].reverse(),
    originsOf: async (ids) => {
      const found = new Map<Digest, ForeignOrigin[]>();
      for (const id of ids) if (origins.has(id)) found.set(id, origins.get(id)!.slice());
      return found;
    },
    nodesOf: async (document) => nodes.get(document)?.slice() ?? [],
  };
}

function store(tables: Tables, { record, manifest, contentDigest, used, activity }: ForeignEntry, nowMs: number): void {
  const { id } = record;
  if (tables.results.has(id)) return;
  tables.derivations.set(id, record);
  tables.contents.set(contentDigest, {
    manifest,
    failed: 'failure' in manifest,
    sizeBytes: manifestSizeBytes(manifest),
    forgotten: true,
    lastUsedMs: nowMs,
    holders: new Set([id]),
    values: new Set(),
  });
  tables.results.set(id, { contentDigest, producedBy: id, publishedMs: nowMs, actionKey: id, madeAt: 0, changedAt: 0 });
  tables.used.set(
    id,
    used.toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0)),
  );
  for (const use of used) {
    const users = tables.users.get(use.id) ?? new Set();
    tables.users.set(use.id, users.add(id));
  }
  if (activity) listAt(tables.activities, id).push(activity);
}
