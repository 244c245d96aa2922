// Measures the questions about provenance on a generated store of a million derivations, beside a plain recursive query
// in Python's sqlite3 and beside networkx, all on the same file. `node --conditions=source bench/provenance.ts [--smoke]`
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sqliteIndex } from '@stemma/backends';
import type { ResultIndex, SearchQuery } from '@stemma/core';
import { leanHeap } from '../packages/cli/src/lean-heap.ts';
import { median } from './measure.ts';
import type { Landmarks } from './provenance/generate.ts';

const { values: options } = parseArgs({ options: { smoke: { type: 'boolean', default: false }, store: { type: 'string' } } }); // prettier-ignore
const folder = join(import.meta.dirname, 'provenance');
const root = join(import.meta.dirname, '..');

/** One line: what was asked, the limit, and what each took; ms. */
interface Line {
  readonly what: string;
  readonly limit?: number;
  readonly stemma: number;
  readonly sqlite?: number;
  readonly networkx?: number;
  readonly count: number;
}

/** What a peer printed, by question; `memory` is in MB. */
interface Answers {
  readonly [question: string]: { readonly ms: number; readonly count: number } | undefined;
}

leanHeap();
const scratch = mkdtempSync(join(tmpdir(), 'stemma-bench-provenance-'));
try {
  await main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const path = options.store ?? join(scratch, 'index.sqlite');
  const start = performance.now();
  const landmarks = options.store === undefined ? generated(path) : landmarksOf(options.store);
  const generatedS = (performance.now() - start) / 1000;
  const own = await measureOwn(path, landmarks);
  const plain = peer(['python3'], path, landmarks);
  const venv = join(root, '.venv-graphs', 'bin', 'python');
  const graphs = existsSync(venv) ? peer([venv], path, landmarks, '--networkx') : undefined;
  print({ own, plain, graphs, landmarks, generatedS, bytes: statSync(path).size });
  await measureReaders(path, landmarks);
}

interface Measured {
  readonly own: { readonly lines: readonly Line[]; readonly peakMB: number };
  readonly plain: Answers | undefined;
  readonly graphs: Answers | undefined;
  readonly landmarks: Landmarks;
  readonly generatedS: number;
  readonly bytes: number;
}

function print({ own, plain, graphs, landmarks, generatedS, bytes }: Measured): void {
  const millions = (bytes / 1e6).toFixed(0);
  console.log(
    `${landmarks.derivations.toLocaleString('en')} derivations, ${landmarks.edges.toLocaleString('en')} edges, ${millions} MB, generated in ${generatedS.toFixed(0)} s; medians in ms`,
  );
  console.log(`${'question'.padEnd(58)} ${'limit'.padStart(6)} ${'stemma'.padStart(8)} ${'sqlite3'.padStart(8)} ${'networkx'.padStart(8)} ${'answers'.padStart(8)}`); // prettier-ignore
  for (const line of own.lines) {
    const { what, limit, stemma, count } = line;
    const key = what.split(' ')[0]!;
    const cells = [limit, stemma, plain?.[key]?.ms, graphs?.[key]?.ms].map((ms, i) => (ms === undefined ? '' : ms.toFixed(i === 0 ? 0 : 2))); // prettier-ignore
    console.log(`${what.padEnd(58)} ${cells[0]!.padStart(6)} ${cells.slice(1).map((cell) => cell.padStart(8)).join(' ')} ${String(count).padStart(8)}`); // prettier-ignore
  }
  printMemory(own.peakMB, plain, graphs);
}

function printMemory(ownMB: number, plain: Answers | undefined, graphs: Answers | undefined): void {
  const peak = [ownMB, plain?.memory?.ms, graphs?.memory?.ms].map((mb) => (mb ?? Number.NaN).toFixed(0));
  console.log(`peak memory, MB: stemma ${peak[0]} (limit 500), sqlite3 ${peak[1]}, networkx ${peak[2]} (and ${((graphs?.load?.ms ?? Number.NaN) / 1000).toFixed(1)} s to load)`); // prettier-ignore
}

function generated(path: string): Landmarks {
  const args = ['--conditions=source', join(folder, 'generate.ts'), path, ...(options.smoke ? ['--small'] : [])];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Landmarks;
}

/** For `--store`: the landmarks that the generator printed, in a file beside the store. */
function landmarksOf(store: string): Landmarks {
  const child = spawnSync('cat', [store.replace(/\.sqlite$/, '.json')], { encoding: 'utf8' });
  return JSON.parse(child.stdout) as Landmarks;
}

