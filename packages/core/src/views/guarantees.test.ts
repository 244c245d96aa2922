// Every promise of every operator, on some thousands of random graphs; and for every property an operator that breaks it,
// so that none of the checks is blind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { collapseChains } from './collapse-chains.ts';
import { canContract, contractEdge } from './contract-edge.ts';
import { HIDDEN, identity, quotient, renumbered } from './contraction.ts';
import { dagOf, sourcesOf } from './dag.ts';
import { eliminate } from './eliminate.ts';
import { viewGuarantees, type ViewOperator, type ViewProperty } from './guarantees.ts';
import { mirrored, reachability, sampleDags } from '../../test/sample-dags.ts';
import { checks, type PropertyCheck, type SampleOperator } from '../../test/sample-properties.ts';
import { shapeQuotient } from './shape-blocks.ts';
import { splitBlocks } from './split-blocks.ts';
import { transitiveReduction } from './transitive-reduction.ts';
import { userView } from './user-view.ts';

const operators: Readonly<Record<ViewOperator, SampleOperator>> = {
  shapeQuotient: ({ dag, labels }) => shapeQuotient(dag, { labels }),
  // Marked members stand alone, the others stay with the rest of their block.
  splitBlocks: ({ dag, labels, marked }) =>
    splitBlocks(
      dag,
      shapeQuotient(dag, { labels }).blockOf,
      Int32Array.from(marked, (is, v) => (is ? v : -1)),
    ),
  eliminate: ({ dag, marked }) => eliminate(dag, marked),
  transitiveReduction: ({ dag }) => transitiveReduction(dag),
  collapseChains: ({ dag }) => collapseChains(dag),
  // The edge between marked nodes, where there is exactly one that is safe: a choice that no numbering changes.
  contractEdge: ({ dag, marked }) => {
    const sources = sourcesOf(dag);
    const safe = [...sources.keys()].filter(
      (e) => marked[sources[e]!] && marked[dag.targets[e]!] && canContract(dag, sources[e]!, dag.targets[e]!),
    );
    return safe.length === 1 ? contractEdge(dag, sources[safe[0]!]!, dag.targets[safe[0]!]!) : identity(dag);
  },
  userView: ({ dag, marked }) => userView(dag, marked),
};

for (const [name, operator] of Object.entries(operators)) {
  describe(name, () => {
    const promises = Object.entries(viewGuarantees[name as ViewOperator]).filter(([, promise]) =>
      /yes|kept/.test(promise),
    );
    test(`keeps what it promises: ${promises.map(([property]) => property).join(', ')}`, () => {
      fc.assert(
        fc.property(sampleDags, (sample) => {
          for (const [property, promise] of promises) {
            const check = checks[promise === 'kept' ? 'keptExact' : (property as ViewProperty)];
            assert.ok(check(sample, operator), property);
          }
        }),
        { numRuns: 500 },
      );
    });
  });
}

test('a view of relevant nodes is exact between all of them, whatever was grouped into their blocks', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag, marked }) => {
      const [before, view] = [reachability(dag)!, userView(dag, marked)];
      const after = reachability(view.dag)!;
      const relevant = [...marked.keys()].filter((v) => marked[v]);
      assert.equal(new Set(relevant.map((v) => view.blockOf[v])).size, relevant.length);
      for (const u of relevant)
        for (const v of relevant)
          assert.equal((before[u]! >>> v) & 1, (after[view.blockOf[u]!]! >>> view.blockOf[v]!) & 1);
    }),
    { numRuns: 500 },
  );
});

test('an edge is safe to contract exactly when contracting it leaves no cycle', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      sourcesOf(dag).forEach((u, e) => {
        const v = dag.targets[e]!;
        const { blockOf, count } = renumbered(Array.from({ length: dag.size }, (_, node) => (node === v ? u : node)));
        const isAcyclic = reachability(quotient(dag, blockOf, count).dag) !== undefined;
        assert.equal(canContract(dag, u, v), isAcyclic);
      });
    }),
    { numRuns: 200 },
  );
});

const byLabel: SampleOperator = ({ dag, labels }) => {
  const { blockOf, count } = renumbered(labels);
  return quotient(dag, blockOf, count);
};
const forgetful: SampleOperator = ({ dag, marked }) => {
  const sources = sourcesOf(dag);
  const kept = [...sources.keys()].filter((e) => marked[sources[e]!] && marked[dag.targets[e]!]);
  const blockOf = new Int32Array(dag.size).fill(HIDDEN);
  let count = 0;
  marked.forEach((is, v) => is && (blockOf[v] = count++));
  const row = (nodes: Uint32Array) => kept.map((e) => blockOf[nodes[e]!]!);
  return { blockOf, dag: dagOf(count, row(sources), row(dag.targets)) };
};
// Joins the first node with the second, by their numbers; only where that closes no cycle.
const firstTwo: SampleOperator = ({ dag }) => {
  if (dag.size < 2) return identity(dag);
  const { blockOf, count } = renumbered(Array.from({ length: dag.size }, (_, v) => (v === 1 ? 0 : v)));
  const joined = quotient(dag, blockOf, count);
  return reachability(joined.dag) ? joined : identity(dag);
};
const empty: SampleOperator = (sample) => {
  const { blockOf, dag } = operators.shapeQuotient(sample);
  return { blockOf, dag: { size: dag.size + 1, offsets: Uint32Array.of(...dag.offsets, dag.targets.length), targets: dag.targets } }; // prettier-ignore
};

/** For each property an operator that somebody could have written, and that does not have it. */
const wrong: Readonly<Record<ViewProperty | 'keptExact', readonly [why: string, operator: SampleOperator]>> = {
  acyclic: ['the quotient by the name of the analysis alone', byLabel],
  complete: ['hiding nodes without connecting what they connect', forgetful],
  exact: ['joining nodes that have nothing to do with each other', firstTwo],
  keptExact: ['joining nodes that have nothing to do with each other', firstTwo],
  allOfSome: ['the quotient by the name of the analysis alone', byLabel],
  reversible: ['a block that nothing is in', empty],
  counted: ['a block that nothing is in', empty],
  deterministic: ['joining by number', firstTwo],
  idempotent: ['joining two at a time', firstTwo],
};

for (const [property, [why, operator]] of Object.entries(wrong)) {
  test(`${why} is found not to be ${property}`, () => {
    const check: PropertyCheck = checks[property as ViewProperty];
    const found = fc.check(fc.property(sampleDags, (sample) => check(sample, operator)), { numRuns: 3000, endOnFailure: true }); // prettier-ignore
    assert.ok(found.failed, `no counterexample in ${found.numRuns} graphs`);
  });
}

test('the judge knows a mirrored graph as the same graph', () => {
  fc.assert(
    fc.property(sampleDags, (sample) => {
      assert.deepEqual(mirrored(mirrored(sample)), sample);
    }),
    { numRuns: 50 },
  );
});
