// Measures a server, with the load made by another process: polls, new and known requests, time to the first node,
// a thousand watchers, memory. `node --conditions=source bench/server.ts [--smoke]`
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient, type Client } from '@stemma/api';
import { median } from './measure.ts';

const smoke = process.argv.includes('--smoke');
const sizes = smoke
  ? { polls: 50, jobs: 50, known: 50, watchers: 10, memory: 50, firstNodes: 5 }
  : { polls: 20_000, jobs: 100_000, known: 20_000, watchers: 1000, memory: 100_000, firstNodes: 35 };

/** A server to be measured. */
interface Measured {
  readonly url: string;
  readonly client: Client;
  readonly process: ChildProcess;
}

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'stemma-bench-server-'));
const server = await start();
try {
  // Each says what it has as soon as it has it: a full run takes minutes.
  for (const measurement of [polls, firstNode, known, manyJobs, watchers, memory]) {
    console.log(await measurement(server));
  }
} finally {
  server.process.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
}

async function start(): Promise<Measured> {
  // The limits of one account would be measured instead.
  const config = join(scratch, 'server.json');
  writeFileSync(config, JSON.stringify({ accounts: { requestsPerSecond: 0 }, log: { level: 'silent' } }));
  const words = ['serve', '--json', '--port', '0', '--config', config, '--store', join(scratch, 'store')];
  const bin = join(root, 'packages/cli/src/bin.ts');
  const module = join(root, 'bench/server/module.ts');
  const child = spawn(process.execPath, ['--conditions=source', bin, ...words, '--module', module], {
    cwd: scratch,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { url, client: createClient({ url }), process: child };
}

async function load<T>(what: object, connected?: () => void): Promise<T> {
  const program = join(import.meta.dirname, 'server', 'load.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(what)], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.once('data', () => connected?.());
  return JSON.parse(await text(child.stdout)) as T;
}

async function submit(client: Client, analysis: string, parameters: object = {}) {
  return client.submitJob({ body: { goal: { analysis, parameters } as never, priority: 'interactive' } });
}

async function polls({ url, client }: Measured): Promise<string> {
  const { id } = await submit(client, 'bench.Wait', { seconds: 600 });
  const figures = await load<Figures>({ url: `${url}/api/v1/jobs/${id}`, connections: 16, requests: sizes.polls });
  const { state } = await client.getJob({ params: { id } });
  await client.cancelJob({ params: { id } });
  return line('poll of a running job, 16 pollers', `p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)}, ${figures.errors} errors, ${state}`, '≤ 4 ms, 0 errors'); // prettier-ignore
}

async function firstNode({ client }: Measured): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < sizes.firstNodes; n++) {
    const { id } = await submit(client, 'bench.Wait', { seconds: 0, part: n + 1 });
    const began = performance.now();
    for await (const { type } of client.followJob({ params: { id } }))
      if (type === 'node') {
        times.push(performance.now() - began);
        break;
      }
    await client.waitForJob(id);
  }
  return line('submitted → a watcher hears of the first node', `median ${ms(median(times))}`, '≤ 20 ms');
}

async function known({ url, client }: Measured): Promise<string> {
  const job = await client.waitForJob((await submit(client, 'bench.Echo', { n: 1 })).id);
  const ask = { url: `${url}/api/v1/results/${job.result}/outputs/n`, connections: 32, requests: sizes.known };
  const value = await load<Figures>(ask);
  const page = await load<Figures>({ ...ask, url: `${url}/api/v1/results/${job.result}` });
  return [
    line('known value, 32 connections', `${value.perSecond.toFixed(0)}/s, p50 ${ms(value.p50)}, ${value.errors} errors`, '≥ 3,000/s'), // prettier-ignore
    line('page of a known result', `${page.perSecond.toFixed(0)}/s, p50 ${ms(page.p50)}, ${page.errors} errors`, ''),
  ].join('\n');
}

// Submissions of a known goal are jobs like any other: they fill the list, and say how fast one is taken.
async function manyJobs({ url, client }: Measured): Promise<string> {
  const body = JSON.stringify({ goal: { analysis: 'bench.Echo', parameters: { n: 1 } } });
  const one = { url: `${url}/api/v1/jobs`, method: 'POST', body, connections: 1, requests: Math.min(500, sizes.jobs) };
  const before = await load<Figures>(one);
  const filling = await load<Figures>({ ...one, connections: 16, requests: sizes.jobs });
  const after = await load<Figures>(one);
  const page = await client.listJobs({ query: { limit: 1 } });
  return [
    line('new request for a known goal, first', `p50 ${ms(before.p50)}`, ''),
    line(`the same after ${sizes.jobs.toLocaleString('en')} jobs`, `p50 ${ms(after.p50)} (${(after.p50 / before.p50).toFixed(2)} of it), ${page.items.length} on the page`, 'the same'), // prettier-ignore
    line('jobs for a known goal, 16 connections', `${filling.perSecond.toFixed(0)}/s, ${filling.errors} errors`, '≥ 3,000/s'), // prettier-ignore
  ].join('\n');
}

async function watchers({ url, client, process: child }: Measured): Promise<string> {
  const before = residentMB(child);
  const { id } = await submit(client, 'bench.Wait', { seconds: 600, part: 77 });
  let peak = 0;
  const ending = () => {
    setTimeout(() => {
      peak = residentMB(child);
      void client.cancelJob({ params: { id } });
    }, 2000);
  };
  const watch = { url: `${url}/api/v1/jobs/${id}/events`, connections: sizes.watchers, watch: true };
  const { heard, spreadMs, errors } = await load<{ heard: number; spreadMs: number; errors: number }>(watch, ending);
  return line(`${sizes.watchers} watchers of one job`, `${heard} heard the end, ${ms(spreadMs)} from first to last, ${errors} errors; ${(peak - before).toFixed(0)} MB more, ${peak.toFixed(0)} MB in all`, '≤ 100 ms, ≤ 150 MB'); // prettier-ignore
}

async function memory({ url, client, process: child }: Measured): Promise<string> {
  const { result } = await client.waitForJob((await submit(client, 'bench.Echo', { n: 1 })).id);
  const ask = { url: `${url}/api/v1/results/${result}`, connections: 16, requests: Math.ceil(sizes.memory / 5) };
  const measured: number[] = [];
  for (let fifth = 0; fifth < 5; fifth++) {
    await load(ask);
    measured.push(residentMB(child));
  }
  return line(`memory over ${sizes.memory.toLocaleString('en')} requests, by fifths`, `${measured.map((mb) => mb.toFixed(0)).join(', ')} MB`, 'flat'); // prettier-ignore
}

function residentMB({ pid }: ChildProcess): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function line(what: string, measured: string, target: string): string {
  return `${what.padEnd(46)} ${measured}${target === '' ? '' : `   (target ${target})`}`;
}
