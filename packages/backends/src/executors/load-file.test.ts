// Input files as bytes: verified at every reading, and private to whoever asked.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sha256 } from '../hashing/sha256.ts';
import { loadFile } from './load-file.ts';

const bytes = new TextEncoder().encode('thirty-two counts');
const digest = sha256(bytes);

function fileOf(t: TestContext, content: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-load-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'blob');
  writeFileSync(path, content);
  return path;
}

test('bytes come back from disk and from memory', (t) => {
  assert.deepEqual(loadFile({ path: fileOf(t, bytes) }, digest), bytes);
  assert.deepEqual(loadFile({ bytes }, digest), bytes);
});

test('writing into what was loaded reaches nobody else', () => {
  const loaded = loadFile({ bytes }, digest);
  loaded.fill(0);
  assert.deepEqual(loadFile({ bytes }, digest), new TextEncoder().encode('thirty-two counts'));
});

test('bytes that do not have the digest are reported as corrupt, with the digest', (t) => {
  const damaged = bytes.with(0, 0);
  for (const file of [{ bytes: damaged }, { path: fileOf(t, damaged) }])
    assert.throws(() => loadFile(file, digest), { code: 'corrupt', detail: { digest } });
});

test('a file that has gone is reported as gone, with its cause', (t) => {
  const path = `${fileOf(t, bytes)}-elsewhere`;
  assert.throws(
    () => loadFile({ path }, digest),
    (error: Error & { code: string }) =>
      error.code === 'gone' && (error.cause as NodeJS.ErrnoException).code === 'ENOENT',
  );
});
