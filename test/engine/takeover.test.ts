// Leases between processes: a dead or sleeping process loses what it held, and cannot publish over its successor.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sqliteIndex } from '@stemma/backends';
import { Engine } from '@stemma/core';
import { Slow, takeover } from './modules/takeover.ts';
import { openBench, pause, temporaryFolder, type Bench } from './setting.ts';

interface Scene {
  readonly bench: Bench;
  /** An engine with heartbeats as quick as those of the other process. */
  readonly engine: Engine;
  readonly goal: ReturnType<typeof Slow>;
  readonly other: ReturnType<typeof spawn>;
  readonly said: () => string;
  readonly go: string;
}

/** Another process runs the slow analysis and waits inside of it. */
async function scene(t: TestContext, x: string): Promise<Scene> {
  const folder = temporaryFolder(t);
  const [store, started, go] = [join(folder, 'store'), join(folder, 'started'), join(folder, 'go')];
  const bench = await openBench(t, { store, modules: [takeover] });
  const index = sqliteIndex({ path: join(store, 'index.sqlite'), heartbeatMs: 100 });
  t.after(() => index.close());
  const engine = new Engine({ ...bench.engine.services, index, registry: bench.engine.registry });
  const script = fileURLToPath(new URL('processes/takeover.ts', import.meta.url));
  const other = spawn(process.execPath, ['--conditions=source', script, store, started, go], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, STEMMA_TEST_X: x },
  });
  t.after(() => other.kill('SIGKILL'));
  let said = '';
  other.stdout!.on('data', (piece: Buffer) => (said += String(piece)));
  while (!existsSync(started + other.pid)) await pause(5);
  return { bench, engine, goal: Slow({ started, go }), other, said: () => said, go };
}

test('a process that was killed loses what it held at once', { timeout: 20_000 }, async (t) => {
  const { engine, goal, other, go } = await scene(t, '2');
  const resolution = engine.resolve(goal);
  const events = Array.fromAsync(resolution.events());
  await pause(100);
  other.kill('SIGKILL');
  await once(other, 'exit');
  const killedMs = performance.now();
  writeFileSync(go, '');
  assert.deepEqual(await (await resolution.result).outputs(), { x: 1 });
  assert.ok(performance.now() - killedMs < 3000);
  assert.ok(
    (await events).some(({ type }) => type === 'waiting'),
    'it said that it waits for somebody else',
  );
});

test('a living process keeps what it holds, and the one that waits gets its result', { timeout: 20_000 }, async (t) => {
  const { engine, goal, other, said, go } = await scene(t, '2');
  const resolution = engine.resolve(goal);
  await pause(1000);
  writeFileSync(go, '');
  assert.deepEqual(await (await resolution.result).outputs(), { x: 2 });
  if (other.exitCode === null) await once(other, 'exit');
  assert.deepEqual(JSON.parse(said()), { x: 2 });
});

test(
  'a process that slept too long cannot publish over its successor, nor report another result than the stored one',
  { timeout: 20_000 },
  async (t) => {
    const { bench, engine, goal, other, said, go } = await scene(t, '2');
    other.kill('SIGSTOP');
    await pause(600);
    writeFileSync(go, '');
    assert.deepEqual(await (await engine.resolve(goal).result).outputs(), { x: 1 });
    other.kill('SIGCONT');
    await once(other, 'exit');
    const ended = JSON.parse(said()) as { x?: number; code?: string };
    assert.ok(ended.code === 'conflict' || ended.x === 1, `the sleeper said ${said()}`);
    assert.deepEqual(await bench.run(goal), { x: 1 });
    assert.deepEqual(await bench.parts.index.check(), []);
  },
);

test('waiting for another process can be cancelled', { timeout: 20_000 }, async (t) => {
  const { engine, goal, go } = await scene(t, '2');
  const resolution = engine.resolve(goal);
  await pause(100);
  const cancelledMs = performance.now();
  resolution.cancel();
  await assert.rejects(resolution.result, { code: 'cancelled' });
  assert.ok(performance.now() - cancelledMs < 400);
  writeFileSync(go, '');
});
