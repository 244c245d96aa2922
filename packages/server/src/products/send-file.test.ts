// Files sent over real sockets: exactly their bytes, in ranges and on kept connections; files are closed when clients go.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { protect } from '../http/protect.ts';
import { listen } from '../listen.ts';
import { bytesResponse } from './bytes-response.ts';
import { filePartOf, fileStream } from './file-stream.ts';

const length = 3_000_001;

async function served(t: TestContext, mediaType = 'application/fits') {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-send-'));
  const path = join(folder, 'a.fits');
  const bytes = randomBytes(length);
  writeFileSync(path, bytes);
  const { size } = statSync(path);
  const answer = (request: Request) =>
    bytesResponse({ content: { path, sizeBytes: size }, mediaType, fileName: 'a.fits', tag: 'a' }, request);
  const listening = await listen(
    protect((request) => answer(request), {}),
    { host: '127.0.0.1', port: 0 },
  );
  t.after(async () => {
    await listening.close(0);
    rmSync(folder, { recursive: true });
  });
  return { path, bytes, answer, ...listening };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

// Linux lists the open files of a process; elsewhere nothing can be said.
function openFiles(path: string): number {
  const names = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
  return names.filter((name) => name === path).length;
}

async function closedWithin(path: string, ms: number): Promise<boolean> {
  for (const untilMs = performance.now() + ms; performance.now() < untilMs; await pause(10))
    if (openFiles(path) === 0) return true;
  return false;
}
const skip = process.platform !== 'linux' && 'open files are listed by Linux only';

test('a file comes whole, in ranges, and by many at once, with the headers of every answer', async (t) => {
  const { url, bytes } = await served(t);
  const whole = await fetch(url);
  assert.equal(whole.headers.get('content-length'), String(length));
  assert.equal(whole.headers.get('x-frame-options'), 'DENY');
  assert.ok((await bytesOf(whole)).equals(bytes));
  const starts = Array.from({ length: 40 }, (_, i) => i * 70_000);
  const parts = await Promise.all(
    starts.map(async (first) => {
      const response = await fetch(url, { headers: { range: `bytes=${first}-${first + 300_000}` } });
      return { first, status: response.status, got: await bytesOf(response) };
    }),
  );
  for (const { first, status, got } of parts) {
    assert.equal(status, 206);
    assert.ok(got.equals(bytes.subarray(first, first + 300_001)), `range from ${first}`);
  }
});

test('one connection takes HEAD, a range and an unchanged file one after the other', async (t) => {
  const { port, bytes } = await served(t);
  const socket = connect(port, '127.0.0.1');
  const asked = [
    'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=5-14\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: "a"\r\nConnection: close\r\n\r\n',
  ];
  socket.write(asked.join(''));
  const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString('latin1');
  assert.deepEqual(
    [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ['200', '206', '304'],
  );
  assert.ok(answer.includes(`\r\n\r\n${bytes.toString('latin1', 5, 15)}HTTP/1.1 304`));
});

test('the file is closed after a download, and soon after a client has gone in the middle', { skip }, async (t) => {
  const { path, url, port } = await served(t);
  await bytesOf(await fetch(url));
  assert.ok(await closedWithin(path, 5_000), 'after a whole download');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'readable');
  socket.destroy();
  assert.ok(await closedWithin(path, 5_000), 'after an aborted one');
});

test('a file that has become shorter cuts the connection instead of ending the answer', async (t) => {
  const { path, url } = await served(t);
  truncateSync(path, 1_000_000);
  await assert.rejects(async () => bytesOf(await fetch(url)));
  rmSync(path);
  await assert.rejects(async () => bytesOf(await fetch(url)));
  writeFileSync(path, '');
});

test('text from a file is compressed as before', async (t) => {
  const { url, bytes } = await served(t, 'text/csv');
  const response = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(response.headers.get('content-encoding'), 'gzip');
  assert.ok((await bytesOf(response)).equals(bytes));
});

test(
  'without a socket the answer is an ordinary stream, which opens no file before it is read',
  { skip },
  async (t) => {
    const { path, bytes, answer } = await served(t);
    const response = answer(new Request('http://here/'));
    assert.deepEqual(filePartOf(response.body), { path, first: 0, last: length - 1 });
    assert.equal(openFiles(path), 0);
    assert.ok((await bytesOf(response)).equals(bytes));
    const left = fileStream(path, { first: 0, last: length - 1 }).getReader();
    await left.read();
    assert.equal(openFiles(path), 1);
    await left.cancel();
    assert.equal(openFiles(path), 0);
  },
);
