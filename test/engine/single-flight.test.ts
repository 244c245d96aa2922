// Single flight: whoever asks, however often at once, each derivation is executed once.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analysis, number, type AnyAnalysis } from '@stemma/core';
import { openBench, otherProcess, pause, temporaryFolder } from './setting.ts';

test('two resolutions of one goal in one engine execute it once, and both get the result', async (t) => {
  let runs = 0;
  const Slow = analysis({
    name: 'test.Slow',
    version: '1',
    outputs: { x: number() },
    run: async () => (await pause(30), { x: ++runs }),
  });
  const bench = await openBench(t);
  const results = await Promise.all(Array.from({ length: 20 }, () => bench.run(Slow)));
  assert.deepEqual(
    results,
    Array.from({ length: 20 }, () => ({ x: 1 })),
  );
  assert.equal(runs, 1);
  assert.equal((await bench.activities(Slow)).length, 1);
});

test('goals that share an input execute it once while all run at the same time', async (t) => {
  const runs = new Map<string, number>();
  const count = (name: string) => runs.set(name, (runs.get(name) ?? 0) + 1);
  const Shared = analysis({
    name: 'test.Shared',
    version: '1',
    outputs: { x: number() },
    run: async () => (count('Shared'), await pause(20), { x: 1 }),
  });
  const User = analysis({
    name: 'test.User',
    version: '1',
    parameters: { n: number() },
    inputs: { shared: Shared },
    outputs: { x: number() },
    run: ({ n, shared }) => (count(`User${n}`), { x: n + shared.x }),
  });
  const bench = await openBench(t);
  const results = await Promise.all([1, 2, 3, 4, 5].map((n) => bench.run(User({ n }))));
  assert.deepEqual(
    results.map(({ x }) => x),
    [2, 3, 4, 5, 6],
  );
  assert.deepEqual([...runs.values()], [1, 1, 1, 1, 1, 1]);
});

test('two engines on one store in one process wait for each other', async (t) => {
  let runs = 0;
  const Slow = analysis({
    name: 'test.Slow',
    version: '1',
    outputs: { x: number() },
    run: async () => (runs++, await pause(50), { x: 1 }),
  });
  const first = await openBench(t);
  const second = await openBench(t, { store: first.store });
  const [a, b] = await Promise.all([first.run(Slow), pause(10).then(() => second.origins(Slow))]);
  assert.deepEqual(a, { x: 1 });
  assert.deepEqual(b, ['Slow: elsewhere']);
  assert.equal(runs, 1);
});

test('a diamond of twenty layers executes each node once', async (t) => {
  let runs = 0;
  let top: AnyAnalysis = analysis({
    name: 'test.Leaf',
    version: '1',
    outputs: { x: number() },
    run: () => (runs++, { x: 1 }),
  });
  for (let i = 0; i < 20; i++) {
    const below = top;
    const side = (name: string) =>
      analysis({
        name: `test.${name}${i}`,
        version: '1',
        inputs: { below },
        outputs: { x: number() },
        run: ({ below }) => (runs++, { x: (below as { x: number }).x }),
      });
    top = analysis({
      name: `test.Top${i}`,
      version: '1',
      inputs: { left: side('Left'), right: side('Right') },
      outputs: { x: number() },
      run: ({ left, right }) => (runs++, { x: left.x + right.x }),
    });
  }
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(top), { x: 2 ** 20 });
  assert.equal(runs, 61);
});

test('when the one that runs a shared input fails, the one that waits tries for itself and fails too', async (t) => {
  let runs = 0;
  const Broken = analysis({
    name: 'test.Broken',
    version: '1',
    outputs: { x: number() },
    run: async () => {
      runs++;
      await pause(20);
      throw new Error('broken');
    },
  });
  const bench = await openBench(t);
  const both = await Promise.allSettled([bench.run(Broken), bench.run(Broken)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.ok(runs <= 2);
});

test('four processes on one store execute each of 60 analyses exactly once', async (t) => {
  const folder = temporaryFolder(t);
  const [store, barrier] = [join(folder, 'store'), join(folder, 'barrier')];
  mkdirSync(barrier);
  const runs = await Promise.all(
    ['0', '1', '2', '3'].map((own) =>
      otherProcess<{ x: number; executed: string[] }>('processes/layers.ts', store, barrier, own, '4'),
    ),
  );
  assert.equal(new Set(runs.map(({ x }) => x)).size, 1);
  const executed = runs.flatMap((run) => run.executed).sort();
  assert.deepEqual(executed, [...new Set(executed)], 'no node was executed by two processes');
  assert.equal(executed.length, 61);
  const counted = await otherProcess<{ activities: number[] }>('processes/count-activities.ts', store);
  assert.deepEqual(
    counted.activities,
    Array.from({ length: 61 }, () => 1),
    'and the index agrees',
  );
  const busy = runs.filter((run) => run.executed.length > 0).length;
  assert.ok(busy >= 2, `the work was shared by ${busy} processes`);
});
