// Result packs there and back: through tar files and folders, and with every kind of damage and malice.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { packTar, type TarEntry } from 'modern-tar';
import { memoryBlobs, sha256 } from '@stemma/backends';
import { canonicalJson, type ErrorCode, type Json, type Manifest, type StemmaError } from '@stemma/core';
import { type PlainRecord } from '@stemma/core/exports';
import { textsOf, type Pack } from './pack.ts';
import { readPack } from './read-pack.ts';
import { writePack } from './write-pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'stemma-pack-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const place = (end = '.tar') => join(folder, `pack-${made++}${end}`);

const value = new TextEncoder().encode('a value');
const product = new TextEncoder().encode('a product');
const digestOf = (manifest: Manifest) => sha256(canonicalJson(manifest as unknown as Json));
const record = (name: string, inputs: PlainRecord['inputs'] = {}): PlainRecord => ({
  id: sha256(name),
  definition: { name, version: '1', code: sha256('code'), environment: sha256('environment') },
  parameters: { window: 'w1' },
  inputs,
});
const records = (...all: PlainRecord[]) => new Map(all.map((one) => [one.id, one]));

function samplePack(): Pack {
  const file = { name: 'a/b.txt', mediaType: 'text/plain', digest: sha256(product), sizeBytes: product.length };
  const manifest = { outputs: { picture: { digest: sha256(value), sizeBytes: value.length, files: [file] } } };
  const image = record('sample.Image', { events: { id: sha256('sample.Events') } });
  return {
    id: image.id,
    contentDigest: digestOf(manifest),
    manifest,
    records: records(image, record('sample.Events')),
  };
}

async function write(pack: Pack, path: string): Promise<string> {
  const values = new Map([
    [sha256(value), value],
    [sha256(product), product],
  ]);
  await writePack(pack, { values, blobs: memoryBlobs() }, path);
  return path;
}

// A tar file with members of our choice instead of those of the sample.
async function tarOf(
  changes: Readonly<Record<string, string | undefined>>,
  extra: readonly TarEntry[] = [],
): Promise<string> {
  const pack = samplePack();
  const { head, records: lines } = textsOf(pack);
  const members: Record<string, string | undefined> = {
    'pack.json': head,
    'derivations.jsonl': lines,
    [`blobs/${sha256(value)}`]: 'a value',
    [`blobs/${sha256(product)}`]: 'a product',
    ...changes,
  };
  const entries = Object.entries(members).flatMap(([name, body]): TarEntry[] =>
    body === undefined ? [] : [{ header: { name, size: Buffer.byteLength(body), type: 'file' }, body }],
  );
  const path = place();
  writeFileSync(path, await packTar([...entries, ...extra]));
  return path;
}

const isRefused = (code: ErrorCode, text: RegExp) => (error: StemmaError) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, text);
  return true;
};
const read = (path: string) => readPack(path, memoryBlobs(), folder);

for (const end of ['.tar', '']) {
  test(`a pack comes back as it was ${end === '' ? 'from a folder' : 'from a tar file'}, its bytes in the store`, async () => {
    const pack = samplePack();
    const blobs = memoryBlobs();
    assert.deepEqual(await readPack(await write(pack, place(end)), blobs, folder), pack);
    assert.deepEqual(await blobs.get(sha256(product)), product);
  });
}

test('a pack is the same bytes whenever it is written and in whatever order its records were read', async () => {
  const pack = samplePack();
  const reversed = { ...pack, records: records(...[...pack.records.values()].reverse()) };
  const first = readFileSync(await write(pack, place()));
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.deepEqual(readFileSync(await write(reversed, place())), first);
});

test('an expected failure is a pack without blobs', async () => {
  const image = record('sample.Image');
  const failure = { reason: 'no_events', message: 'nothing there', detail: null, origin: image.id };
  const pack: Pack = {
    id: image.id,
    contentDigest: digestOf({ failure }),
    manifest: { failure },
    records: records(image),
  };
  assert.deepEqual(await read(await write(pack, place())), pack);
});

test('a larger file than fits into memory at once arrives through a temporary file, which is gone afterwards', async () => {
  const large = new Uint8Array(17 * 2 ** 20).fill(7);
  const image = record('sample.Image');
  const manifest = { outputs: { data: { digest: sha256(large), sizeBytes: large.length, files: [] } } };
  const pack: Pack = { id: image.id, contentDigest: digestOf(manifest), manifest, records: records(image) };
  const path = place();
  await writePack(pack, { values: new Map([[sha256(large), large]]), blobs: memoryBlobs() }, path);
  const blobs = memoryBlobs();
  const scratch = mkdtempSync(join(folder, 'scratch-'));
  await readPack(path, blobs, scratch);
  assert.equal((await blobs.get(sha256(large)))?.length, large.length);
  assert.deepEqual(readdirSync(scratch), []);
});

