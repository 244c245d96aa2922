// Digests of files on disk, computed in pieces.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { digestFileSync } from './digest-file.ts';

test('the digest is that of all bytes, below, at and beyond the size of a piece', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-digest-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  for (const sizeBytes of [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20 + 17]) {
    const bytes = Uint8Array.from({ length: sizeBytes }, (_, i) => (i * 31) ^ (i >> 8));
    writeFileSync(path, bytes);
    const digest = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual(digestFileSync(path), { digest, sizeBytes });
  }
});

test('a file that is not there, and a folder, are errors of the file system', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-digest-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  assert.throws(() => digestFileSync(join(folder, 'missing')), { code: 'ENOENT' });
  assert.throws(() => digestFileSync(folder), { code: 'EISDIR' });
});
