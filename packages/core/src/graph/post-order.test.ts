// The walk that everything uses: order, once each, depth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { postOrder } from './post-order.ts';

test('children come before parents and each node once, in any graph without cycles', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 4 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(graphs, (given) => {
      const children = given.map((uses, i) => uses.filter((child) => child < i));
      const visited: number[] = [];
      postOrder(
        children.keys(),
        (node) => children[node]!,
        (node) => void visited.push(node),
      );
      assert.deepEqual(
        visited.toSorted((a, b) => a - b),
        [...children.keys()],
      );
      for (const [node, uses] of children.entries())
        for (const child of uses) assert.ok(visited.indexOf(child) < visited.indexOf(node));
    }),
  );
});

test('only what the roots reach is visited, and children are asked for once', () => {
  const asked: string[] = [];
  const children: Record<string, string[]> = { a: ['b', 'c'], b: ['c'], c: [], d: ['a'] };
  const visited: string[] = [];
  const childrenOf = (node: string) => (asked.push(node), children[node]!);
  postOrder(['a', 'c', 'a'], childrenOf, (node) => void visited.push(node));
  assert.deepEqual(visited, ['c', 'b', 'a']);
  assert.deepEqual(asked.toSorted(), ['a', 'b', 'c']);
});

test('a chain of a hundred thousand nodes needs no call stack', () => {
  let last = -1;
  postOrder(
    [0],
    (node) => (node < 100_000 ? [node + 1] : []),
    (node) => void (last = node),
  );
  assert.equal(last, 0);
});
