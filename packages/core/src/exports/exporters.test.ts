// What every exporter promises: pure, whole, bounded, in files that stay in their folder.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isSafeName } from '../values/file.ts';
import type { ExportedFile } from './exported-file.ts';
import { exporters } from './exporters.ts';
import { sampleHistory } from './sample-history.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function textOf(files: readonly ExportedFile[]): string {
  return files.map((file) => ('text' in file ? file.text : file.blob)).join('\0');
}

test('names are unique, and words that a shell takes as they are', () => {
  assert.equal(new Set(exporters.map(({ name }) => name)).size, exporters.length);
  for (const { name, title, mediaType } of exporters) {
    assert.match(name, /^[a-z][a-z0-9-]*$/);
    assert.match(mediaType, /^[a-z]+\/[a-z0-9.+-]+$/);
    assert.notEqual(title, '');
  }
});

for (const { name, write } of exporters) {
  test(`${name} gives the same files for the same history, with safe and different paths`, () => {
    const files = write(sampleHistory(sha256), {});
    assert.ok(files.length > 0);
    assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
    for (const { path } of files) assert.ok(isSafeName(path), path);
    assert.equal(textOf(files), textOf(write(sampleHistory(sha256), {})));
  });

  test(`${name} takes any text, and writes whole characters`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        for (const file of write(sampleHistory(sha256, { text }), {})) {
          if (!('text' in file)) continue;
          assert.ok(file.text.isWellFormed(), file.path);
          if (/\.(json|jsonld)$/.test(file.path)) JSON.parse(file.text);
        }
      }),
      { numRuns: 30 },
    );
  });
}

test('a literal of megabytes is told by its size and digest where values are told', () => {
  const literal = 'x'.repeat(2_000_000);
  for (const { name, write } of exporters.filter((one) =>
    ['prov-json', 'prov-o', 'ivoa', 'datacite'].includes(one.name),
  )) {
    const text = textOf(write(sampleHistory(sha256, { literal }), {}));
    assert.ok(text.length < 200_000, `${name}: ${text.length} characters`);
    if (name !== 'datacite')
      assert.ok(text.includes(`2000002 characters of JSON, sha256 ${sha256(JSON.stringify(literal))}`), name);
  }
});
