// A product downloaded from this server and from nginx with sendfile, in turns, over loopback by the same client: what
// users wait for when they fetch a mosaic. `--smoke` sends little and once.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './measure.ts';

const isSmoke = process.argv.includes('--smoke');
const sizeBytes = isSmoke ? 2 ** 21 : 2 ** 28;
const rounds = isSmoke ? 1 : 15;

/** A server that is measured. */
interface Served {
  readonly port: number;
  readonly child: ChildProcess;
}

if (process.argv[2] === 'serve') await serve(process.argv[3]!);
else await compare();

async function serve(path: string): Promise<void> {
  const { listen } = await import('../packages/server/src/listen.ts');
  const { bytesResponse } = await import('../packages/server/src/products/bytes-response.ts');
  const sent = { content: { path, sizeBytes }, mediaType: 'application/fits', fileName: 'mosaic.fits', tag: 'mosaic' };
  const { port } = await listen((request) => bytesResponse(sent, request), { host: '127.0.0.1', port: 0 });
  console.log(port);
}

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-download-'));
  const path = join(folder, 'mosaic.fits');
  writeFileSync(path, randomFillSync(Buffer.alloc(sizeBytes)));
  const stemma = await startStemma(path);
  const nginx = await startNginx(folder);
  try {
    const speeds: { stemma: number; nginx: number }[] = [];
    // The first round fills the page cache and is not counted.
    for (let round = isSmoke ? 0 : -1; round < rounds; round++) {
      const one = { stemma: await speed(stemma.port), nginx: nginx ? await speed(nginx.port) : Number.NaN };
      if (round >= 0) speeds.push(one);
    }
    report(speeds, nginx !== undefined);
  } finally {
    for (const server of [stemma, nginx]) server?.child.kill();
    rmSync(folder, { recursive: true });
  }
}

function report(speeds: readonly { stemma: number; nginx: number }[], hasPeer: boolean): void {
  const mbs = (name: 'stemma' | 'nginx') => median(speeds.map((one) => one[name])).toFixed(0);
  console.log(`${sizeBytes / 2 ** 20} MiB over loopback, ${rounds} turns, median`);
  console.log(`stemma            ${mbs('stemma')} MB/s`);
  if (!hasPeer) return console.log('nginx (sendfile)  not measured: nginx is not here (apt-get install nginx-light)');
  const ratio = median(speeds.map(({ stemma, nginx }) => stemma / nginx));
  console.log(`nginx (sendfile)  ${mbs('nginx')} MB/s`);
  console.log(`stemma / nginx    ${ratio.toFixed(2)} (median of the turns; target 0.8)`);
}

async function startStemma(path: string): Promise<Served> {
  const child = spawn(process.execPath, ['--conditions=source', import.meta.filename, 'serve', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await child.stdout.take(1).toArray()) as Buffer[];
  return { port: Number(String(line)), child };
}

async function startNginx(folder: string): Promise<Served | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined;
  const port = await freePort();
  const work = join(folder, 'nginx');
  mkdirSync(work);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${work}/${name};`)
    .join(' ');
  const configuration = `daemon off; master_process off; pid ${work}/pid; error_log ${work}/error.log;
events {}
http { access_log off; sendfile on; tcp_nopush on; ${temporary}
  server { listen 127.0.0.1:${port}; root ${folder}; } }`;
  writeFileSync(join(work, 'nginx.conf'), configuration);
  const child = spawn('nginx', ['-p', work, '-c', join(work, 'nginx.conf')], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    if (await speed(port).catch(() => undefined)) return { port, child };
    await pause(50);
  }
  child.kill();
  throw new Error(`nginx did not start: see ${work}/error.log`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

// A bare socket into one buffer: a client that is dearer than the server would measure itself.
function speed(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    let received = 0;
    const onread = { buffer: Buffer.alloc(2 ** 20), callback: (count: number) => ((received += count), true) };
    const socket = connect({ port, host: '127.0.0.1', onread });
    socket.on('error', reject);
    socket.on('close', () => {
      if (received < sizeBytes) reject(new Error(`only ${received} bytes came from port ${port}`));
      else resolve(received / 1000 / (performance.now() - startedMs));
    });
    socket.write('GET /mosaic.fits HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
  });
}
