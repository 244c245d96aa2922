// The size of a manifest: values and their files, without reading any of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Manifest } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { manifestSizeBytes } from './manifest-size.ts';

const file = (name: string, sizeBytes: number) => ({ name, mediaType: 'text/plain', digest: sha256(name), sizeBytes });
const output = (sizeBytes: number, ...files: ReturnType<typeof file>[]) => ({ digest: sha256('x'), sizeBytes, files });

test('outputs count with all their files, and an expected failure counts nothing', () => {
  const manifest = { outputs: { a: output(10), b: output(1, file('f', 100), file('g', 1000)) } } as unknown as Manifest;
  assert.equal(manifestSizeBytes(manifest), 1111);
  assert.equal(manifestSizeBytes({ outputs: {} } as unknown as Manifest), 0);
  const failed = { failure: { reason: 'no_data', message: 'none', detail: {} } } as unknown as Manifest;
  assert.equal(manifestSizeBytes(failed), 0);
});

test('files beyond 4 GiB are counted exactly', () => {
  const manifest = { outputs: { a: output(0, file('f', 2 ** 33 + 1), file('g', 2 ** 33)) } } as unknown as Manifest;
  assert.equal(manifestSizeBytes(manifest), 2 ** 34 + 1);
});
