// Garbage collection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryBlobs, memoryIndex, sha256 } from '@stemma/backends';
import fc from 'fast-check';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { collectGarbage, type GarbagePolicy } from './collect-garbage.ts';
import { checkStore } from './check-store.ts';
import { referencesOf } from './references.ts';
import { SampleStore, type SampleResult } from './sample-store.ts';

interface Setting {
  readonly index: ResultIndex;
  readonly blobs: BlobStore;
  readonly clock: Clock & { at(ms: number): void };
  readonly store: SampleStore;
  collect(policy: GarbagePolicy): ReturnType<typeof collectGarbage>;
}

function setting(): Setting {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, sleep: async () => {}, at: (ms: number) => void (nowMs = ms) };
  const [index, blobs] = [memoryIndex({ clock }), memoryBlobs()];
  const store = new SampleStore(sha256, index, blobs);
  return { index, blobs, clock, store, collect: (policy) => collectGarbage(policy, { index, blobs, clock }) };
}

async function digestsIn(blobs: BlobStore): Promise<Set<string>> {
  const digests = new Set<string>();
  for await (const { digest } of blobs.list()) digests.add(digest);
  return digests;
}

const text = (bytes: number, name: string) => name.padEnd(bytes, '.');

test('what nobody used for long is forgotten, with its blobs, and the provenance stays', async () => {
  const { index, blobs, clock, store, collect } = setting();
  const old = await store.publish({ value: text(100, 'old'), files: [text(1000, 'old file')] });
  clock.at(100_000);
  const young = await store.publish({ value: text(100, 'young'), large: true });
  const report = await collect({ olderThanS: 50 });
  assert.deepEqual(report, {
    forgotten: 1,
    freedBytes: 1100,
    kept: 1,
    orphans: 0,
    leftovers: 0,
    candidates: [{ names: ['t.Sample'], bytes: 1100, lastUsedMs: 0 }],
  });
  assert.equal((await index.known([old.id])).has(old.id), false);
  assert.equal((await index.derivations([old.id])).has(old.id), true);
  assert.deepEqual(await digestsIn(blobs), new Set(referencesOf(young.manifest).map(({ digest }) => digest)));
});

test('with a size the least recently used go first, and no more than needed', async () => {
  const { index, clock, store, collect } = setting();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    clock.at(i * 1000);
    ids.push((await store.publish({ value: text(100, `${i}`), large: i % 2 === 0 })).id);
  }
  clock.at(10_000);
  await index.known([ids[0]!]);
  const report = await collect({ maxBytes: 300 });
  assert.equal(report.forgotten, 2);
  assert.deepEqual([...(await index.known(ids)).keys()].sort(), [ids[0]!, ids[3]!, ids[4]!].sort());
  assert.equal((await collect({ maxBytes: 300 })).forgotten, 0);
});

test('a blob that a kept content shares stays, and counts only when the last one goes', async () => {
  const { blobs, clock, store, collect } = setting();
  const shared = text(1000, 'shared');
  await store.publish({ value: text(10, 'a'), files: [shared] });
  clock.at(1000);
  await store.publish({ value: text(10, 'b'), files: [shared] });
  assert.equal((await collect({ maxBytes: 1015 })).freedBytes, 10);
  assert.ok((await digestsIn(blobs)).has(sha256(shared)));
  assert.equal((await collect({ maxBytes: 1000 })).freedBytes, 1010);
  assert.equal((await digestsIn(blobs)).size, 0);
});

test('pinned contents, failures and other analyses are passed over', async () => {
  const { index, clock, store, collect } = setting();
  const pinned = await store.publish({ name: 'a.Pinned' });
  const failed = await store.publish({ name: 'a.Failed', failed: true });
  const other = await store.publish({ name: 'b.Other' });
  const meant = await store.publish({ name: 'a.Meant' });
  await index.pin([pinned.id], true);
  clock.at(1_000_000);
  const { forgotten, kept } = await collect({ olderThanS: 1, maxBytes: 0, names: 'a.*' });
  assert.deepEqual([forgotten, kept], [1, 3]);
  assert.deepEqual(
    new Set((await index.known([pinned, failed, other, meant].map(({ id }) => id))).keys()),
    new Set([pinned.id, failed.id, other.id]),
  );
  assert.equal((await collect({ maxBytes: 0, names: 'b.Other' })).forgotten, 1);
});

test('a dry run says what a real one would do, and does nothing', async () => {
  const { index, blobs, clock, store, collect } = setting();
  const { id } = await store.publish({ value: text(100, 'small'), files: [text(50, 'file')] });
  await store.publish({ value: text(200, 'large'), large: true });
  await blobs.put(new Uint8Array(30));
  clock.at(10_000);
  const policy = { olderThanS: 1, orphansOlderThanS: 0 };
  const dry = await collect({ ...policy, dryRun: true });
  assert.equal((await index.known([id])).size, 1);
  assert.equal((await digestsIn(blobs)).size, 3);
  assert.equal(dry.freedBytes, 380);
  assert.equal(dry.orphans, 1);
  clock.at(20_000);
  const { candidates, ...real } = await collect(policy);
  const { candidates: announced, ...said } = dry;
  assert.deepEqual(real, said);
  assert.equal(candidates.length, announced.length);
});

