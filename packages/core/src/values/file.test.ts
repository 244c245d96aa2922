// Files as values: names that stay in their folder, bytes from wherever they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileValue, isSafeName } from './file.ts';

test('names are relative and stay in their folder', () => {
  for (const name of ['a', 'a.fits', 'spectra/crab.fits', '..a', 'a..b/c']) assert.ok(isSafeName(name), name);
  for (const name of ['', '/a', 'a/', 'a//b', '.', '..', 'a/../b', './a', 'C:a', String.raw`a\b`, 'a\0'])
    assert.ok(!isSafeName(name), JSON.stringify(name));
});

test('a file with an unsafe name cannot be made', () => {
  assert.throws(() => new FileValue('../a', 'text/plain', { bytes: new Uint8Array() }), { code: 'invalid_request' });
});

test('bytes are given or loaded, and text is read as UTF-8', () => {
  const bytes = new TextEncoder().encode('µCrab');
  assert.equal(new FileValue('a', 'text/plain', { bytes }).text(), 'µCrab');
  const stored = new FileValue('a', 'text/plain', { digest: 'd', load: () => bytes });
  assert.deepEqual([stored.digest, stored.text()], ['d', 'µCrab']);
});

test('a file that exists only as a path has no digest yet, and its bytes are not read', () => {
  const file = new FileValue('a', 'text/plain', { path: 'a' });
  assert.equal(file.digest, undefined);
  assert.throws(() => file.bytes(), { code: 'invalid_request', message: /on disk/ });
});
