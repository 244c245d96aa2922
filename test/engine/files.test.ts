// Files: named outputs with folders and equal base names, private copies as inputs, sources by content.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { analysis, file, json, listOf, number, source, string, type FileValue, type SourceEntry } from '@stemma/core';
import { openBench, temporaryFolder } from './setting.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

const Make = analysis({
  name: 'test.Make',
  version: '1',
  outputs: { files: listOf(file()), report: file({ mediaType: 'text/plain' }) },
  run: (_, activity) => {
    for (const [name, text] of [
      ['a/spectrum.fits', 'A'],
      ['b/spectrum.fits', 'B'],
      ['spectrum.fits', 'C'],
    ] as const) {
      mkdirSync(join(activity.directory, dirname(name)), { recursive: true });
      writeFileSync(join(activity.directory, name), text);
    }
    return {
      files: [
        activity.fileFrom('a/spectrum.fits'),
        activity.fileFrom('b/spectrum.fits'),
        activity.fileFrom('spectrum.fits'),
      ],
      report: activity.file('deep/er/report.txt', 'text'),
    };
  },
});

test('files in folders and files of one base name are kept apart and come back', async (t) => {
  const first = await openBench(t);
  await first.run(Make);
  const again = await openBench(t, { store: first.store });
  assert.deepEqual(await again.origins(Make), ['Make: store']);
  const { files, report } = await again.run(Make);
  assert.deepEqual(
    files.map((one) => [one.name, one.text(), one.mediaType]),
    [
      ['a/spectrum.fits', 'A', 'application/fits'],
      ['b/spectrum.fits', 'B', 'application/fits'],
      ['spectrum.fits', 'C', 'application/fits'],
    ],
  );
  assert.deepEqual([report.name, report.text(), report.digest], ['deep/er/report.txt', 'text', sha256('text')]);
  const all = await (await again.result(Make)).files();
  assert.deepEqual(all.map(({ name }) => name).sort(), [
    'a/spectrum.fits',
    'b/spectrum.fits',
    'deep/er/report.txt',
    'spectrum.fits',
  ]);
});

