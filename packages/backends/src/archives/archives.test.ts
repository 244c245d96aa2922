// Archives and bags there and back, beside everything that a hostile or broken one can hold.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ErrorCode, StemmaError } from '@stemma/core';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { sha256 } from '../hashing/sha256.ts';
import { archiveLimits, memberBytes, memberText } from './archive.ts';
import { bagOf, checkBag, payloadText } from './bag.ts';
import { openArchive } from './open-archive.ts';
import { writeArchive, type NewMember } from './write-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'stemma-archive-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const place = (end: string) => join(folder, `a${made++}${end}`);

const isRefused = (code: ErrorCode, text: RegExp) => (error: StemmaError) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, text);
  return true;
};

const payload = [payloadText('a.txt', 'one'), payloadText('deep/er/100%.txt', 'two\n'), payloadText('empty', '')];
const bag = (): NewMember[] => bagOf(payload, { 'Source-Organization': 'a test' });

async function written(members: readonly NewMember[], end: string): Promise<string> {
  const path = place(end);
  await writeArchive(members, path);
  return path;
}

// A zip file with members as no writer of ours would make them.
async function zipOf(members: Readonly<Record<string, string>>, options: object = {}): Promise<string> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, text] of Object.entries(members)) await zip.add(name, new TextReader(text), options);
  const path = place('.zip');
  writeFileSync(path, new Uint8Array(await (await zip.close()).arrayBuffer()));
  return path;
}

async function check(path: string): Promise<Map<string, string>> {
  await using archive = await openArchive(path);
  return checkBag(archive, path);
}

for (const end of ['.zip', '']) {
  const kind = end === '' ? 'a folder' : 'a zip file';
  test(`a bag comes back from ${kind} as it was written`, async () => {
    const path = await written(bag(), end);
    assert.deepEqual(await check(path), new Map(payload.map((file) => [file.path, file.digest])));
    await using archive = await openArchive(path);
    assert.equal(await memberText(archive, 'data/deep/er/100%.txt', path), 'two\n');
  });

  test(`a bag in ${kind} of which a byte changed, or a file came or went, is refused as corrupt`, async () => {
    for (const change of [
      (members: NewMember[]) => members.map((one) => (one.path === 'data/a.txt' ? { ...one, content: 'onE' } : one)),
      (members: NewMember[]) => members.filter(({ path }) => path !== 'data/a.txt'),
      (members: NewMember[]) => [...members, { path: 'data/more', content: 'x' }],
      (members: NewMember[]) =>
        members.map((one) => (one.path === 'bag-info.txt' ? { ...one, content: 'x: y\n' } : one)),
    ])
      await assert.rejects(check(await written(change(bag()), end)), isRefused('corrupt', /damaged/));
  });
}

