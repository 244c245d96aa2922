// Random graphs for the property tests of the views, small enough that reachability can be asked of bit masks.
import fc from 'fast-check';
import { dagOf, sourcesOf, type Dag } from '../src/views/dag.ts';

/** A graph with at most 26 nodes, labels from a small set, and some of the nodes marked. */
export interface SampleDag {
  readonly dag: Dag;
  readonly labels: Uint32Array;
  readonly marked: Uint8Array;
}

/** Graphs of any density: node numbers are shuffled, so that their order says nothing. */
export const sampleDags: fc.Arbitrary<SampleDag> = fc
  .record({
    size: fc.integer({ min: 1, max: 26 }),
    edges: fc.array(fc.tuple(fc.nat({ max: 25 }), fc.nat({ max: 25 })), { maxLength: 60 }),
    labels: fc.array(fc.nat({ max: 3 }), { minLength: 26, maxLength: 26 }),
    marks: fc.array(fc.boolean(), { minLength: 26, maxLength: 26 }),
    step: fc.nat({ max: 25 }),
  })
  .map(({ size, edges, labels, marks, step }) => {
    const place = (v: number) => (v + step) % size;
    const pairs = edges.filter(([u, v]) => u < v && v < size);
    return {
      dag: dagOf(size, pairs.map(([u]) => place(u)), pairs.map(([, v]) => place(v))), // prettier-ignore
      labels: Uint32Array.from(labels.slice(0, size)),
      marked: Uint8Array.from(marks.slice(0, size), Number),
    };
  });

/** The same graph with its nodes numbered in the opposite order. */
export function mirrored({ dag, labels, marked }: SampleDag): SampleDag {
  const turned = (nodes: Uint32Array) => nodes.map((v) => dag.size - 1 - v);
  return {
    dag: dagOf(dag.size, turned(sourcesOf(dag)), turned(dag.targets)),
    labels: labels.toReversed(),
    marked: marked.toReversed(),
  };
}

/**
 * What each node reaches by one edge or more, as a bit mask, or undefined for a graph with a cycle. By fixed point, with
 * nothing of the code under test.
 */
export function reachability({ size, offsets, targets }: Dag): Uint32Array | undefined {
  const reach = new Uint32Array(size);
  for (let changed = true; changed;) {
    changed = false;
    for (let u = 0; u < size; u++) {
      let mask = reach[u]!;
      for (let e = offsets[u]!; e < offsets[u + 1]!; e++) mask |= (1 << targets[e]!) | reach[targets[e]!]!;
      changed ||= mask >>> 0 !== reach[u];
      reach[u] = mask;
    }
  }
  return reach.some((mask, u) => mask & (1 << u)) ? undefined : reach;
}
