// Deep and wide graphs, end to end: no recursion, each node once, and known again in one question.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysis, number, type AnyAnalysis, type Goal } from '@stemma/core';
import { openBench, recordingCalls } from './setting.ts';

let runs = 0;
const Leaf = analysis({
  name: 'test.Leaf',
  version: '1',
  outputs: { x: number() },
  resources: { light: true },
  run: () => (runs++, { x: 0 }),
});
const Link = analysis({
  name: 'test.Link',
  version: '1',
  inputs: { before: Leaf },
  outputs: { x: number() },
  resources: { light: true },
  run: ({ before }) => (runs++, { x: before.x + 1 }),
});

function chain(length: number): Goal<{ x: number }> {
  let goal: Goal<{ x: number }> = Leaf();
  for (let i = 0; i < length; i++) goal = Link({ before: goal });
  return goal;
}

test(
  'a chain of 12,000 is resolved, stored durably, and known again to another engine in one question',
  { timeout: 120_000 },
  async (t) => {
    const first = await openBench(t);
    runs = 0;
    assert.deepEqual(await first.run(chain(12_000)), { x: 12_000 });
    assert.equal(runs, 12_001);
    const calls: { method: string; argument: unknown }[] = [];
    const again = await openBench(t, { store: first.store, wrap: recordingCalls(calls) });
    assert.deepEqual(await again.run(chain(12_000)), { x: 12_000 });
    assert.equal(runs, 12_001);
    assert.deepEqual(
      calls.filter(({ method }) => method === 'known').map(({ argument }) => (argument as unknown[]).length),
      [1],
    );
  },
);

test('a chain that was interrupted in the middle goes on where it stopped', async (t) => {
  const first = await openBench(t);
  await first.run(chain(500));
  const again = await openBench(t, { store: first.store });
  runs = 0;
  assert.deepEqual(await again.run(chain(600)), { x: 600 });
  assert.equal(runs, 100);
});

test('a fan of 2,000 inputs reaches run in its order', async (t) => {
  const Member = analysis({
    name: 'test.Member',
    version: '1',
    parameters: { n: number() },
    outputs: { n: number() },
    resources: { light: true },
    run: ({ n }) => ({ n }),
  });
  const Fan = analysis({
    name: 'test.Fan',
    version: '1',
    inputs: { all: [] as readonly (typeof Member)[] },
    outputs: { x: number() },
    run: ({ all }) => ({ x: all.reduce((sum, { n }, i) => sum + (n === i ? 1 : 0), 0) }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Fan({ all: Array.from({ length: 2000 }, (_, n) => Member({ n })) as never })), {
    x: 2000,
  });
});

test('an unexpected failure at the bottom of a deep chain reaches the top without recursion', async (t) => {
  const Broken = analysis({
    name: 'test.Broken',
    version: '1',
    outputs: { x: number() },
    run: () => assert.fail('at the bottom'),
  });
  let goal = Link({ before: Broken as never });
  for (let i = 0; i < 12_000; i++) goal = Link({ before: goal });
  const bench = await openBench(t);
  await assert.rejects(bench.run(goal as unknown as AnyAnalysis), {
    code: 'analysis_failed',
    message: /test\.Broken failed: at the bottom/,
  });
});
