// Care of an index in memory: contents, pins, forgetting, checks.
import { canonicalJson } from '@stemma/core';
import type { ContentEntry, Digest, IndexDefect, Json, ResultIndex } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import type { MemoryContent, Tables } from './tables.ts';

type Care = Pick<ResultIndex, 'contents' | 'pin' | 'forget' | 'check' | 'size'>;

/** The caring methods over the tables. */
export function memoryCare(tables: Tables): Care {
  const isPinned = (content: MemoryContent) => content.holders.values().some((id) => tables.pins.has(id));

  async function* contents(): AsyncGenerator<ContentEntry> {
    for (const [contentDigest, content] of tables.contents) {
      const ids = [...content.holders];
      const names = [...new Set(ids.map((id) => tables.derivations.get(id)!.definition.name))];
      const { manifest, forgotten, lastUsedMs } = content;
      yield { contentDigest, manifest, ids, names, pinned: isPinned(content), forgotten, lastUsedMs };
    }
  }

  return {
    contents,
    pin: async (ids, pinned) => {
      for (const id of ids) {
        if (!pinned) tables.pins.delete(id);
        else if (tables.derivations.has(id)) tables.pins.add(id);
      }
    },
    forget: async (digests) => {
      const candidates = new Set<Digest>();
      for (const digest of digests) {
        const content = tables.contents.get(digest);
        if (!content || isPinned(content)) continue;
        content.forgotten = true;
        for (const value of content.values) candidates.add(value);
        content.values.clear();
      }
      return dropValues(tables, candidates);
    },
    check: async () => check(tables),
    size: async () => ({
      bytes: tables.payloads.values().reduce((sum, bytes) => sum + bytes.length, 0),
      rows: Object.fromEntries(
        Object.entries(tables).map(([name, table]) => [
          name,
          'size' in table ? (table as { size: number }).size : (table as { length: number }).length,
        ]),
      ),
    }),
  };
}

// A value may belong to several contents; it goes with the last of them.
function dropValues(tables: Tables, candidates: Set<Digest>): number {
  for (const { values } of tables.contents.values()) for (const value of values) candidates.delete(value);
  let freedBytes = 0;
  for (const value of candidates) {
    freedBytes += tables.payloads.get(value)?.length ?? 0;
    tables.payloads.delete(value);
  }
  return freedBytes;
}

// Maps cannot be damaged from outside: what is checked is that nobody changed what was handed out.
function check(tables: Tables): IndexDefect[] {
  const defects: IndexDefect[] = [];
  for (const [digest, { manifest }] of tables.contents) {
    if (sha256(canonicalJson(manifest as unknown as Json)) !== digest) {
      defects.push({ what: `the manifest of the content ${digest} does not have this digest` });
    }
  }
  for (const [digest, bytes] of tables.payloads) {
    if (sha256(bytes) !== digest) defects.push({ what: `the value ${digest} does not have this digest` });
  }
  return defects;
}
