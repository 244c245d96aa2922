// The operators work on parts of large graphs, one after another: what crosses from part to part must not be lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collapseChains } from './collapse-chains.ts';
import { dagOf, type Dag } from './dag.ts';
import { eliminate } from './eliminate.ts';
import { shapeQuotient } from './shape-blocks.ts';
import { transitiveReduction } from './transitive-reduction.ts';

const length = 5000;

/** A chain with shortcuts of every length that is a power of two: all but the steps of the chain are implied. */
function chainWithShortcuts(): Dag {
  const [sources, targets]: [number[], number[]] = [[], []];
  for (let u = 0; u < length; u++) {
    for (let step = 1; u + step < length; step *= 2) {
      sources.push(u);
      targets.push(u + step);
    }
  }
  return dagOf(length, sources, targets);
}

test('shortcuts across the parts of the reduction are found', () => {
  const { dag } = transitiveReduction(chainWithShortcuts());
  assert.equal(dag.targets.length, length - 1);
  assert.ok(dag.targets.every((v, i) => v === i + 1));
});

test('hiding connects across parts, and only what it must', () => {
  const dag = chainWithShortcuts();
  const isKept = (v: number) => Number(v % 2 === 1);
  const half = eliminate(
    dag,
    Uint8Array.from({ length }, (_, v) => isKept(v)),
  );
  assert.equal(half.dag.size, length / 2);
  assert.ok(half.dag.targets.every((v, i) => v === i + 1));
  assert.equal(half.blockOf[4999], 2499);
  const ends = eliminate(
    dag,
    Uint8Array.from({ length }, (_, v) => Number(v === 0 || v === length - 1)),
  );
  assert.deepEqual([...ends.dag.targets], [1]);
});

test('hiding everything leaves nothing', () => {
  const { dag, blockOf } = eliminate(chainWithShortcuts(), new Uint8Array(length));
  assert.deepEqual([dag.size, dag.targets.length, new Set(blockOf).size], [0, 0, 1]);
});

test('a chain of any length is one block, but for what somebody wants apart', () => {
  const dag = dagOf(length, Array.from({ length: length - 1 }, (_, u) => u), Array.from({ length: length - 1 }, (_, u) => u + 1)); // prettier-ignore
  assert.equal(collapseChains(dag).dag.size, 1);
  const { blockOf } = collapseChains(dag, (v) => v === 2500);
  assert.deepEqual([blockOf[2499], blockOf[2500], blockOf[2501], blockOf[4999]], [0, 1, 2, 2]);
});

test('two inputs by different names are different shapes, a list of equal inputs is one', () => {
  const dag = dagOf(6, [0, 0, 1, 1, 2], [4, 5, 4, 5, 4]);
  const labels = Uint32Array.of(0, 0, 0, 1, 2, 2);
  const alike = shapeQuotient(dag, { labels, roles: new Uint32Array(5) });
  assert.equal(alike.blockOf[0], alike.blockOf[1]);
  assert.equal(alike.blockOf[0], alike.blockOf[2]);
  const named = shapeQuotient(dag, { labels, roles: Uint32Array.of(0, 1, 1, 1, 0) });
  assert.notEqual(named.blockOf[0], named.blockOf[1]);
  assert.notEqual(named.blockOf[0], named.blockOf[2]);
});

test('labels and roles of any size are told apart', () => {
  const dag = dagOf(2002, Array.from({ length: 2000 }, (_, v) => v), Array.from({ length: 2000 }, (_, v) => 2000 + (v % 2))); // prettier-ignore
  const labels = Uint32Array.from({ length: 2002 }, (_, v) => (v < 2000 ? 2 ** 31 + (v >> 1) : v % 2));
  const { dag: blocks } = shapeQuotient(dag, { labels, roles: Uint32Array.from({ length: 2000 }, (_, v) => v % 4) });
  assert.equal(blocks.size, 2002);
});
