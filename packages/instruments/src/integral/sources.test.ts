// Tests of the catalogue of data files: complete entries, and the digests of the files that are here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mirror } from '../../../../test/instruments/real-data.ts';
import * as sources from './sources.ts';

const entries = Object.values(sources);

test('every entry says what the file is, under which licence, and where to get it', () => {
  for (const { source } of entries) {
    assert.match(source.sha256, /^[0-9a-f]{64}$/);
    assert.ok(source.description!.length > 20 && source.licence!.length > 5 && source.sizeBytes! > 0);
    // An address that names a commit cannot change its content.
    for (const url of source.urls ?? []) assert.match(url, /^https:\/\/.*\/[0-9a-f]{40}\//);
    assert.equal(source.paths?.length, 1);
  }
  assert.ok(entries.length >= 10);
  assert.equal(new Set(entries.map(({ source }) => source.sha256)).size, entries.length);
});

test('only the detector lists have no public address, which their licence line explains', () => {
  const without = entries.filter(({ source }) => !source.urls?.length);
  assert.deepEqual(new Set(without), new Set([sources.isgriContext, sources.isgriSwitchList, sources.isgriNoiseMaps]));
  for (const { source } of without) assert.match(source.licence!, /osa-dal3ibis, test data/);
});

for (const { source } of entries) {
  const path = join(mirror, source.paths![0]!);
  const skip = existsSync(path) ? false : `${source.paths![0]} is not in the data mirror`;
  test(`the file ${source.name} has the size and digest of its entry`, { skip }, () => {
    const bytes = readFileSync(path);
    assert.equal(bytes.length, source.sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), source.sha256);
  });
}
