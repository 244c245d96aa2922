// Data sources from the store, from mirrors and from a real HTTP server on this machine, good and bad.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { StemmaError } from '@stemma/core';
import type { Clock, ErrorCode, SourceEntry } from '@stemma/core';
import { codeIs, listed, temporaryDirectory } from '../blobs/contract.ts';
import { damageFile } from '../blobs/damage.ts';
import { fileBlobs } from '../blobs/file.ts';
import { memoryBlobs } from '../blobs/memory.ts';
import { readOnlyBlobs } from '../blobs/read-only.ts';
import { sha256 } from '../hashing/sha256.ts';
import { systemClock } from '../clock.ts';
import { fetchSource } from './fetch-source.ts';
import type { FetchSourceOptions, SourceProgress, TriedPlace } from './fetch-source.ts';

const bytes = new Uint8Array(300_000).map((_, index) => (index * 13) & 255);
const entry: SourceEntry = {
  name: 'lc.fits',
  sha256: sha256(bytes),
  licence: 'CC0-1.0',
  mediaType: 'application/fits',
};
const info = { digest: entry.sha256, sizeBytes: bytes.length };

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

/** A server on this machine that gives the answers of a path one after the other, the last one for ever. */
async function serve(
  t: TestContext,
  answers: Readonly<Record<string, readonly Answer[]>>,
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!.slice(1);
    const before = asked.filter((name) => name === path).length;
    asked.push(path);
    const list = answers[path] ?? [status(404)];
    void list[Math.min(before, list.length - 1)]!(response, request);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('an explanation that is not data');
const good: Answer = (response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
const other: Answer = (response) => response.end('other bytes');
const redirect: Answer = (response) => response.writeHead(302, { location: '/good' }).end();
const truncated: Answer = (response) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 1000), () => response.destroy());
};
const cutWithoutLength: Answer = (response) => {
  response.shouldKeepAlive = false;
  response.writeHead(200, { connection: 'close' });
  response.end(bytes.subarray(0, 1000));
};
const reset: Answer = (response) => response.destroy();
const silent: Answer = () => undefined;
const silentInTheMiddle: Answer = (response) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 1000));
};
const endless: Answer = (response) => {
  const piece = new Uint8Array(1 << 16);
  const more = (): void => void (response.destroyed || response.write(piece, more));
  more();
};

/** Time that passes at once, and tells how long it was asked to wait. */
function quickClock(): Clock & { readonly waitsMs: number[] } {
  const waitsMs: number[] = [];
  return { nowMs: systemClock.nowMs, waitsMs, sleep: async (ms) => void waitsMs.push(ms) };
}

/** Settings of a fetch that finds nothing at first, with an own folder for downloads that must be empty afterwards. */
async function settings(
  t: TestContext,
): Promise<FetchSourceOptions & { clock: ReturnType<typeof quickClock>; temporaryDirectory: string }> {
  return { mirrors: [], blobs: memoryBlobs(), clock: quickClock(), temporaryDirectory: await temporaryDirectory(t) };
}

async function failure(
  entry: SourceEntry,
  options: FetchSourceOptions,
): Promise<{ code: ErrorCode; message: string; tried: TriedPlace[] }> {
  try {
    await fetchSource(entry, options);
  } catch (thrown) {
    assert.ok(thrown instanceof StemmaError, String(thrown));
    const { code, message } = thrown;
    return { code, message, tried: thrown.detail['tried'] as TriedPlace[] };
  }
  return assert.fail('the source should not have been found');
}

describe('fetchSource', () => {
  it('asks nobody when the store has the source', async (t) => {
    const options = await settings(t);
    await options.blobs.put(bytes);
    const { url, asked } = await serve(t, {});
    assert.deepEqual(await fetchSource({ ...entry, urls: [url] }, options), info);
    assert.deepEqual(await fetchSource(entry, { ...options, blobs: readOnlyBlobs(options.blobs) }), info);
    assert.deepEqual(asked, []);
  });

  it('repairs a damaged copy in the store from a mirror', async (t) => {
    const folder = await temporaryDirectory(t);
    const blobs = fileBlobs({ directory: join(folder, 'blobs') });
    await blobs.put(bytes);
    await damageFile(join(folder, 'blobs'), entry.sha256, 'flip');
    await writeFile(join(folder, 'lc.fits'), bytes);
    const options = { ...(await settings(t)), blobs, mirrors: [folder] };
    assert.match((await failure(entry, options)).message, /was damaged after it was stored/);
    assert.deepEqual(await fetchSource({ ...entry, paths: ['lc.fits'] }, options), info);
    assert.equal((await blobs.get(entry.sha256))?.length, bytes.length);
  });

  it('cannot keep anything in a read-only store, and says so', async (t) => {
    const { url } = await serve(t, { good: [good] });
    const options = { ...(await settings(t)), blobs: readOnlyBlobs(memoryBlobs()) };
    await assert.rejects(fetchSource({ ...entry, urls: [`${url}good`] }, options), codeIs('forbidden'));
  });
});

