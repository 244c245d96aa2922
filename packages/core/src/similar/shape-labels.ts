// What a family tree is made of, as a set of labels: each shape by itself, and each with what is two steps above it
// (Weisfeiler–Lehman subtrees of height 2, Shervashidze et al. 2011, JMLR 12, 2539). What is near the result weighs more.
import type { Digest } from '../identity/digest.ts';
import { labelOf } from './min-hash.ts';
import type { ShapeGraph } from './shape-graph.ts';

/** The weight of the result itself; each step away from it halves it, down to 1. */
const rootWeight = 8;
const height = 2;

/** Labels of shapes, each made once for all sets that it is part of. */
export class ShapeLabels {
  readonly #graph: ShapeGraph;
  readonly #known = Array.from({ length: height + 1 }, () => new Map<Digest, number>());

  constructor(graph: ShapeGraph) {
    this.#graph = graph;
  }

  /** The labels of everything that a shape is made from, itself included, with their weights. */
  setOf(root: Digest): Map<number, number> {
    const set = new Map<number, number>();
    const met = new Set([root]);
    let weight = rootWeight;
    for (let level = [root]; level.length > 0; weight = Math.max(1, weight / 2)) {
      for (const shape of level) {
        // Levels come nearest first, so the first weight of a label is its largest.
        for (const label of [this.#label(shape, 0), this.#label(shape, height)])
          if (!set.has(label)) set.set(label, weight);
      }
      level = level.flatMap((shape) => {
        const children = this.#graph.nodes.get(shape)?.children ?? [];
        return children.flatMap(({ shape: child }) => (met.has(child) ? [] : (met.add(child), [child])));
      });
    }
    return set;
  }

  // Recursive only in the height, which is 2.
  #label(shape: Digest, height: number): number {
    const known = this.#known[height]!.get(shape);
    if (known !== undefined) return known;
    const node = this.#graph.nodes.get(shape);
    let text = `0 ${node?.text ?? 'unrecorded'}`;
    if (height > 0) {
      const above = (node?.children ?? []).map(({ role, shape: child }) => `${role} ${this.#label(child, height - 1)}`);
      text = `${height} ${this.#label(shape, height - 1)} ${[...new Set(above)].sort().join('\n')}`;
    }
    const label = labelOf(text);
    this.#known[height]!.set(shape, label);
    return label;
  }
}