test('an input file is materialised as a private copy: changing it changes nothing else', async (t) => {
  const Vandal = analysis({
    name: 'test.Vandal',
    version: '1',
    inputs: { made: Make },
    outputs: { paths: listOf(string()), texts: listOf(string()) },
    run: ({ made }, activity) => {
      const paths = made.files.map((one) => activity.materialise(one));
      for (const path of paths) appendFileSync(path, ' spoilt');
      return {
        paths: paths.map((path) => path.slice(activity.directory.length)),
        texts: paths.map((path) => readFileSync(path, 'utf8')),
      };
    },
  });
  const Reader = analysis({
    name: 'test.Reader',
    version: '1',
    inputs: { vandal: Vandal, made: Make },
    outputs: { texts: listOf(string()) },
    run: ({ made }) => ({ texts: made.files.map((one) => one.text()) }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Reader), { texts: ['A', 'B', 'C'] });
  const { paths, texts } = await bench.run(Vandal);
  assert.deepEqual(paths, ['/a/spectrum.fits', '/b/spectrum.fits', '/spectrum.fits']);
  assert.deepEqual(texts, ['A spoilt', 'B spoilt', 'C spoilt']);
});

test('the bytes that a consumer reads are its own', async (t) => {
  const Vandal = analysis({
    name: 'test.Vandal',
    version: '1',
    inputs: { made: Make },
    outputs: { n: number() },
    run: ({ made }) => ({ n: made.report.bytes().fill(0).length }),
  });
  const Reader = analysis({
    name: 'test.Reader',
    version: '1',
    inputs: { vandal: Vandal, made: Make },
    outputs: { text: string() },
    run: ({ made }) => ({ text: made.report.text() + made.report.text() }),
  });
  for (const store of [undefined, 'memory']) {
    const bench = await openBench(t, store ? { store } : {});
    assert.deepEqual(await bench.run(Reader), { text: 'texttext' });
  }
});

test('an input file may be handed on as an output, and is stored once', async (t) => {
  const Pass = analysis({
    name: 'test.Pass',
    version: '1',
    inputs: { made: Make },
    outputs: { same: file() },
    run: ({ made }) => ({ same: made.files[1]! }),
  });
  const bench = await openBench(t);
  const { same } = await bench.run(Pass);
  assert.deepEqual([same.name, same.text(), same.digest], ['b/spectrum.fits', 'B', sha256('B')]);
});

test('a file that was not written, leaves the folder or has the wrong type is the failure of its analysis', async (t) => {
  const cases: [(activity: Parameters<NonNullable<typeof Make.definition.run>>[1]) => FileValue, RegExp][] = [
    [(activity) => activity.fileFrom('missing.txt'), /has not written "missing\.txt"/],
    [(activity) => activity.fileFrom('../escape.txt'), /no relative file name/],
    [(activity) => activity.file('/etc/passwd', ''), /no relative file name/],
    [(activity) => activity.file('a.fits', ''), /a file of type text\/plain/],
  ];
  for (const [make, message] of cases) {
    const Bad = analysis({
      name: 'test.Bad',
      version: '1',
      outputs: { out: file({ mediaType: 'text/plain' }) },
      run: (_, activity) => ({ out: make(activity) }),
    });
    const bench = await openBench(t);
    await assert.rejects(bench.run(Bad), { code: 'analysis_failed', message });
  }
});

test('empty and large files come back, and stored files cannot be written to', async (t) => {
  const large = new Uint8Array(3_000_000).map((_, i) => i % 251);
  const Both = analysis({
    name: 'test.Both',
    version: '1',
    outputs: { empty: file(), large: file() },
    run: (_, activity) => ({ empty: activity.file('empty', ''), large: activity.file('large', large) }),
  });
  const first = await openBench(t);
  await first.run(Both);
  const again = await openBench(t, { store: first.store });
  const outputs = await again.run(Both);
  assert.equal(outputs.empty.bytes().length, 0);
  assert.deepEqual(sha256(outputs.large.bytes()), sha256(large));
  const { path } = outputs.large.content as { path: string };
  assert.equal(statSync(path).mode & 0o222, 0);
});

test('text comes back as text, whatever is in it', async (t) => {
  const text = 'Grüße\r\n\u0000 😀';
  const Write = analysis({
    name: 'test.Write',
    version: '1',
    outputs: { out: file() },
    run: (_, activity) => ({ out: activity.file('t.md', text) }),
  });
  const bench = await openBench(t);
  const { out } = await bench.run(Write);
  assert.deepEqual([out.text(), out.mediaType], [text, 'text/markdown']);
});

function sourceOf(mirror: string, path: string, content: string, name = 'crab.fits'): SourceEntry {
  mkdirSync(dirname(join(mirror, path)), { recursive: true });
  writeFileSync(join(mirror, path), content);
  return { name, sha256: sha256(content), mediaType: 'application/fits', paths: [path] };
}

const Length = analysis({
  name: 'test.Length',
  version: '1',
  inputs: { data: json({}) as never },
  outputs: { n: number(), name: string() },
  run: ({ data }) => ({ n: (data as FileValue).bytes().length, name: (data as FileValue).name }),
});
const lengthOf = (entry: SourceEntry) => Length({ data: source(entry) } as never);

test('a data file counts by content: the same file elsewhere is the same, changed content is another', async (t) => {
  const mirror = temporaryFolder(t);
  const bench = await openBench(t, { mirrors: [mirror] });
  const here = sourceOf(mirror, 'here/crab.fits', 'content');
  assert.deepEqual(await bench.run(lengthOf(here)), { n: 7, name: 'crab.fits' });
  const there = sourceOf(mirror, 'else/where.bin', 'content');
  assert.equal(bench.engine.bind(lengthOf(there)).id, bench.engine.bind(lengthOf(here)).id);
  const changed = sourceOf(mirror, 'here/crab.fits', 'other content');
  assert.notEqual(bench.engine.bind(lengthOf(changed)).id, bench.engine.bind(lengthOf(here)).id);
  assert.deepEqual(await bench.run(lengthOf(changed)), { n: 13, name: 'crab.fits' });
});

test('once fetched, a file is in the store: the mirror is no longer needed', async (t) => {
  const mirror = temporaryFolder(t);
  const first = await openBench(t, { mirrors: [mirror] });
  const entry = sourceOf(mirror, 'crab.fits', 'content');
  await first.run(lengthOf(entry));
  const Other = analysis({
    name: 'test.Other',
    version: '1',
    inputs: { data: source(entry) },
    outputs: { text: string() },
    run: ({ data }) => ({ text: data.text() }),
  });
  const again = await openBench(t, { store: first.store, mirrors: [] });
  assert.deepEqual(await again.run(Other), { text: 'content' });
});

test('a file that cannot be got, or has other content than its digest, is said in one sentence', async (t) => {
  const mirror = temporaryFolder(t);
  const bench = await openBench(t, { mirrors: [mirror] });
  const entry = sourceOf(mirror, 'crab.fits', 'content');
  await assert.rejects(
    bench.run(lengthOf({ ...entry, sha256: sha256('never seen') })),
    (error: { code: string; message: string }) => {
      assert.ok(['unavailable', 'corrupt'].includes(error.code), error.code);
      assert.match(error.message, /crab\.fits/);
      return true;
    },
  );
  assert.equal(
    existsSync(join(bench.store, 'blobs', sha256('never seen').slice(0, 2), sha256('never seen').slice(2))),
    false,
  );
});
