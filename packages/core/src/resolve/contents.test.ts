// Reading results through the levels: batches, memory, and what is nowhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryBlobs, memoryIndex } from '@stemma/backends';
import { sha256 } from '../../test/setting.ts';
import type { OutputEntry } from '../identity/records.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { Contents } from './contents.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const entry = (text: string, files: OutputEntry['files'] = []): OutputEntry => ({
  digest: sha256(text),
  sizeBytes: text.length,
  files,
});
const text = (found: Map<string, Uint8Array>, of: string) => new TextDecoder().decode(found.get(sha256(of)));

function counting(blobs: BlobStore): { blobs: BlobStore; asked: string[] } {
  const asked: string[] = [];
  return { blobs: { ...blobs, get: (digest) => (asked.push(digest), blobs.get(digest)) }, asked };
}

test('values are read once from the blobs, then from memory', async () => {
  const { blobs, asked } = counting(memoryBlobs());
  await blobs.put(bytesOf('large'));
  const contents = new Contents(memoryIndex(), blobs, 2 ** 20);
  for (let i = 0; i < 3; i++) assert.equal(text(await contents.payloads([entry('large')]), 'large'), 'large');
  assert.equal(asked.length, 1);
});

test('the memory level forgets the oldest when it is full, and nothing is lost by it', async () => {
  const { blobs, asked } = counting(memoryBlobs());
  const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(2000).slice(0, 2000));
  for (const one of texts) await blobs.put(bytesOf(one));
  const contents = new Contents(memoryIndex(), blobs, 12_000);
  for (const one of texts) assert.equal(text(await contents.payloads([entry(one)]), one), one);
  const before = asked.length;
  await contents.payloads([entry(texts[19]!)]);
  assert.equal(asked.length, before, 'the newest is still there');
  await contents.payloads([entry(texts[0]!)]);
  assert.equal(asked.length, before + 1, 'the oldest is read again');
});

test('a value too large for the memory level does not push the others out', async () => {
  const { blobs, asked } = counting(memoryBlobs());
  for (const one of ['small', 'x'.repeat(9000)]) await blobs.put(bytesOf(one));
  const contents = new Contents(memoryIndex(), blobs, 12_000);
  await contents.payloads([entry('small')]);
  await contents.payloads([entry('x'.repeat(9000))]);
  asked.length = 0;
  await contents.payloads([entry('small')]);
  assert.deepEqual(asked, []);
});

test('a held value is readable before it is published', async () => {
  const contents = new Contents(memoryIndex(), memoryBlobs(), 2 ** 20);
  contents.hold(sha256('held'), bytesOf('held'));
  assert.equal(text(await contents.payloads([entry('held')]), 'held'), 'held');
});

test('what is in no level is gone, and says which digest', async () => {
  const contents = new Contents(memoryIndex(), memoryBlobs(), 2 ** 20);
  await assert.rejects(contents.payloads([entry('nowhere')]), { code: 'gone', detail: { digest: sha256('nowhere') } });
  const file = { name: 'a.fits', mediaType: 'application/fits', digest: sha256('lost'), sizeBytes: 4 };
  await assert.rejects(contents.files([entry('x', [file])]), { code: 'gone', message: /the file a\.fits/ });
});

test('what one resolution holds, no other one reads: its memory goes with it', async () => {
  const contents = new Contents(memoryIndex(), memoryBlobs(), 2 ** 20);
  const [one, other] = [contents.session(), contents.session()];
  one.hold(sha256('held'), bytesOf('held'));
  assert.equal(text(await one.payloads([entry('held')]), 'held'), 'held');
  await assert.rejects(other.payloads([entry('held')]), { code: 'gone' });
  // Published: it may be read from the memory that all share.
  one.release(sha256('held'));
  assert.equal(text(await other.payloads([entry('held')]), 'held'), 'held');
});
