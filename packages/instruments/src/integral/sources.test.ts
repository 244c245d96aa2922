// Tests of the catalogue of data files: complete entries, and the digests of the files that are here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { readReal, realFiles, without } from '../../../../test/instruments/real-data.ts';
import { grb230307aLightCurve, orbit0789, orbit1696 } from './sources.ts';

const entries = { lightCurve: grb230307aLightCurve, orbit0789, orbit1696 } as const;

test('every entry says what the file is, under which licence, and where to get it', () => {
  for (const { source } of Object.values(entries)) {
    assert.match(source.sha256, /^[0-9a-f]{64}$/);
    assert.ok(source.description!.length > 20 && source.licence!.length > 5 && source.sizeBytes! > 0);
    // An address that names a commit cannot change its content.
    for (const url of source.urls!) assert.match(url, /^https:\/\/.*\/[0-9a-f]{40}\//);
    assert.ok(source.urls!.length > 0 && source.paths!.length > 0);
  }
  assert.equal(new Set(Object.values(entries).map(({ source }) => source.sha256)).size, 3);
});

for (const [name, { source }] of Object.entries(entries) as [keyof typeof entries, typeof orbit0789][]) {
  test(`the file ${source.name} has the size and digest of its entry`, { skip: without(name) }, () => {
    assert.deepEqual(source.paths, [realFiles[name]]);
    const bytes = readReal(name);
    assert.equal(bytes.length, source.sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), source.sha256);
  });
}
