// The store over its life: garbage collection and what comes after it, integrity, read-only and shared levels.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { analysis, array, checkStore, collectGarbage, file, number, type GarbagePolicy, type Goal } from '@stemma/core';
import { openBench, recordingCalls, temporaryFolder, type Bench } from './setting.ts';

let runs = 0;
const Large = analysis({
  name: 'test.Large',
  version: '1',
  parameters: { n: number() },
  outputs: { data: array('float64'), note: file() },
  run: ({ n }, activity) => (
    runs++,
    { data: new Float64Array(5000).fill(n), note: activity.file('note.txt', `note ${n}`) }
  ),
});
const Sum = analysis({
  name: 'test.Sum',
  version: '1',
  inputs: { a: Large({ n: 1 }), b: Large({ n: 2 }) },
  outputs: { x: number() },
  run: ({ a, b }) => (runs++, { x: a.data[0]! + b.data[0]! }),
});

const collect = ({ parts, engine }: Bench, policy: GarbagePolicy) =>
  collectGarbage(
    { orphansOlderThanS: 0, ...policy },
    { index: parts.index, blobs: parts.blobs, clock: engine.services.clock },
  );
const check = ({ parts }: Bench) => checkStore({ index: parts.index, blobs: parts.blobs });

async function contentDigests(bench: Bench): Promise<Record<string, string>> {
  const goals: Record<string, Goal<unknown>> = { one: Large({ n: 1 }), two: Large({ n: 2 }), sum: Sum() };
  const entries = Object.entries(goals).map(
    async ([name, goal]) => [name, (await bench.result(goal)).contentDigest] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

test('what was collected is made again, with the same digests, and its provenance was never lost', async (t) => {
  const first = await openBench(t);
  await first.run(Sum);
  const before = await contentDigests(first);
  const report = await collect(first, { maxBytes: 0 });
  assert.equal(report.forgotten, 3);
  assert.ok(report.freedBytes > 80_000);
  assert.deepEqual((await check(first)).problems, []);
  const { id } = first.engine.bind(Sum);
  const again = await openBench(t, { store: first.store });
  await assert.rejects(again.engine.result(id), {
    code: 'gone',
    message: /forgotten by garbage collection; its provenance is still here/,
  });
  assert.equal((await again.parts.index.activities(id)).length, 1);
  assert.equal((await again.parts.index.used([id])).get(id)!.length, 2);
  runs = 0;
  assert.deepEqual(await again.run(Sum), { x: 3 });
  assert.equal(runs, 3);
  assert.deepEqual(await contentDigests(again), before);
  assert.deepEqual((await check(again)).problems, []);
});

test('an engine that has read a result goes on after its bytes were collected by somebody else', async (t) => {
  const [first] = [await openBench(t)];
  await first.run(Sum);
  const other = await openBench(t, { store: first.store });
  await collect(other, { maxBytes: 0 });
  runs = 0;
  assert.deepEqual(await first.run(Sum), { x: 3 });
  assert.ok(runs >= 1);
  assert.deepEqual((await check(first)).problems, []);
});

test('a pinned result stays, and what nobody refers to goes', async (t) => {
  const bench = await openBench(t);
  await bench.run(Sum);
  await bench.parts.index.pin([bench.engine.bind(Large({ n: 1 })).id], true);
  await bench.parts.blobs.put(new TextEncoder().encode('an orphan'));
  const report = await collect(bench, { maxBytes: 0 });
  assert.deepEqual([report.forgotten, report.orphans], [2, 1]);
  runs = 0;
  assert.equal((await bench.run(Large({ n: 1 }))).data[0], 1);
  assert.equal(runs, 0);
});

test('a read-only store answers what is known and changes nothing', async (t) => {
  const first = await openBench(t);
  await first.run(Sum);
  await first.parts.close();
  const reader = await openBench(t, { store: first.store, readOnly: true });
  assert.deepEqual(await reader.run(Sum), { x: 3 });
  await assert.rejects(reader.run(Large({ n: 9 })), (error: { code: string }) =>
    ['forbidden', 'unavailable'].includes(error.code),
  );
});

test('the same goals give the same ids and digests in every store', async (t) => {
  const [one, two] = [await openBench(t), await openBench(t, { store: 'memory' })];
  assert.deepEqual(await contentDigests(one), await contentDigests(two));
});

test('a store in a folder that cannot be made is refused in one sentence', async (t) => {
  const folder = temporaryFolder(t);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(openBench(t, { store: join(folder, 'file', 'store') }), {
    code: 'unavailable',
    message: /cannot be made/,
    exitCode: 8,
  });
});

test('results are published in order: nothing is ever in the index before what it was made from', async (t) => {
  const order: string[] = [];
  const calls: { method: string; argument: unknown }[] = [];
  const bench = await openBench(t, { wrap: recordingCalls(calls) });
  let goal = Large({ n: 0 }) as never;
  const Step = analysis({
    name: 'test.Step',
    version: '1',
    parameters: { n: number() },
    inputs: { before: Large({ n: 0 }) as never },
    outputs: { x: number() },
    run: ({ n }) => ({ x: n }),
  });
  for (let n = 1; n <= 30; n++) goal = Step({ n, before: goal }) as never;
  await bench.run(goal);
  for (const { method, argument } of calls)
    if (method === 'publish')
      order.push(...(argument as { derivation: { id: string } }[]).map(({ derivation }) => derivation.id));
  const seen = new Set<string>();
  for (const id of order) {
    for (const used of (await bench.parts.index.used([id])).get(id) ?? [])
      assert.ok(seen.has(used.id), 'an input was published before');
    seen.add(id);
  }
  assert.equal(seen.size, 31);
});
