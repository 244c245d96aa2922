// Compressed sparse rows: what goes in comes out once and in order, and cycles are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketed, dagOf, depths, edgeAt, reversed, sourcesOf, topologicalOrder, withEdges } from './dag.ts';
import { reachability, sampleDags } from '../../test/sample-dags.ts';

const rowsOf = ({ size, offsets, targets }: ReturnType<typeof dagOf>) =>
  Array.from({ length: size }, (_, u) => [...targets.subarray(offsets[u], offsets[u + 1])]);

test('a graph has each edge once, in ascending rows, whatever the order in which they come', () => {
  const dag = dagOf(4, [2, 0, 0, 2, 0], [3, 2, 1, 3, 2]);
  assert.deepEqual(rowsOf(dag), [[1, 2], [], [3], []]);
  assert.deepEqual([...sourcesOf(dag)], [0, 0, 2]);
});

test('rows are the edges that were given, for any edges', () => {
  const edges = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 60 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const dag = dagOf(10, pairs.map(([u]) => u), pairs.map(([, v]) => v)); // prettier-ignore
      const expected = Array.from({ length: 10 }, (_, u) =>
        [...new Set(pairs.filter(([source]) => source === u).map(([, v]) => v))].sort((a, b) => a - b),
      );
      assert.deepEqual(rowsOf(dag), expected);
      assert.deepEqual(rowsOf(reversed(reversed(dag))), expected);
    }),
    { numRuns: 100 },
  );
});

test('an edge is found where it is, and nowhere else', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      for (let u = 0; u < dag.size; u++)
        for (let v = 0; v < dag.size; v++) {
          const at = edgeAt(dag, u, v);
          const isEdge = dag.targets.subarray(dag.offsets[u], dag.offsets[u + 1]).includes(v);
          assert.equal(at >= 0, isEdge);
          if (isEdge) assert.deepEqual([dag.targets[at], sourcesOf(dag)[at]], [v, u]);
        }
    }),
    { numRuns: 50 },
  );
});

test('users come before what they use, and depth is the longest way from the top', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      const order = topologicalOrder(dag);
      const [place, depth] = [order.map((_, i) => order.indexOf(i)), depths(dag)];
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from(order.keys()),
      );
      const users = reversed(dag);
      for (let v = 0; v < dag.size; v++) {
        const above = [...users.targets.subarray(users.offsets[v], users.offsets[v + 1])];
        assert.ok(above.every((u) => place[u]! < place[v]!));
        assert.equal(depth[v], Math.max(0, ...above.map((u) => depth[u]! + 1)));
      }
    }),
    { numRuns: 100 },
  );
});

test('a cycle is refused, with the number of nodes that it keeps from being ordered', () => {
  const circle = dagOf(4, [0, 1, 2, 3], [1, 2, 1, 0]);
  assert.throws(() => topologicalOrder(circle), {
    code: 'invalid_request',
    message: /cycle through 2 of its nodes/,
  });
  assert.equal(reachability(circle), undefined);
});

test('only marked edges stay', () => {
  const dag = dagOf(3, [0, 0, 1], [1, 2, 2]);
  assert.deepEqual(rowsOf(withEdges(dag, Uint8Array.of(1, 0, 1))), [[1], [2], []]);
});

test('values keep their order inside a bucket', () => {
  const [offsets, values] = bucketed(3, [2, 0, 2, 0], [9, 8, 7, 6]);
  assert.deepEqual([[...offsets], [...values]], [[0, 2, 2, 4], [8, 6, 9, 7]]); // prettier-ignore
});
