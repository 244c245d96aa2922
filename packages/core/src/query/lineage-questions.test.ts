// Paths, common ancestors and inputs, against their plain definitions on random graphs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LineageGraph } from '../ports/lineage-index.ts';
import { nearestCommonAncestors, restingInputs, shortestPath } from './lineage-questions.ts';

/** A graph by the inputs of each node; ids are `n0`, `n1` …, node 0 first. */
function graphOf(uses: readonly (readonly number[])[]): LineageGraph {
  const edges = uses.flatMap((inputs, from) => inputs.map((to) => [from, to] as const));
  const nodes = Int32Array.from(uses, () => 0);
  return {
    ids: uses.map((_, i) => `n${i}`),
    definitionOf: nodes,
    definitions: [{ name: 'test.A', version: '1', code: '', environment: '' }],
    l1: nodes,
    l2: nodes,
    l3: nodes,
    shapes: [''],
    parameters: uses.map(() => '{}'),
    from: Int32Array.from(edges, ([from]) => from),
    to: Int32Array.from(edges, ([, to]) => to),
    role: new Int32Array(edges.length),
    roles: ['input'],
  };
}

/** Every node uses later ones only: no cycles. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((given) => given.map((inputs, i) => [...new Set(inputs.map((n) => i + 1 + (n % given.length)))].filter((n) => n < given.length))); // prettier-ignore

/** Numbers of steps from a node to everything above it, by plain relaxation. */
function distances(uses: readonly (readonly number[])[], from: number): Map<number, number> {
  const found = new Map([[from, 0]]);
  for (const [node, steps] of found)
    for (const other of uses[node]!) if (!found.has(other)) found.set(other, steps + 1);
  return found;
}

describe('questions to a graph', () => {
  it('find a shortest path, step by step along edges, exactly when there is one', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), (uses, a, b) => {
        const [from, to] = [a % uses.length, b % uses.length];
        const steps = shortestPath(graphOf(uses), `n${from}`, `n${to}`);
        assert.equal(steps?.length, distances(uses, from).has(to) ? distances(uses, from).get(to)! + 1 : undefined);
        const nodes = (steps ?? []).map(({ id }) => Number(id.slice(1)));
        for (const [i, node] of nodes.entries()) if (i > 0) assert.ok(uses[nodes[i - 1]!]!.includes(node));
      }),
    );
    assert.equal(shortestPath(graphOf([[]]), 'n0', 'unknown'), undefined);
  });

  it('find exactly those common ancestors that no other common one was made from', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), (uses, a, b) => {
        const starts = [a % uses.length, b % uses.length];
        const above = starts.map((start) => distances(uses, start));
        const common = [...uses.keys()].filter((node) => above.every((one) => one.has(node)));
        const nearest = common.filter(
          (node) => !common.some((other) => other !== node && distances(uses, other).has(node)),
        );
        const found = nearestCommonAncestors(graphOf(uses), starts.map((n) => `n${n}`)); // prettier-ignore
        assert.deepEqual(found.toSorted(), nearest.map((n) => `n${n}`).toSorted());
      }),
    );
    assert.deepEqual(nearestCommonAncestors(graphOf([[]]), []), []);
  });

  it('rank what a result rests on by how many depend on it, then by nearness', () => {
    // 0 uses 1 and 4, 1 uses 2, 2 uses 3 and 5, 3 uses 5: the leaves are 4 and 5.
    const found = restingInputs(graphOf([[1, 4], [2], [3, 5], [5], [], []]));
    assert.deepEqual(
      found.map(({ id, influence, distance }) => [id, influence, distance]),
      [
        ['n5', 4, 3],
        ['n4', 1, 1],
      ],
    );
    assert.deepEqual(restingInputs(graphOf([[]])), []);
  });
});
