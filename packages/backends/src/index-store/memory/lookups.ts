// The engine's questions to an index in memory.
import type { Clock, Digest, Known, ResultIndex, StoredResult } from '@stemma/core';
import { livingContent } from './tables.ts';
import type { Tables } from './tables.ts';

type Lookups = Pick<ResultIndex, 'known' | 'knownActions' | 'results' | 'payloads'>;

/** Look-ups over the tables; contents that are found count as used. */
export function memoryLookups(tables: Tables, clock: Clock): Lookups {
  function ask(id: Digest): Known | undefined {
    const living = livingContent(tables, id);
    if (!living) return undefined;
    living.content.lastUsedMs = clock.nowMs();
    return { contentDigest: living.digest, failed: living.content.failed };
  }

  function stored(id: Digest): StoredResult | undefined {
    const result = tables.results.get(id);
    if (!result) return undefined;
    const { manifest, forgotten } = tables.contents.get(result.contentDigest)!;
    ask(id);
    return { id, ...result, manifest, forgotten, pinned: tables.pins.has(id) };
  }

  function firstOfAction(key: Digest): (Known & { producedBy: Digest }) | undefined {
    for (const id of tables.actions.get(key) ?? []) {
      const known = ask(id);
      if (known) return { ...known, producedBy: tables.results.get(id)!.producedBy };
    }
    return undefined;
  }

  return {
    known: async (ids) => collect(ids, ask),
    knownActions: async (keys) => collect(keys, firstOfAction),
    results: async (ids) => collect(ids, stored),
    // Copies: whoever changes what he was given must not change what is stored.
    payloads: async (digests) => collect(digests, (digest) => tables.payloads.get(digest)?.slice()),
  };
}

/** The answers to a question by digest, without those that have none. */
export function collect<Answer>(
  digests: readonly Digest[],
  ask: (digest: Digest) => Answer | undefined,
): Map<Digest, Answer> {
  const found = new Map<Digest, Answer>();
  for (const digest of digests) {
    const answer = ask(digest);
    if (answer !== undefined) found.set(digest, answer);
  }
  return found;
}
