// `similar` over a store: levels, order, goals that were never run, and the explanation of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../index.ts';
import { BinnedEvents, tutorial } from '@stemma/instruments/tutorial';
import { compareOutputs } from './compare-outputs.ts';

const memory = () => open({ store: 'memory', modules: [tutorial], jobs: 1 });
const binned = (binSizeKeV: number, unit?: string) => BinnedEvents({ binSizeKeV, ...(unit !== undefined && { unit }) } as never); // prettier-ignore

test('results are ranked by level, then by likeness, and told by what they differ in', async () => {
  await using stemma = await memory();
  for (const size of [4, 8, 20]) await stemma.run(binned(size));
  const { id } = stemma.bind(binned(8));
  const found = await stemma.similar(id);
  assert.deepEqual(
    found.slice(0, 2).map(({ level, name }) => [level, name]),
    [
      ['parameters', 'tutorial.BinnedEvents'],
      ['parameters', 'tutorial.BinnedEvents'],
    ],
  );
  for (const { differences } of found.slice(0, 2))
    assert.deepEqual(
      differences.map(({ kind, parameter }) => [kind, parameter]),
      [['parameter', 'binSizeKeV']],
    );
  assert.ok(found.slice(2).every(({ level, likeness }) => level === 'near' && likeness >= 0.2));
  assert.ok(found.every((one) => one.id !== id));
});

test('a level bounds what is found, a limit how much', async () => {
  await using stemma = await memory();
  for (const size of [4, 8, 20]) await stemma.run(binned(size));
  const { id } = stemma.bind(binned(8));
  assert.deepEqual(await stemma.similar(id, { level: 'data' }), []);
  const others = await stemma.similar(id, { level: 'parameters' });
  assert.equal(others.length, 2);
  assert.equal((await stemma.similar(id, { limit: 1 })).length, 1);
});

test('a goal that was never run finds what is like it, itself not among it', async () => {
  await using stemma = await memory();
  await stemma.run(binned(8));
  const goal = stemma.bind(binned(7));
  const [nearest] = await stemma.similar(goal);
  assert.equal(nearest!.id, stemma.bind(binned(8)).id);
  assert.equal(await stemma.stored(goal.id).then(() => true, () => false), false); // prettier-ignore
});

test('outputs are compared by digest first, then by what they are', async () => {
  await using stemma = await memory();
  for (const size of [4, 8]) await stemma.run(binned(size));
  const [a, b] = [
    await stemma.derivation(stemma.bind(binned(4)).id),
    await stemma.derivation(stemma.bind(binned(8)).id),
  ];
  const outputs = (await compareOutputs(stemma, a, b, []))!;
  const states = new Map(outputs.map(({ output, state, comparison }) => [output, [state, comparison?.kind]]));
  assert.deepEqual(states.get('spectrum'), ['differs', 'table']);
  assert.deepEqual(states.get('total'), ['equal', undefined]);
  assert.deepEqual((await compareOutputs(stemma, a, a, []))!.map(({ state }) => state), ['equal', 'equal']); // prettier-ignore
});