describe('fetchSource from mirrors', () => {
  it('takes the first copy with the right digest, and asks no address', async (t) => {
    const [wrong, right] = [await temporaryDirectory(t), await temporaryDirectory(t)];
    await writeFile(join(wrong, 'lc.fits'), new Uint8Array(bytes.length));
    await mkdir(join(right, 'spiacs'));
    await writeFile(join(right, 'spiacs', 'lc.fits'), bytes);
    const { url, asked } = await serve(t, { good: [good] });
    const options = { ...(await settings(t)), mirrors: ['/nowhere', wrong, right] };
    assert.deepEqual(
      await fetchSource({ ...entry, paths: ['lc.fits', 'spiacs/lc.fits'], urls: [`${url}good`] }, options),
      info,
    );
    assert.deepEqual(await listed(options.blobs), [info]);
    assert.deepEqual(asked, []);
  });

  it('goes on to the addresses when no mirror has the right bytes, and names all places when those fail too', async (t) => {
    const mirror = await temporaryDirectory(t);
    await writeFile(join(mirror, 'lc.fits'), 'old version');
    const { url } = await serve(t, { good: [good] });
    const options = { ...(await settings(t)), mirrors: [mirror, join(mirror, 'absent')] };
    const source = { ...entry, paths: ['lc.fits'], urls: [`${url}gone`] };
    assert.deepEqual(await fetchSource({ ...source, urls: [`${url}gone`, `${url}good`] }, options), info);
    const { code, message, tried } = await failure(source, { ...options, blobs: memoryBlobs() });
    assert.equal(code, 'unavailable');
    assert.deepEqual(tried, [
      { place: join(mirror, 'lc.fits'), why: `its sha256 is ${sha256('old version')}`, wrongBytes: true },
      { place: join(mirror, 'absent', 'lc.fits'), why: 'there is no such file', wrongBytes: false },
      { place: `${url}gone`, why: 'the server answered 404 Not Found', wrongBytes: false },
    ]);
    for (const { place, why } of tried) assert.ok(message.includes(`${place}: ${why}`), message);
    assert.match(message, /Put the file as lc\.fits into a folder and name that folder in STEMMA_DATA_MIRROR\.$/);
  });

  it('calls it corrupt when a source without addresses has other bytes in its mirror', async (t) => {
    const mirror = await temporaryDirectory(t);
    await writeFile(join(mirror, 'lc.fits'), 'old version');
    const options = { ...(await settings(t)), mirrors: [mirror] };
    assert.equal((await failure({ ...entry, paths: ['lc.fits'] }, options)).code, 'corrupt');
    assert.equal((await failure({ ...entry, paths: ['lc.fits'], sizeBytes: 5 }, options)).code, 'corrupt');
    assert.equal((await failure({ ...entry, paths: ['absent'] }, options)).code, 'unavailable');
    assert.match((await failure(entry, options)).message, /no mirror and no address is known/);
  });

  it('reads the real light curve of GRB 230307A from the mirror of this machine', async (t) => {
    const root = join(import.meta.dirname, '..', '..', '..', '..');
    const { mirrorsFromEnvironment } = await import('./mirrors.ts');
    const mirrors = mirrorsFromEnvironment(process.env, root);
    if (mirrors.length === 0) return t.skip('no data mirror: set STEMMA_DATA_MIRROR to a folder with the real data');
    const digest = 'dda2054fcd39ed9c04b023acf76827de29ddd94ddfdf46393c85d0f874d17a74';
    const source = { ...entry, sha256: digest, paths: ['spiacs/grb230307a_spiacs_lc_100ms.fits'] };
    assert.deepEqual(await fetchSource(source, { ...(await settings(t)), mirrors }), { digest, sizeBytes: 135_360 });
  });
});

