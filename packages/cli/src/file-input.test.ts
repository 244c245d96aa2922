// Files of this machine as inputs: named by their bytes and their last name, kept where there is a store.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { memoryBlobs, sha256 } from '@stemma/backends';
import { fileInput } from './file-input.ts';

const scratch = mkdtempSync(join(tmpdir(), 'stemma-file-input-'));
after(() => rmSync(scratch, { recursive: true }));

function fileWith(text: string, ...path: string[]): string {
  const place = join(scratch, ...path);
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, text);
  return place;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('a file is named by the digest of its bytes and by its last name, wherever it lies', async () => {
  const [here, there] = [fileWith('data', 'here', 'lc.fits'), fileWith('data', 'there', 'lc.fits')];
  const [one, two] = await Promise.all([fileInput(here, undefined), fileInput(there, undefined)]);
  assert.deepEqual(one.source, two.source);
  assert.deepEqual([one.source.name, one.source.sha256, one.source.sizeBytes], ['lc.fits', sha256(bytes('data')), 4]);
});

test('with a store the bytes are kept, so that the file may change or go', async () => {
  const blobs = memoryBlobs();
  const path = fileWith('first', 'changing.txt');
  const { source } = await fileInput(path, blobs);
  rmSync(path);
  assert.deepEqual(await blobs.get(source.sha256), bytes('first'));
});

test('without a store nothing is kept, and the name is the same', async () => {
  const path = fileWith('asked about', 'question.txt');
  const [kept, asked] = await Promise.all([fileInput(path, memoryBlobs()), fileInput(path, undefined)]);
  assert.equal(kept.source.sha256, asked.source.sha256);
});

test('an empty file is a file', async () => {
  const { source } = await fileInput(fileWith('', 'empty'), memoryBlobs());
  assert.deepEqual([source.sizeBytes, source.sha256], [0, sha256(bytes(''))]);
});

test('what cannot be read is refused by its path, with the reason', async () => {
  const refusal = (message: RegExp) => ({ code: 'not_found', message });
  await assert.rejects(
    fileInput(join(scratch, 'nothing.fits'), undefined),
    refusal(/nothing\.fits: there is no such file/),
  );
  await assert.rejects(fileInput(scratch, memoryBlobs()), refusal(/it is not a file/));
  const below = join(fileWith('', 'a-file'), 'x');
  await assert.rejects(fileInput(below, undefined), refusal(/there is no such file/));
});