async function measureOwn(
  path: string,
  { mosaic500, oneWindow, calibration }: Landmarks,
): Promise<{ lines: Line[]; peakMB: number }> {
  const index = sqliteIndex({ path });
  const lines: Line[] = [];
  const add = async (what: string, limit: number | undefined, runs: number, ask: () => Promise<number>) => {
    const times: number[] = [];
    let count = 0;
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      count = await ask();
      times.push(performance.now() - start);
    }
    lines.push({ what, stemma: median(times), count, ...(limit !== undefined && { limit }) });
  };
  const up = { direction: 'up' } as const;
  const find = (query: SearchQuery) => async () => (await index.search(query)).results.length;
  await add(
    'ancestors of a 500-window mosaic, ids',
    30,
    9,
    async () => (await index.reachable([mosaic500], up)).length,
  );
  await add('ancestors as a graph with edges, classes, parameters', 50, 9, async () => (await index.lineage([mosaic500], up)).ids.length); // prettier-ignore
  await add('descendants of one science window', 2, 9, async () => (await index.reachable([oneWindow], { direction: 'down' })).length); // prettier-ignore
  await add('impact of the calibration by class, first (reads all edges)', undefined, 1, () =>
    impactOf(index, calibration),
  );
  await add('impact of the calibration by class', 500, 5, () => impactOf(index, calibration));
  await add('filling words and numbers, once', undefined, 1, find({ text: 'nothing' }));
  await add('shape: same processing, other data', 2, 9, find({ shape: { level: 'l1', of: mosaic500 } }));
  await add('text: one science window', 50, 9, find({ text: '17000042' }));
  await add('text: a word in every tenth result', 50, 9, find({ text: 'shadowgrams' }));
  await add('text: two words, one in all results', 50, 9, find({ text: 'mosaic field-5' }));
  await add('parameter: eMin above 30000 eV of one analysis', 50, 9, find({ analysis: 'integral.Mosaic', parameters: [{ name: 'eMin', min: 30_000, unit: 'eV' }] })); // prettier-ignore
  await add('uses: images made with the calibration', undefined, 3, find({ analysis: '*.SkyImage', uses: [{ id: calibration }] })); // prettier-ignore
  await index.close();
  return { lines, peakMB: process.resourceUsage().maxRSS / 1000 };
}

async function impactOf(index: ResultIndex, id: string): Promise<number> {
  return (await index.impact([id])).reduce((sum, { derivations }) => sum + derivations, 0);
}

function peer(command: readonly string[], path: string, landmarks: Landmarks, ...more: string[]): Answers | undefined {
  const args = [...command.slice(1), join(folder, 'peers.py'), path, JSON.stringify(landmarks), ...more];
  const child = spawnSync(command[0]!, args, { encoding: 'utf8' });
  if (child.status === 0) return JSON.parse(child.stdout) as Answers;
  console.log(`without ${command[0]!}: ${child.stderr.trim().split('\n').at(-1)}`);
  return undefined;
}

// Readers take turns in this process, as the connections of a server do; what would make them wait is the writer's lock.
async function measureReaders(path: string, { mosaic500, oneWindow }: Landmarks): Promise<void> {
  const readers = Array.from({ length: 100 }, () => sqliteIndex({ path, readOnly: true }));
  const round = async () => {
    const times: number[] = [];
    for (const reader of readers) {
      const start = performance.now();
      await reader.known([mosaic500, oneWindow]);
      await reader.reachable([oneWindow], { direction: 'down' });
      times.push(performance.now() - start);
    }
    return times;
  };
  await round();
  const rounds = options.smoke ? 2 : 30;
  const several = async () => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(...(await round()));
    return times.sort((a, b) => a - b);
  };
  const alone = await several();
  const writer = spawn(process.execPath, ['--conditions=source', join(folder, 'writer.ts'), path], { stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
  await once(writer.stdout, 'data');
  const before = await published(path);
  const beside = await several();
  const written = (await published(path)) - before;
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  for (const reader of readers) await reader.close();
  const figures = (times: readonly number[]) =>
    `median ${median(times).toFixed(2)}, 99 % ${times[Math.floor(times.length * 0.99)]!.toFixed(2)}, max ${times.at(-1)!.toFixed(2)}`;
  console.log(`100 readers (known + descendants), ms: alone ${figures(alone)}; while ${written} results were published ${figures(beside)}`); // prettier-ignore
}

async function published(path: string): Promise<number> {
  const index = sqliteIndex({ path, readOnly: true });
  const { rows } = await index.size();
  await index.close();
  return rows.result!;
}