test('without age or size only orphans go, and of those none that may belong to a result on its way', async () => {
  const { index, blobs, clock, store } = setting();
  await store.publish({ files: ['kept'] });
  const [old, young] = [await blobs.put(new Uint8Array([1])), await blobs.put(new Uint8Array([2]))];
  const ages = new Map([[old.digest, 0], [young.digest, 9_000_000]]); // prettier-ignore
  const aged: BlobStore = {
    ...blobs,
    sweep: async (olderThanS) => olderThanS,
    async *list() {
      for await (const info of blobs.list()) yield { ...info, modifiedMs: ages.get(info.digest) ?? 0 };
    },
  };
  clock.at(10_000_000);
  const report = await collectGarbage({}, { index, blobs: aged, clock });
  assert.deepEqual(report, { forgotten: 0, freedBytes: 1, kept: 1, orphans: 1, leftovers: 3600, candidates: [] });
  assert.deepEqual(
    await blobs.has([old.digest, young.digest, sha256('kept')]),
    new Set([young.digest, sha256('kept')]),
  );
});

test('orphans of unknown age stay until they are asked for', async () => {
  const { blobs, collect } = setting();
  await blobs.put(new Uint8Array([1]));
  assert.equal((await collect({})).orphans, 0);
  assert.equal((await collect({ orphansOlderThanS: 0 })).orphans, 1);
});

test('what is published again while the collection runs is kept, with its blobs', async () => {
  const { index, blobs, clock, store } = setting();
  const result: SampleResult = { value: text(100, 'v'), large: true, files: ['f'] };
  const { contentDigest } = await store.publish(result);
  clock.at(10_000);
  const racing = { ...blobs, list: () => listAfter(() => store.publish(result), blobs) };
  const report = await collectGarbage({ olderThanS: 1 }, { index, blobs: racing, clock });
  assert.deepEqual([report.forgotten, report.kept, report.freedBytes], [0, 1, 0]);
  assert.equal((await checkStore({ index, blobs })).ok, true);
  for await (const content of index.contents())
    assert.deepEqual([content.contentDigest, content.forgotten], [contentDigest, false]);
});

async function* listAfter(first: () => Promise<unknown>, blobs: BlobStore): ReturnType<BlobStore['list']> {
  await first();
  yield* blobs.list();
}

test('a crash after forgetting leaves nothing but orphans, which the next collection takes', async () => {
  const { index, blobs, clock, store, collect } = setting();
  await store.publish({ value: text(100, 'v'), large: true });
  clock.at(10_000);
  const crashing = { ...blobs, remove: () => Promise.reject(new Error('killed')) };
  await assert.rejects(collectGarbage({ olderThanS: 1 }, { index, blobs: crashing, clock }), /killed/);
  const { ok, orphans } = await checkStore({ index, blobs });
  assert.deepEqual([ok, orphans], [true, 1]);
  assert.equal((await collect({ orphansOlderThanS: 0 })).freedBytes, 100);
});

test('no collection ever takes a blob that a kept content refers to', async () => {
  const name = fc.constantFrom('a.One', 'a.Two', 'b.Three');
  const values = fc
    .constantFrom('x', 'yy', 'zzz', 'wwww', 'vvvvv')
    .map((value) => ({ value, large: value.length > 3 }));
  const files = fc.array(fc.constantFrom('a', 'bb', 'ccc', 'dddd'), { maxLength: 3 });
  const result = fc.record({
    name,
    values,
    files,
    failed: fc.boolean(),
    pinned: fc.boolean(),
    atMs: fc.nat({ max: 9000 }),
  });
  const limits = {
    olderThanS: fc.nat({ max: 10 }),
    maxBytes: fc.nat({ max: 30 }),
    names: fc.constantFrom('*', 'a.*', 'b.Three'),
    orphansOlderThanS: fc.constantFrom(0, 3600),
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(result, { maxLength: 12 }),
      fc.record(limits, { requiredKeys: [] }),
      async (results, policy) => {
        const { index, blobs, clock, store, collect } = setting();
        for (const { pinned, atMs, values, ...sample } of results.toSorted((a, b) => a.atMs - b.atMs)) {
          clock.at(atMs);
          const { id } = await store.publish({ ...sample, ...values });
          if (pinned) await index.pin([id], true);
        }
        clock.at(10_000);
        const before = await bytesIn(index, blobs);
        const dry = await collect({ ...policy, dryRun: true });
        const real = await collect(policy);
        assert.deepEqual(real, dry);
        assert.equal(await bytesIn(index, blobs), before - real.freedBytes);
        const { ok, problems } = await checkStore({ index, blobs });
        assert.ok(ok, JSON.stringify(problems));
        for await (const { pinned, forgotten } of index.contents()) assert.ok(!(pinned && forgotten));
      },
    ),
    { numRuns: 150 },
  );
});

async function bytesIn(index: ResultIndex, blobs: BlobStore): Promise<number> {
  let { bytes } = await index.size();
  for await (const { sizeBytes } of blobs.list()) bytes += sizeBytes;
  return bytes;
}