test('bytes that do not have their digest are refused as corrupt', async () => {
  const path = await tarOf({ [`blobs/${sha256(value)}`]: 'a volue' });
  await assert.rejects(read(path), isRefused('corrupt', /./));
});

test('bytes of another length than the manifest says are refused before they are stored', async () => {
  const path = await tarOf({ [`blobs/${sha256(value)}`]: 'a value and more' });
  await assert.rejects(read(path), isRefused('corrupt', /are 16 and not 7/));
});

test('missing bytes are named', async () => {
  await assert.rejects(
    read(await tarOf({ [`blobs/${sha256(product)}`]: undefined })),
    isRefused('corrupt', /lacks the bytes/),
  );
});

test('a manifest that is not the one that the content digest names is refused', async () => {
  const head = textsOf(samplePack()).head.replace('b.txt', 'c.txt');
  await assert.rejects(read(await tarOf({ 'pack.json': head })), isRefused('corrupt', /content digest/));
});

test('a pack of a newer version is told from a damaged one', async () => {
  const head = textsOf(samplePack()).head.replace('"stemmaPack":1', '"stemmaPack":2');
  await assert.rejects(read(await tarOf({ 'pack.json': head })), isRefused('conflict', /version 2/));
});

test('names that lead out of a pack are refused and nothing is written there', async () => {
  for (const name of ['../outside.txt', '/etc/outside', 'blobs/../../x', `blobs/${'g'.repeat(64)}`, 'blobs/']) {
    await assert.rejects(
      read(await tarOf({ [name]: 'x' })),
      isRefused('invalid_request', /which no result pack has/),
      name,
    );
  }
});

test('links are refused, whatever they point to', async () => {
  const link = { header: { name: `blobs/${sha256('x')}`, size: 0, type: 'symlink', linkname: '/etc/passwd' } } as const;
  await assert.rejects(read(await tarOf({}, [link])), isRefused('invalid_request', /symlink/));
});

test('blobs before the texts are refused: their sizes would not be known', async () => {
  const path = place();
  const body = 'a value';
  writeFileSync(path, await packTar([{ header: { name: `blobs/${sha256(value)}`, size: 7, type: 'file' }, body }]));
  await assert.rejects(read(path), isRefused('invalid_request', /must come first/));
});

test('a folder without the marks of a pack is not replaced', async () => {
  const there = place('');
  mkdirSync(there);
  writeFileSync(join(there, 'thesis.tex'), 'years of work');
  await assert.rejects(write(samplePack(), there), isRefused('conflict', /is no result pack/));
  assert.equal(readFileSync(join(there, 'thesis.tex'), 'utf8'), 'years of work');
});

test('a folder whose blob is a link to other bytes is refused by their digest', async () => {
  const there = await write(samplePack(), place(''));
  const blob = join(there, 'blobs', sha256(value));
  rmSync(blob);
  writeFileSync(join(folder, 'other'), 'another');
  symlinkSync(join(folder, 'other'), blob);
  await assert.rejects(read(there), isRefused('corrupt', /./));
});

test('what is no pack is refused with a sentence, whatever its bytes are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      const path = place();
      writeFileSync(path, bytes);
      await assert.rejects(read(path), (error: StemmaError) => error.code === 'invalid_request');
    }),
    { numRuns: 50 },
  );
});

test('records of any other form than that of a derivation are refused', async () => {
  const good = canonicalJson([...samplePack().records.values()][0] as unknown as Json);
  const bad = [
    '[]',
    '{}',
    '"x"',
    good.replace('"id"', '"di"'),
    good.replace('"inputs":{', '"inputs":{"x":{"list":[7]},'),
  ];
  for (const line of bad) {
    await assert.rejects(
      read(await tarOf({ 'derivations.jsonl': `${line}\n` })),
      isRefused('invalid_request', /is no derivation record/),
      line,
    );
  }
});

test('a pack that is not there is told as that', async () => {
  await assert.rejects(read(join(folder, 'nowhere.tar')), isRefused('not_found', /there is no result pack/));
});
