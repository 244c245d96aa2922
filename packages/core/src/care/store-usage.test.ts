// What takes how much room.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryBlobs, memoryIndex, sha256 } from '@stemma/backends';
import { SampleStore } from './sample-store.ts';
import { storeUsage } from './store-usage.ts';

function setting() {
  const [index, blobs] = [memoryIndex(), memoryBlobs()];
  return { index, blobs, store: new SampleStore(sha256, index, blobs) };
}

test('bytes are counted by analysis, the largest first, and blobs and index as they lie', async () => {
  const { index, blobs, store } = setting();
  await store.publish({ name: 't.Small', value: 'x'.repeat(10) });
  await store.publish({ name: 't.Large', value: 'y'.repeat(20), files: ['z'.repeat(100)] });
  await store.publish({ name: 't.Large', value: 'w'.repeat(30), large: true });
  await blobs.put(new Uint8Array(7));
  const { rows, ...usage } = await storeUsage({ index, blobs });
  assert.deepEqual(usage, {
    totalBytes: 167,
    indexBytes: 30,
    blobBytes: 137,
    blobCount: 3,
    byAnalysis: [
      { name: 't.Large', results: 2, bytes: 150 },
      { name: 't.Small', results: 1, bytes: 10 },
    ],
  });
  assert.equal(rows.results, 3);
});

test('what is shared counts once, for the analysis that stored it first', async () => {
  const { index, blobs, store } = setting();
  const file = 'z'.repeat(100);
  await store.publish({ name: 't.First', value: 'a', files: [file] });
  await store.publish({ name: 't.Second', value: 'b', files: [file] });
  await store.publish({ name: 't.Second', value: 'a', files: [file] });
  const { byAnalysis } = await storeUsage({ index, blobs });
  assert.deepEqual(byAnalysis, [
    { name: 't.First', results: 1, bytes: 101 },
    { name: 't.Second', results: 2, bytes: 1 },
  ]);
});

test('an inherited failure counts for each analysis that ended with it, and takes no room', async () => {
  const { index, blobs, store } = setting();
  for (const name of ['t.Image', 't.Spectrum', 't.Image']) await store.publish({ name, failed: true });
  const { byAnalysis } = await storeUsage({ index, blobs });
  assert.deepEqual(byAnalysis, [
    { name: 't.Image', results: 2, bytes: 0 },
    { name: 't.Spectrum', results: 1, bytes: 0 },
  ]);
});

test('what was forgotten takes no room', async () => {
  const { index, blobs, store } = setting();
  const { contentDigest } = await store.publish({ value: 'x' });
  await index.forget([contentDigest]);
  assert.deepEqual((await storeUsage({ index, blobs })).byAnalysis, []);
});
