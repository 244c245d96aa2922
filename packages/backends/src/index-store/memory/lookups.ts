// The engine's questions to an index in memory.
import type { Clock, Digest, Known, ResultIndex, StoredResult } from '@stemma/core';
import type { MemoryDoubts } from './retractions.ts';
import { livingContent } from './tables.ts';
import type { Tables } from './tables.ts';

type Lookups = Pick<ResultIndex, 'known' | 'knownActions' | 'results' | 'payloads'>;

/** Look-ups over the tables; contents that are found count as used. */
export function memoryLookups(tables: Tables, clock: Clock, doubts: MemoryDoubts): Lookups {
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
    const { contentDigest, producedBy, publishedMs } = result;
    return { id, contentDigest, producedBy, publishedMs, manifest, forgotten, pinned: tables.pins.has(id) };
  }

  function firstOfAction(key: Digest): (Known & { producedBy: Digest }) | undefined {
    for (const id of tables.actions.get(key) ?? []) {
      // Whoever asks by action key vouches for the contents of the inputs: only what is itself retracted is refused.
      const producer = tables.results.get(id)?.producedBy;
      if (doubts.retracts(id) || (producer !== undefined && doubts.retracts(producer))) continue;
      const known = ask(id);
      if (known) return { ...known, producedBy: tables.results.get(id)!.producedBy };
    }
    return undefined;
  }

  return {
    // The cache refuses what is retracted or suspect.
    known: async (ids) => collect(ids, (id) => (doubts.has(id) ? undefined : ask(id))),
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
