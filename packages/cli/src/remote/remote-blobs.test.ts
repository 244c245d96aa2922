// Downloads from a server that breaks off, lies, or sends everything anew.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createClient } from '@stemma/api';
import { sha256 } from '@stemma/backends';
import { asBlobStore, RemoteBlobs } from './remote-blobs.ts';

const bytes = new Uint8Array(randomBytes(300_000));
const digest = sha256(bytes);

async function setting(
  t: TestContext,
  answer: (range: number, response: ServerResponse, request: IncomingMessage) => void,
) {
  const ranges: number[] = [];
  const server = createServer((request, response) => {
    const first = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    ranges.push(first);
    answer(first, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'stemma-blobs-'));
  t.after(() => {
    server.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const client = createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return { blobs: () => new RemoteBlobs(client, folder), folder, ranges };
}

// Sends a third, then breaks off.
function breaking(first: number, response: ServerResponse): void {
  const length = bytes.length - first;
  response.writeHead(first > 0 ? 206 : 200, { 'content-length': length });
  const piece = bytes.subarray(first, first + 100_000);
  if (piece.length === length) response.end(piece);
  else response.write(piece, () => setTimeout(() => response.destroy(), 20));
}

test('a download goes on where the connection broke, and its digest is checked', async (t) => {
  const { blobs, ranges } = await setting(t, breaking);
  const one = blobs();
  const path = await one.fetch(digest);
  assert.deepEqual(new Uint8Array(readFileSync(path)), bytes);
  assert.deepEqual(ranges, [0, 100_000, 200_000]);
  assert.equal(await one.fetch(digest), path);
  assert.equal(ranges.length, 3);
  assert.equal(await one.pathOf(digest), path);
});

test('what one process began another goes on with', async (t) => {
  let isUp = true;
  const { blobs, ranges } = await setting(t, (first, response) => {
    if (!isUp) return void response.destroy();
    isUp = ranges.length > 1;
    breaking(first, response);
  });
  await assert.rejects(blobs().fetch(digest));
  isUp = true;
  const second = ranges.length;
  await blobs().fetch(digest);
  assert.equal(ranges[second], 100_000);
});

test('a server that knows no ranges sends the whole, once', async (t) => {
  let isFirst = true;
  const { blobs } = await setting(t, (_, response) => {
    if (isFirst) breaking(0, response);
    else response.writeHead(200).end(bytes);
    isFirst = false;
  });
  assert.deepEqual(new Uint8Array(readFileSync(await blobs().fetch(digest))), bytes);
});

test('other bytes are refused, and forgotten', async (t) => {
  const { blobs, folder } = await setting(t, (_, response) => response.end('other bytes'));
  await assert.rejects(blobs().fetch(digest), { code: 'corrupt' });
  await assert.rejects(blobs().get(digest), { code: 'corrupt' });
  assert.deepEqual(readdirSync(folder), []);
});

test('closing removes what was fetched', async (t) => {
  const { blobs, folder } = await setting(t, (_, response) => response.end(bytes));
  const one = blobs();
  await one.fetch(digest);
  one.close();
  assert.deepEqual(readdirSync(folder), []);
});

test('files that values name are not fetched before somebody wants them', async (t) => {
  const { blobs, ranges } = await setting(t, (_, response) => response.end(bytes));
  const one = blobs();
  assert.equal(await one.pathOf(digest), undefined);
  const placeholder = (await one.get(digest))!;
  assert.equal(ranges.length, 0);
  assert.throws(() => one.load({ bytes: placeholder }, digest), { code: 'unavailable' });
  one.eager = true;
  const path = await one.pathOf(digest);
  assert.deepEqual(one.load({ path: path! }, digest), bytes);
});

test('what a server does not have is undefined, and nothing can be put there', async (t) => {
  const { blobs } = await setting(t, (_, response) => response.writeHead(404).end());
  const store = asBlobStore(blobs(), 'server');
  assert.equal(await store.get(digest), undefined);
  await assert.rejects(store.put(bytes), { code: 'forbidden' });
  await assert.rejects(store.remove([digest]), { code: 'forbidden' });
});
