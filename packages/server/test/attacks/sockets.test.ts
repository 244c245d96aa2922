// Hostile connections, over real sockets: slow ones, endless ones, and such that proxies and servers read differently.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { listening } from './setting.ts';

// Also after an error, which `once` would throw: a reset is a refusal too.
const closed = (socket: Socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve()));

// Sends text as it is and gives back all that comes until the other end closes, or the time is over.
async function raw(port: number, text: string | Uint8Array, waitMs = 1_000): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (piece) => (answer += piece.toString('latin1')));
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  await Promise.race([closed(socket), pause(waitMs, undefined, { ref: false })]);
  socket.destroy();
  return answer;
}

const statuses = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
const request = (first: string, headers: readonly string[], body = '') =>
  [first, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', body].join('\r\n');

test('a request that a proxy and this server could read differently is refused, and nothing behind it is read', async (t) => {
  const { port, log } = await listening(t);
  const hidden = 'GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const post = 'POST /api/v1/plan HTTP/1.1';
  const type = 'Content-Type: application/json';
  const ambiguous = [
    request(post, [type, 'Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`),
    request(post, [type, 'Content-Length: 4', 'Content-Length: 5'], `{}{}${hidden}`),
    request(post, [type, 'Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`),
    request(post, [type, 'Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`),
    request(post, [type, 'Content-Length: +4'], `{}{}${hidden}`),
    request(post, [type, 'Content-Length : 4'], `{}{}${hidden}`),
    request(post, [type, 'Transfer-Encoding: chunked'], `zz\r\n{}\r\n0\r\n\r\n${hidden}`),
    request(post, [type, 'Transfer-Encoding\u000b: chunked'], `0\r\n\r\n${hidden}`),
    'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n X-Folded: 1\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'GET /healthz HTTP/1.1\r\n\r\n',
  ];
  for (const text of ambiguous) {
    const answer = await raw(port, text);
    const [first, ...more] = statuses(answer);
    assert.ok(first === 400 || first === undefined, `${first} for ${JSON.stringify(text.slice(0, 150))}`);
    assert.deepEqual(more, [], 'the hidden request was answered');
  }
  assert.equal(log.filter((line) => line.includes('getMe')).length, 0);
});

test('headers and targets without measure are refused', async (t) => {
  const { port, url } = await listening(t);
  const long = 'x'.repeat(100_000);
  const many = Array.from({ length: 5_000 }, (_, i) => `X-${i}: 1`);
  const asks = [
    request('GET /healthz HTTP/1.1', [`X-Long: ${long}`]),
    request(`GET /${long} HTTP/1.1`, []),
    request('GET /healthz HTTP/1.1', many),
    'GET http://evil.example/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\nConnection: close\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1/../\r\nConnection: close\r\n\r\n',
  ];
  for (const text of asks) {
    const [status] = statuses(await raw(port, text));
    assert.ok(status === undefined || (status >= 400 && status < 500), `${status} for ${text.slice(0, 60)}`);
  }
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});

test('clients that send their headers or bodies byte by byte are cut off, and hold nobody up', async (t) => {
  const { port, url } = await listening(t, { limits: { headersTimeoutMs: 300, requestTimeoutMs: 600 } });
  const startedMs = performance.now();
  const slow = (head: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write(head);
    const timer = setInterval(() => socket.write('x'), 50);
    return closed(socket).finally(() => clearInterval(timer));
  };
  const heads = Array.from({ length: 100 }, () => slow('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '));
  const body =
    'POST /api/v1/plan HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n';
  const bodies = Array.from({ length: 100 }, () => slow(body));
  const response = await fetch(`${url}/healthz`);
  assert.equal(response.status, 200);
  await Promise.all([...heads, ...bodies]);
  assert.ok(performance.now() - startedMs < 10_000);
});

test('a body beyond the limit is refused early, said to be so or not, and so is one that never ends', async (t) => {
  const { port } = await listening(t);
  const json = 'Content-Type: application/json';
  const declared = await raw(port, request('POST /api/v1/plan HTTP/1.1', [json, 'Content-Length: 999999999']));
  assert.deepEqual(statuses(declared), [413]);
  const chunk = `10000\r\n${' '.repeat(0x1_00_00)}\r\n`;
  const endless = request('POST /api/v1/plan HTTP/1.1', [json, 'Transfer-Encoding: chunked'], chunk.repeat(100));
  assert.deepEqual(statuses(await raw(port, endless)), [413]);
});

test('many ranges of one file do not multiply the answer', async (t) => {
  const { url, parts } = await listening(t);
  const { digest } = await parts.blobs.put(new Uint8Array(100_000));
  const plain = await fetch(`${url}/api/v1/blobs/${digest}/x.bin`);
  await plain.arrayBuffer();
  const bombs = [
    `bytes=${Array.from({ length: 1_300 }, () => '0-').join(',')}`,
    `bytes=${Array.from({ length: 500 }, (_, i) => `${i}-99999`).join(',')}`,
    'bytes=0-99999999999999999999',
    'bytes=-0',
    'bytes=5-1',
    'bytes=a-b',
  ];
  for (const range of bombs) {
    const response = await fetch(`${url}/api/v1/blobs/${digest}/x.bin`, { headers: { range } });
    const { byteLength } = await response.arrayBuffer();
    assert.ok(response.status < 500, range.slice(0, 30));
    assert.ok(byteLength <= 101_000, `${byteLength} bytes for ${range.slice(0, 30)}`);
  }
});