describe('fetchSource from addresses', () => {
  it('downloads, verifies, follows redirects, tells progress, and leaves no temporary file', async (t) => {
    const { url, asked } = await serve(t, { redirect: [redirect], good: [good] });
    const options = await settings(t);
    const progress: SourceProgress[] = [];
    const source = { ...entry, urls: [`${url}redirect`] };
    assert.deepEqual(await fetchSource(source, { ...options, onProgress: (step) => void progress.push(step) }), info);
    assert.deepEqual(asked, ['redirect', 'good']);
    assert.deepEqual(progress.at(-1), {
      source: 'lc.fits',
      url: source.urls[0],
      receivedBytes: bytes.length,
      totalBytes: bytes.length,
    });
    assert.ok(progress.every(({ receivedBytes }, index) => receivedBytes > (progress[index - 1]?.receivedBytes ?? 0)));
    assert.deepEqual(await options.blobs.get(entry.sha256), bytes);
    assert.deepEqual(await readdir(options.temporaryDirectory), []);
  });

  for (const [trouble, answer] of [
    ['500', status(500)],
    ['503', status(503)],
    ['429', status(429)],
    ['a connection that is reset', reset],
    ['an answer that is cut', truncated],
  ] as const) {
    it(`tries again after ${trouble}, waiting longer each time`, async (t) => {
      const { url, asked } = await serve(t, { data: [answer, answer, good] });
      const options = await settings(t);
      assert.deepEqual(await fetchSource({ ...entry, urls: [`${url}data`] }, options), info);
      assert.equal(asked.length, 3);
      assert.deepEqual(options.clock.waitsMs, [500, 1000]);
    });
  }

  it('gives up after its attempts and says what the last one met', async (t) => {
    const { url, asked } = await serve(t, { down: [status(502)], cut: [truncated] });
    const options = await settings(t);
    const { code, tried } = await failure({ ...entry, urls: [`${url}down`, `${url}cut`] }, options);
    assert.equal(code, 'unavailable');
    assert.equal(tried[0]!.why, 'the server answered 502 Bad Gateway (4 attempts)');
    assert.match(tried[1]!.why, /\(4 attempts\)$/);
    assert.equal(asked.length, 8);
    assert.deepEqual(await listed(options.blobs), []);
    assert.deepEqual(await readdir(options.temporaryDirectory), []);
  });

  it('does not ask again for what is not there, and says when nobody answers at all', async (t) => {
    const { url, asked } = await serve(t, {});
    const closed = `http://127.0.0.1:${await closedPort()}/`;
    const { code, tried } = await failure(
      { ...entry, urls: [`${url}a`, closed, 'ftp://archive/lc.fits'] },
      { ...(await settings(t)), attempts: 1 },
    );
    assert.equal(code, 'unavailable');
    assert.deepEqual(asked, ['a']);
    assert.match(tried[1]!.why, /ECONNREFUSED/);
    assert.equal(tried[2]!.why, 'only http and https addresses are fetched');
  });

  it('calls other bytes corrupt, does not store them, and takes the next address that is right', async (t) => {
    const { url, asked } = await serve(t, { other: [other], good: [good] });
    const options = await settings(t);
    const { code, tried } = await failure({ ...entry, urls: [`${url}other`, `${url}gone`] }, options);
    assert.equal(code, 'corrupt');
    assert.deepEqual(tried[0], {
      place: `${url}other`,
      why: `its sha256 is ${sha256('other bytes')}`,
      wrongBytes: true,
    });
    assert.equal(asked.filter((path) => path === 'other').length, 1, 'other bytes are not asked for again');
    assert.deepEqual(await listed(options.blobs), []);
    assert.deepEqual(await fetchSource({ ...entry, urls: [`${url}other`, `${url}good`] }, options), info);
  });

  it('notices a cut answer by the declared size when the server told no length', async (t) => {
    const { url } = await serve(t, { cut: [cutWithoutLength, good] });
    const source = { ...entry, sizeBytes: bytes.length, urls: [`${url}cut`] };
    assert.deepEqual(await fetchSource(source, await settings(t)), info);
    const { tried } = await failure(
      { ...source, sizeBytes: bytes.length + 1 },
      { ...(await settings(t)), attempts: 1 },
    );
    assert.equal(tried[0]!.why, `only ${bytes.length} of ${bytes.length + 1} bytes came`);
  });

  it('stops a download that grows beyond its size or limit', async (t) => {
    const { url, asked } = await serve(t, { endless: [endless], good: [good] });
    const options = await settings(t);
    const declared = await failure({ ...entry, sizeBytes: 100_000, urls: [`${url}endless`, `${url}good`] }, options);
    assert.equal(declared.code, 'corrupt');
    assert.equal(declared.tried[0]!.why, 'more bytes came, but there should be at most 100000');
    assert.equal(declared.tried[1]!.why, '300000 bytes are announced, but there should be at most 100000');
    const limited = await failure({ ...entry, urls: [`${url}endless`] }, { ...options, limitBytes: 1e6 });
    assert.equal(limited.code, 'unavailable');
    assert.deepEqual(asked, ['endless', 'good', 'endless']);
  });

  it('ends an address that is silent, before its answer or in the middle of it', async (t) => {
    const { url } = await serve(t, { silent: [silent], middle: [silentInTheMiddle] });
    const options = { ...(await settings(t)), silenceMs: 100, attempts: 2 };
    const { code, tried } = await failure({ ...entry, urls: [`${url}silent`, `${url}middle`] }, options);
    assert.equal(code, 'unavailable');
    assert.deepEqual(
      tried.map(({ why }) => why),
      Array(2).fill('nothing came for 0.1 s (2 attempts)'),
    );
  });

  it('lets an address be slow as long as it is not silent', async (t) => {
    const slow: Answer = async (response) => {
      for (let offset = 0; offset < bytes.length; offset += 50_000) {
        await systemClock.sleep(60);
        response.write(bytes.subarray(offset, offset + 50_000));
      }
      response.end();
    };
    const { url } = await serve(t, { slow: [slow] });
    const source = { ...entry, urls: [`${url}slow`] };
    assert.deepEqual(await fetchSource(source, { ...(await settings(t)), silenceMs: 250, attempts: 1 }), info);
  });

  it('ends with the reason of the signal, before, during and between attempts', async (t) => {
    const { url } = await serve(t, { silent: [silent], down: [status(500)] });
    const reason = new StemmaError('cancelled', 'the user pressed Ctrl-C');
    for (const path of ['silent', 'down']) {
      const controller = new AbortController();
      const options = { ...(await settings(t)), clock: systemClock, signal: controller.signal };
      setTimeout(() => controller.abort(reason), 50);
      await assert.rejects(fetchSource({ ...entry, urls: [`${url}${path}`] }, options), reason);
      await assert.rejects(fetchSource({ ...entry, urls: [`${url}${path}`] }, options), reason);
      assert.deepEqual(await readdir(options.temporaryDirectory), []);
    }
  });

  it('asks for the bytes as they are, and says so when a server packs them all the same', async (t) => {
    const packed: Answer = (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked'));
    const askedFor: Answer = (response, request) => response.end(String(request.headers['accept-encoding']));
    const { url } = await serve(t, { packed: [packed], asked: [askedFor] });
    const options = await settings(t);
    const { tried } = await failure({ ...entry, urls: [`${url}packed`] }, options);
    assert.equal(tried[0]!.why, `its sha256 is ${sha256('unpacked')}, after unpacking its content-encoding gzip`);
    await fetchSource({ ...entry, sha256: sha256('identity'), urls: [`${url}asked`] }, options);
  });

  it('blames the disk of this machine and not the address when a download cannot be kept', async (t) => {
    const { url } = await serve(t, { good: [good] });
    const folder = await temporaryDirectory(t);
    await writeFile(join(folder, 'file'), '');
    const blobs = fileBlobs({ directory: join(folder, 'file', 'blobs') });
    const error = await failure({ ...entry, urls: [`${url}good`] }, { ...(await settings(t)), blobs });
    assert.equal(error.code, 'unavailable');
    assert.match(error.message, /a part of the path is not a folder/);
    assert.equal(error.tried, undefined);
    const elsewhere = { ...(await settings(t)), temporaryDirectory: join(folder, 'absent') };
    await assert.rejects(fetchSource({ ...entry, urls: [`${url}good`] }, elsewhere), codeIs('unavailable'));
    assert.equal(await readFile(join(folder, 'file'), 'utf8'), '');
  });
});

/** A port that nobody listens on: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
