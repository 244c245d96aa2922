// Processes are killed at random instants while they publish: what remains is whole.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Digest, Publication, ResultIndex } from '@stemma/core';
import { samplePublications } from '../sample-publications.ts';
import { sqliteIndex } from '../sqlite.ts';
import { batchLength, otherProcess } from './other-process.ts';

/** Rounds of two processes each; STEMMA_CRASH_ROUNDS asks for more. */
const rounds = Number(process.env['STEMMA_CRASH_ROUNDS'] ?? 12);

/** All batches in the order in which they were published, up to the first that is not there. */
async function publishedBatches(index: ResultIndex): Promise<Publication[][]> {
  const batches: Publication[][] = [];
  for (;;) {
    const batch = samplePublications(batchLength, true, batches.length * batchLength);
    const known = await index.known(batch.map(({ derivation }) => derivation.id));
    assert.ok(
      known.size === 0 || known.size === batchLength,
      `a batch is there as a whole or not at all, not ${known.size}`,
    );
    if (known.size === 0) return batches;
    batches.push(batch);
  }
}

async function assertWhole(index: ResultIndex, batch: readonly Publication[]): Promise<void> {
  const ids = batch.map(({ derivation }) => derivation.id);
  const results = await index.results(ids);
  const used = await index.used(ids);
  const payloads = await index.payloads(batch.flatMap(({ payloads }) => [...payloads.keys()]));
  for (const publication of batch) {
    const { id } = publication.derivation;
    assert.deepEqual(results.get(id)?.manifest, publication.manifest);
    assert.deepEqual(used.get(id) ?? [], publication.used);
    for (const [digest, bytes] of publication.payloads) assert.deepEqual(payloads.get(digest), new Uint8Array(bytes));
    assert.equal((await index.activities(id)).length, 1, 'it was published by exactly one process');
  }
}

describe('an index whose writers are killed', () => {
  it(`is sound and holds whole batches only, after ${rounds} rounds with two victims each`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'stemma-crash-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'index.sqlite');
    let seen = 0;
    for (let round = 0; round < rounds; round += 1) {
      const victims = await Promise.all([otherProcess(), otherProcess()]);
      // Not awaited: opening, migrating and publishing may all be cut short.
      const ends = victims.map((victim) => victim.open({ path }).then(() => victim.publishForever(seen * batchLength)));
      for (const victim of victims) {
        await wait(5 + Math.random() * 60);
        await victim.signal('SIGKILL');
      }
      await Promise.all(ends);
      const index = sqliteIndex({ path });
      assert.deepEqual(await index.check(), []);
      const batches = await publishedBatches(index);
      assert.ok(batches.length >= seen, 'nothing that was there is lost');
      for (const batch of batches.slice(Math.max(0, seen - 1))) await assertWhole(index, batch);
      seen = batches.length;
      const next: Digest[] = samplePublications(batchLength, true, seen * batchLength).map(
        ({ derivation }) => derivation.id,
      );
      const claims = await index.claim(next);
      assert.ok(
        [...claims.values()].every(({ state }) => state === 'claimed'),
        'the dead hold nothing',
      );
      await index.close();
    }
    assert.ok(seen > 0, 'the victims got to publish something');
  });
});
