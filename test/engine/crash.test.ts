// Kill -9: two processes compete on one store and are killed at a random instant, both or one of them. Afterwards the
// store is clean, nothing half-written counts, and the run completes with the digests of a run that nobody disturbed.
// STEMMA_CRASH_INSTANTS sets how many instants are tried, STEMMA_CRASH_SEED makes a sequence of them come again.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkStore } from '@stemma/core';
import { crash, Mosaic } from './modules/crash.ts';
import { openBench, pause, temporaryFolder, type Bench } from './setting.ts';

const instants = Number(process.env.STEMMA_CRASH_INSTANTS ?? 8);
const seed = Number(process.env.STEMMA_CRASH_SEED ?? Date.now() % 1_000_000);
const script = fileURLToPath(new URL('processes/crash-run.ts', import.meta.url));

interface Run {
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  readonly done: Promise<'done' | 'dead'>;
}

function start(store: string): Run {
  const child = spawn(process.execPath, ['--conditions=source', script, store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = Promise.withResolvers<void>();
  let text = '';
  child.stdout!.on('data', (piece: Buffer) => {
    text += String(piece);
    if (text.includes('ready')) ready.resolve();
  });
  const done = once(child, 'exit').then(() => {
    ready.resolve();
    return text.includes('done') ? ('done' as const) : ('dead' as const);
  });
  return { process: child, ready: ready.promise, done };
}

/** Content digests of all results in a store, by analysis and parameters. */
async function digests(bench: Bench): Promise<Record<string, string>> {
  const all = await bench.parts.index.find({ limit: 10_000 });
  return Object.fromEntries(
    all.map(({ name, parameters, contentDigest }) => [`${name} ${JSON.stringify(parameters)}`, contentDigest]).sort(),
  );
}

async function assertClean({ parts }: Bench, where: string): Promise<void> {
  const report = await checkStore({ index: parts.index, blobs: parts.blobs });
  assert.deepEqual([where, report.problems], [where, []]);
}

// Mulberry32: a sequence that a seed brings back.
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function undisturbed(t: TestContext): Promise<{ digests: Record<string, string>; durationMs: number }> {
  const store = join(temporaryFolder(t), 'store');
  const run = start(store);
  await run.ready;
  const startMs = performance.now();
  assert.equal(await run.done, 'done');
  const durationMs = performance.now() - startMs;
  const bench = await openBench(t, { store, modules: [crash] });
  await assertClean(bench, 'undisturbed');
  return { digests: await digests(bench), durationMs };
}

test(
  `killed at ${instants} random instants, a run of two processes leaves a clean store and completes with the same digests`,
  { timeout: 60_000 + instants * 10_000 },
  async (t) => {
    const reference = await undisturbed(t);
    assert.equal(Object.keys(reference.digests).length, 1 + 40 + 40 + 3 + 1);
    t.diagnostic(`seed ${seed}`);
    const random = randomFrom(seed);
    let interrupted = 0;
    for (let i = 0; i < instants; i++) {
      const [delayMs, both] = [random() * reference.durationMs, random() < 0.5];
      const where = `seed ${seed}, instant ${i}, after ${delayMs.toFixed(0)} ms, ${both ? 'both' : 'one'} killed`;
      const folder = temporaryFolder(t);
      const store = join(folder, 'store');
      const [first, second] = [start(store), start(store)];
      await Promise.all([first.ready, second.ready]);
      await pause(delayMs);
      first.process.kill('SIGKILL');
      if (both) second.process.kill('SIGKILL');
      const ends = await Promise.all([first.done, second.done]);
      if (!both) assert.equal(ends[1], 'done', `${where}: the survivor takes over and finishes`);
      if (ends.includes('dead')) interrupted++;
      const bench = await openBench(t, { store, modules: [crash] });
      await assertClean(bench, where);
      for (const [what, digest] of Object.entries(await digests(bench)))
        assert.equal(digest, reference.digests[what], `${where}: ${what}`);
      await bench.result(Mosaic);
      assert.deepEqual([where, await digests(bench)], [where, reference.digests]);
      await assertClean(bench, `${where}, completed`);
      await bench.parts.close();
    }
    assert.ok(
      interrupted >= instants / 4,
      `only ${interrupted} of ${instants} runs were interrupted: the instants come too late`,
    );
  },
);