test('an archive is the same bytes whenever and in whatever time zone it is written', async () => {
  const zone = process.env.TZ;
  const first = readFileSync(await written(bag(), '.zip'));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  process.env.TZ = 'Pacific/Auckland';
  try {
    assert.deepEqual(readFileSync(await written(bag(), '.zip')), first);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('a file is copied as a stream, and arrives whole', async () => {
  const large = new Uint8Array(5 * 2 ** 20).map((_, i) => i % 251);
  const source = place('.bin');
  writeFileSync(source, large);
  const path = await written([{ path: 'large.bin', content: { path: source } }], '.zip');
  await using archive = await openArchive(path);
  assert.equal(sha256(await memberBytes(archive, 'large.bin', path)), sha256(large));
  await assert.rejects(memberBytes(archive, 'large.bin', path, 1000), isRefused('too_large', /more than 1000/));
});

test('names that lead out of an archive are refused', async () => {
  for (const name of ['../x', '/etc/x', 'a/../../x', 'a\\..\\x', 'C:/x'])
    await assert.rejects(
      openArchive(await zipOf({ [name]: 'x' })),
      isRefused('invalid_request', /outside of it|Unsafe filename/),
      name,
    );
});

test('names that some file system takes for one are refused', async () => {
  await assert.rejects(openArchive(await zipOf({ 'a.txt': 'x', 'A.TXT': 'y' })), isRefused('invalid_request', /twice/));
});

test('links are refused in zip files and folders, and nothing behind them is read', async () => {
  const zip = await zipOf(
    { link: '/etc/passwd' },
    { externalFileAttributes: (0o120777 << 16) >>> 0, versionMadeBy: (3 << 8) | 20 },
  );
  await assert.rejects(openArchive(zip), isRefused('invalid_request', /is a link/));
  const there = place('');
  mkdirSync(there);
  symlinkSync('/etc/passwd', join(there, 'link'));
  await assert.rejects(openArchive(there), isRefused('invalid_request', /is a link/));
});

test('encrypted members are refused', async () => {
  await assert.rejects(
    openArchive(await zipOf({ a: 'x' }, { password: 'p' })),
    isRefused('invalid_request', /encrypted/),
  );
});

test('zip bombs are refused before anything is unpacked; archives inside archives are never opened', async () => {
  const bomb = await zipOf({ zeros: '0'.repeat(20 * 2 ** 20) });
  await assert.rejects(openArchive(bomb), isRefused('too_large', /200 times/));
  const nested = await written([{ path: 'bomb.zip', content: { path: bomb } }], '.zip');
  await using archive = await openArchive(nested);
  assert.deepEqual(await memberBytes(archive, 'bomb.zip', nested), new Uint8Array(readFileSync(bomb)));
});

test('the number of members and the size of all together are bounded', async () => {
  const path = await zipOf({ a: 'xx', b: 'xx', c: 'xx' });
  await assert.rejects(
    openArchive(path, { ...archiveLimits, members: 2 }),
    isRefused('too_large', /more than 2 members/),
  );
  await assert.rejects(
    openArchive(path, { ...archiveLimits, totalBytes: 5 }),
    isRefused('too_large', /more than 5 bytes/),
  );
});

test('a size that a member does not keep ends its reading', async () => {
  const path = await zipOf({ a: 'x'.repeat(1000) }, { level: 0 });
  const bytes = readFileSync(path);
  // In the central directory: the size before packing, 24 bytes behind the signature.
  bytes.writeUInt32LE(10, bytes.indexOf(Buffer.from('PK\u0001\u0002')) + 24);
  writeFileSync(path, bytes);
  await assert.rejects(
    async () => {
      await using archive = await openArchive(path);
      await memberBytes(archive, 'a', path);
    },
    (error: StemmaError) => ['corrupt', 'invalid_request'].includes(error.code),
  );
});

test('what is no archive, and what is not there, is told', async () => {
  const path = place('.zip');
  writeFileSync(path, 'no zip');
  await assert.rejects(openArchive(path), isRefused('invalid_request', /no zip file/));
  await assert.rejects(openArchive(place('.zip')), isRefused('not_found', /there is no file/));
});

test('a folder that is there is not replaced', async () => {
  const there = place('');
  mkdirSync(there);
  writeFileSync(join(there, 'thesis.tex'), 'years of work');
  await assert.rejects(writeArchive(bag(), there), isRefused('conflict', /is there already/));
  assert.equal(readFileSync(join(there, 'thesis.tex'), 'utf8'), 'years of work');
});

const python = join(import.meta.dirname, '../../../../.venv-bundles/bin/python');
const skip = existsSync(python) ? false : 'no .venv-bundles: install .ci/requirements/bundles.txt into it';

test('the Library of Congress finds our bags valid, and a broken one not', { skip }, async () => {
  const judge = (path: string) => spawnSync(python, ['-m', 'bagit', '--validate', '--quiet', path]).status;
  // The judge reads a percent sign as it stands, which RFC 8493 (2.1.3) forbids: none of our own names has one.
  const plain = payload.filter((file) => !file.path.includes('%'));
  const path = await written(bagOf(plain, {}), '');
  assert.equal(judge(path), 0);
  writeFileSync(join(path, 'data', 'a.txt'), 'onE');
  assert.notEqual(judge(path), 0);
});
