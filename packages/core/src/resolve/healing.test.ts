// Which errors mean damage, and what is forgotten for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '../errors.ts';
import type { ContentEntry, ResultIndex } from '../ports/result-index.ts';
import { damagedDigest, forgetDamaged } from './healing.ts';

const content = (contentDigest: string, digest: string, more: Partial<ContentEntry> = {}): ContentEntry => ({
  contentDigest,
  manifest: { outputs: { value: { digest, sizeBytes: 1, files: [] } } },
  ids: [`id of ${contentDigest}`],
  names: ['t.A'],
  pinned: false,
  forgotten: false,
  lastUsedMs: 0,
  ...more,
});

// Says what an index was told, in order.
function indexOf(...entries: ContentEntry[]) {
  const told: unknown[] = [];
  const index = {
    contents: async function* () {
      yield* entries;
    },
    pin: async (ids: readonly string[], pinned: boolean) => void told.push([pinned ? 'pin' : 'unpin', ...ids]),
    forget: async (digests: readonly string[]) => (told.push(['forget', ...digests]), 0),
  } as unknown as ResultIndex;
  return { index, told };
}

test('only corrupt and gone bytes with a digest are damage', () => {
  assert.equal(damagedDigest(new StemmaError('corrupt', '', { expected: 'd' })), 'd');
  assert.equal(damagedDigest(new StemmaError('gone', '', { digest: 'd', expected: 'e' })), 'd');
  assert.equal(damagedDigest(new StemmaError('gone', '', { id: 'x' })), undefined);
  assert.equal(damagedDigest(new StemmaError('unavailable', '', { digest: 'd' })), undefined);
  assert.equal(damagedDigest(new Error('corrupt')), undefined);
});

test('every content that refers to the bytes is forgotten, by value or by file, and no other', async () => {
  const file = { name: 'a', mediaType: 'b', digest: 'bad', sizeBytes: 1 };
  const withFile = { outputs: { f: { digest: 'ok', sizeBytes: 1, files: [file] } } };
  const { index, told } = indexOf(
    content('1', 'bad'),
    content('2', 'ok'),
    content('3', 'ok', { manifest: withFile }),
    content('4', 'bad', { forgotten: true }),
  );
  assert.equal(await forgetDamaged('bad', index), 2);
  assert.deepEqual(told, [['forget', '1', '3']]);
});

test('a pinned content is unpinned to be forgotten, and pinned again', async () => {
  const { index, told } = indexOf(content('1', 'bad', { pinned: true }));
  assert.equal(await forgetDamaged('bad', index), 1);
  assert.deepEqual(told, [
    ['unpin', 'id of 1'],
    ['forget', '1'],
    ['pin', 'id of 1'],
  ]);
});

test('nothing is written when nothing refers to the bytes', async () => {
  const { index, told } = indexOf(content('1', 'ok'));
  assert.equal(await forgetDamaged('bad', index), 0);
  assert.deepEqual(told, []);
});
