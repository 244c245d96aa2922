// Tests of the catalogue of data files: complete entries, fixed addresses, and the digests of the files that are here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { source } from '@stemma/core';
import { bytesOf, withoutFiles } from '../../../../test/instruments/hess-files.ts';
import { attribution, termsOfUse } from './formats/terms-of-use.ts';
import { hess } from './module.ts';
import { firstCrabRun, runFiles, termsFile } from './sources.ts';

const entries = hess.sources!;

test('every entry says what the file is, under which terms, and where to get it', () => {
  for (const entry of entries) {
    assert.match(entry.sha256, /^[0-9a-f]{64}$/);
    assert.ok(entry.description!.length > 20 && entry.sizeBytes! > 0);
    assert.match(entry.licence!, /no scientific publications/);
    // An address that names a commit cannot change its content.
    for (const url of entry.urls!) assert.match(url, /^https:\/\/.*\/[0-9a-f]{40}\//);
    assert.ok(entry.urls![0]!.endsWith(entry.paths![0]!.slice('hess'.length)));
  }
  assert.equal(new Set(entries.map(({ sha256 }) => sha256)).size, entries.length);
});

test('the module declares the nine runs, both indexes and the terms', () => {
  assert.equal(entries.length, 12);
  assert.equal(runFiles.size, 9);
  for (const [obsId, entry] of runFiles) assert.equal(entry.name, `hess_dl3_dr1_obs_id_0${obsId}.fits.gz`);
  assert.equal(firstCrabRun.source, runFiles.get(23523));
});

for (const entry of entries) {
  test(`the file ${entry.name} has the size and digest of its entry`, { skip: withoutFiles(source(entry)) }, () => {
    const bytes = bytesOf(source(entry));
    assert.equal(bytes.length, entry.sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), entry.sha256);
  });
}

test('the terms in products are those of the release, word for word', { skip: withoutFiles(termsFile) }, () => {
  const released = new TextDecoder().decode(bytesOf(termsFile)).replaceAll(/\s+/g, ' ');
  assert.ok(released.includes(attribution));
  for (const sentence of termsOfUse)
    for (const part of sentence.split(/: (?=This work)/)) assert.ok(released.includes(part), part);
});
