// Doubt over random graphs against a recursive definition, asked in any order; and what is remembered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Doubts, type Making } from './doubts.ts';

const graphs = fc.array(
  fc.record({
    uses: fc.array(fc.nat({ max: 30 }), { maxLength: 4 }),
    stored: fc.boolean(),
    madeAt: fc.nat({ max: 3 }),
    changedAt: fc.nat({ max: 3 }),
    retracted: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
  { minLength: 1, maxLength: 31 },
);

type Nodes = readonly Making<number>[];

const acyclic = (nodes: readonly Omit<Making<number>, 'key'>[]): Nodes =>
  nodes.map((node, key) => ({ ...node, key, uses: key === 0 ? [] : node.uses.map((used) => used % key) }));

// As the words say it: a node that is never stored changes with its inputs.
const changedAt = (nodes: Nodes, key: number): number => {
  const { stored, changedAt: own, uses } = nodes[key]!;
  return stored ? own : Math.max(0, ...uses.map((used) => changedAt(nodes, used)));
};
const isDoubted = (nodes: Nodes, key: number): boolean => {
  const { retracted, uses, stored, madeAt } = nodes[key]!;
  return retracted || uses.some((used) => isDoubted(nodes, used) || (stored && changedAt(nodes, used) > madeAt));
};

test('in doubt is exactly what a recursive definition says, in whatever portions it is asked', () => {
  fc.assert(
    fc.property(
      graphs,
      fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 5 }), { maxLength: 8 }),
      (given, portions) => {
        const nodes = acyclic(given);
        const doubts = new Doubts<number>((keys) => keys.map((key) => nodes[key]!));
        for (const portion of [...portions, [...nodes.keys()]]) {
          const keys = portion.filter((key) => key < nodes.length);
          const found = doubts.about(keys);
          for (const key of keys) assert.equal(found.has(key), isDoubted(nodes, key), `node ${key}`);
          for (const { origin, retracted } of found.values()) if (retracted) assert.ok(nodes[origin]!.retracted);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('what was found sound is not read again, doubt is read again when it was forgotten', () => {
  const read: number[] = [];
  const making = (key: number): Making<number> => ({
    key,
    uses: key % 2 === 0 && key > 1 ? [key - 2] : [],
    stored: true,
    madeAt: 0,
    changedAt: 0,
    retracted: key === 1,
  });
  const doubts = new Doubts<number>((keys) => (read.push(...keys), keys.map(making)));
  assert.deepEqual([...doubts.about([4, 1])], [[1, { origin: 1, retracted: true }]]);
  doubts.about([4, 2, 0, 1]);
  assert.deepEqual(read.splice(0).sort(), [0, 1, 2, 4]);
  doubts.forget();
  doubts.about([4, 2, 0, 1]);
  assert.deepEqual(read, [1]);
});

test('a circle in damaged data ends the walk, and unknown derivations are sound', () => {
  const circle = (key: number): Making<number> => ({
    key,
    uses: [key === 0 ? 1 : 0],
    stored: false,
    madeAt: 0,
    changedAt: 0,
    retracted: false,
  });
  assert.equal(new Doubts<number>((keys) => keys.map(circle)).about([0, 1]).size, 0);
  assert.equal(new Doubts<number>(() => []).about([7]).size, 0);
});

test('a chain of a hundred thousand is judged without recursion, each read once', () => {
  let count = 0;
  const making = (key: number): Making<number> => {
    count++;
    return { key, uses: key > 0 ? [key - 1] : [], stored: true, madeAt: 0, changedAt: 0, retracted: key === 0 };
  };
  const doubts = new Doubts<number>((keys) => keys.map(making));
  assert.equal(doubts.about([100_000]).get(100_000)?.origin, 0);
  assert.equal(count, 100_001);
});
