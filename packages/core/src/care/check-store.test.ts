// Checking a store.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryBlobs, memoryIndex, sha256 } from '@stemma/backends';
import { StemmaError } from '../errors.ts';
import { checkStore } from './check-store.ts';
import { SampleStore } from './sample-store.ts';

function setting() {
  const [index, blobs] = [memoryIndex(), memoryBlobs()];
  return { index, blobs, store: new SampleStore(sha256, index, blobs) };
}

test('a sound store has no problems, and orphans are none', async () => {
  const { index, blobs, store } = setting();
  await store.publish({ value: 'small', files: ['file'] });
  await store.publish({ value: 'large', large: true });
  await store.publish({ failed: true });
  await blobs.put(new Uint8Array(3));
  assert.deepEqual(await checkStore({ index, blobs }), {
    ok: true,
    blobs: 3,
    bytes: 12,
    results: 3,
    orphans: 1,
    problems: [],
  });
});

test('an empty store is sound', async () => {
  const { index, blobs } = setting();
  assert.deepEqual(await checkStore({ index, blobs }), {
    ok: true,
    blobs: 0,
    bytes: 0,
    results: 0,
    orphans: 0,
    problems: [],
  });
});

test('a missing file is told with every result that suffers', async () => {
  const { index, blobs, store } = setting();
  const one = await store.publish({ name: 't.One', files: ['shared'] });
  const two = await store.publish({ name: 't.Two', files: ['shared', 'other'] });
  await blobs.remove([sha256('shared')]);
  const { ok, problems } = await checkStore({ index, blobs });
  assert.equal(ok, false);
  const affects = [`t.One ${one.id.slice(0, 10)}`, `t.Two ${two.id.slice(0, 10)}`];
  const digest = sha256('shared');
  assert.deepEqual(problems, [{ kind: 'missing', what: `the file ${digest} is not in the store`, digest, affects }]);
});

test('a value may lie in the index or among the blobs, but somewhere it must be', async () => {
  const { index, blobs, store } = setting();
  await store.publish({ value: 'in the index' });
  await store.publish({ value: 'among the blobs', large: true });
  await blobs.remove([sha256('among the blobs')]);
  const { problems } = await checkStore({ index, blobs });
  assert.deepEqual(problems.map(({ kind, digest }) => [kind, digest]), [['missing', sha256('among the blobs')]]); // prettier-ignore
});

test('a damaged blob is told, also one that nothing refers to, and the check goes on', async () => {
  const { index, blobs, store } = setting();
  const { id } = await store.publish({ name: 't.One', files: ['damaged'] });
  await store.publish({ files: ['sound'] });
  const orphan = await blobs.put(new Uint8Array(3));
  const bad = new Set([sha256('damaged'), orphan.digest]);
  const get = async (digest: string) => {
    if (bad.has(digest)) throw new StemmaError('corrupt', `the blob ${digest} is damaged`);
    return blobs.get(digest);
  };
  const report = await checkStore({ index, blobs: { ...blobs, get } });
  assert.deepEqual([report.blobs, report.orphans], [3, 1]);
  assert.deepEqual(new Map(report.problems.map(({ digest, kind, affects }) => [digest, { kind, affects }])), new Map([
    [sha256('damaged'), { kind: 'corrupt', affects: [`t.One ${id.slice(0, 10)}`] }],
    [orphan.digest, { kind: 'corrupt', affects: [] }],
  ])); // prettier-ignore
});

test('what was forgotten is not missed, also when it is forgotten while the check runs', async () => {
  const { index, blobs, store } = setting();
  const before = await store.publish({ files: ['before'] });
  const during = await store.publish({ files: ['during'] });
  await index.forget([before.contentDigest]);
  await blobs.remove([sha256('before'), sha256('during')]);
  const has = async (digests: readonly string[]) => {
    await index.forget([during.contentDigest]);
    return blobs.has(digests);
  };
  assert.equal((await checkStore({ index, blobs: { ...blobs, has } })).ok, true);
});

test('what is written while the check runs is not missed', async () => {
  const { index, blobs, store } = setting();
  await store.publish({ files: ['late'] });
  await blobs.remove([sha256('late')]);
  let asked = 0;
  const has = async (digests: readonly string[]) => {
    if (asked++ === 1) await blobs.put(new TextEncoder().encode('late'));
    return blobs.has(digests);
  };
  assert.equal((await checkStore({ index, blobs: { ...blobs, has } })).ok, true);
});

test('defects of the index are problems too', async () => {
  const { index, blobs } = setting();
  const broken = { ...index, check: async () => [{ what: 'row 3 refers to nothing' }] };
  const { ok, problems } = await checkStore({ index: broken, blobs });
  assert.deepEqual([ok, problems], [false, [{ kind: 'index', what: 'row 3 refers to nothing', affects: [] }]]);
});

test('progress is told for every blob, with the total', async () => {
  const { index, blobs, store } = setting();
  await store.publish({ files: ['a', 'b', 'c'] });
  const told: string[] = [];
  await checkStore({ index, blobs, onProgress: (checked, total) => void told.push(`${checked}/${total}`) });
  assert.deepEqual(told, ['1/3', '2/3', '3/3']);
});

test('large blobs are verified as files where the store can, and never loaded then', async () => {
  const { index, blobs } = setting();
  const asked: string[] = [];
  const large = {
    ...blobs,
    list: async function* () {
      yield { digest: sha256('huge'), sizeBytes: 10 ** 10 };
      yield { digest: sha256('gone bad'), sizeBytes: 10 ** 10 };
    },
    pathOf: async (digest: string) => (digest === sha256('huge') ? '/somewhere' : undefined),
    get: async (digest: string): Promise<Uint8Array> => {
      asked.push(digest);
      throw new StemmaError('corrupt', 'damaged');
    },
  };
  const { problems } = await checkStore({ index, blobs: large });
  assert.deepEqual(asked, [sha256('gone bad')]);
  assert.equal(problems.length, 1);
});
