// What analyses may do while they run on Node: files, log, progress, seed, and a directory of their own.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { FileValue, type LogLine, type SuppliedFile } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { NodeActivity, type ActivityParts } from './node-activity.ts';

const derivation = sha256('a derivation');

function setting(t: TestContext, parts: Partial<ActivityParts> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-activity-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const lines: LogLine[] = [];
  const steps: [number, string | undefined][] = [];
  const activity = new NodeActivity({
    derivation,
    stochastic: false,
    name: 'test.A',
    directory: join(folder, 'work'),
    files: new Map<string, SuppliedFile>(),
    observer: { log: (line) => lines.push(line), progress: (fraction, text) => steps.push([fraction, text]) },
    signal: new AbortController().signal,
    ...parts,
  });
  return { folder, activity, lines, steps };
}

test('the directory is made when it is first asked for, and remembered', (t) => {
  const { activity, folder } = setting(t);
  activity.log('no directory needed');
  assert.deepEqual([activity.madeDirectory, existsSync(join(folder, 'work'))], [false, false]);
  writeFileSync(join(activity.directory, 'scratch'), 'x');
  assert.ok(activity.madeDirectory);
  assert.equal(readFileSync(join(activity.directory, 'scratch'), 'utf8'), 'x');
});

test('the seed is the identity of the result, for analyses that are declared stochastic only', (t) => {
  assert.equal(setting(t, { stochastic: true }).activity.seed, derivation);
  assert.throws(() => setting(t).activity.seed, {
    code: 'invalid_request',
    message: /test\.A .*declare it stochastic/,
  });
});

test('log lines go to the observer and into the record, with a level', (t) => {
  const { activity, lines } = setting(t);
  activity.log('one');
  activity.log('two', 'warning');
  assert.deepEqual(
    lines.map(({ text, level }) => [text, level]),
    [
      ['one', 'info'],
      ['two', 'warning'],
    ],
  );
  assert.deepEqual(activity.lines, lines);
});

test('a log without end is cut, and says so once', (t) => {
  const { activity, lines } = setting(t);
  for (let i = 0; i < 10_050; i++) activity.log(`line ${i}`);
  assert.equal(lines.length, 10_001);
  assert.equal(lines[9999]!.text, 'line 9999');
  assert.deepEqual([lines[10_000]!.level, lines[10_000]!.text], ['warning', '… the log is cut after 10000 lines']);
  assert.equal(activity.lines.length, 10_001);
});

test('progress is kept between nothing and everything', (t) => {
  const { activity, steps } = setting(t);
  for (const fraction of [-1, 0.5, 7]) activity.progress(fraction, 'fitting');
  activity.progress(1);
  assert.deepEqual(steps, [
    [0, 'fitting'],
    [0.5, 'fitting'],
    [1, 'fitting'],
    [1, undefined],
  ]);
});

test('files are made of bytes or text, with a media type by name unless one is given', (t) => {
  const { activity } = setting(t);
  const text = activity.file('table.csv', 'a,é\n');
  assert.deepEqual([text.mediaType, text.text()], ['text/csv', 'a,é\n']);
  const bytes = activity.file('x.bin', Uint8Array.of(1, 2), 'application/x-own');
  assert.deepEqual([bytes.mediaType, [...bytes.bytes()]], ['application/x-own', [1, 2]]);
  assert.throws(() => activity.file('../outside', 'x'), { code: 'invalid_request' });
});

test('a file from the directory must have been written, and must lie inside', (t) => {
  const { activity } = setting(t);
  assert.throws(() => activity.fileFrom('map.fits'), {
    code: 'invalid_request',
    message: /has not written "map\.fits"/,
  });
  assert.throws(() => activity.fileFrom('../work/map.fits'), { code: 'invalid_request' });
  writeFileSync(join(activity.directory, 'map.fits'), 'SIMPLE');
  const file = activity.fileFrom('map.fits');
  assert.deepEqual(
    [file.mediaType, file.content],
    ['application/fits', { path: join(activity.directory, 'map.fits') }],
  );
});

test('an input file on disk is written as a copy: what a program does to it does not reach the store', (t) => {
  const stored = join(mkdtempSync(join(tmpdir(), 'stemma-stored-')), 'blob');
  t.after(() => rmSync(join(stored, '..'), { recursive: true, force: true }));
  writeFileSync(stored, 'original');
  const digest = sha256('original');
  const { activity } = setting(t, { files: new Map([[digest, { path: stored }]]) });
  const input = activity.fileOf({ name: 'spectra/in.dat', mediaType: 'text/plain', digest, sizeBytes: 8 });
  const path = activity.materialise(input);
  assert.equal(path, join(activity.directory, 'spectra/in.dat'));
  writeFileSync(path, 'scribbled');
  assert.equal(readFileSync(stored, 'utf8'), 'original');
  assert.equal(input.text(), 'original');
});

test('files that exist in memory only are written out too', (t) => {
  const bytes = new TextEncoder().encode('in memory');
  const digest = sha256(bytes);
  const { activity } = setting(t, { files: new Map([[digest, { bytes }]]) });
  const input = activity.fileOf({ name: 'in.dat', mediaType: 'text/plain', digest, sizeBytes: bytes.length });
  assert.equal(readFileSync(activity.materialise(input), 'utf8'), 'in memory');
  const made = new FileValue('made.txt', 'text/plain', { bytes: Uint8Array.of(65) });
  assert.equal(readFileSync(activity.materialise(made), 'utf8'), 'A');
});

test('an input whose stored bytes are damaged is noticed when it is read', (t) => {
  const digest = sha256('what it was');
  const { activity } = setting(t, { files: new Map([[digest, { bytes: Uint8Array.of(1) }]]) });
  const input = activity.fileOf({ name: 'in.dat', mediaType: 'text/plain', digest, sizeBytes: 11 });
  assert.throws(() => input.bytes(), { code: 'corrupt' });
});
