// Sketches of shapes in plain maps.
import { bandsOf, mostCounted } from '@stemma/core';
import type { Digest, ShapeSketch, SketchIndex } from '@stemma/core';
import type { Tables } from './tables.ts';

/** The sketches of tables. */
export function memorySketches({ derivations, results }: Tables): SketchIndex {
  const kept = new Map<Digest, ShapeSketch>();
  const resultsOf = (shape: Digest): Digest[] =>
    [...derivations.values()].flatMap(({ id, shapes }) => (shapes.l1 === shape && results.has(id) ? [id] : []));
  return {
    unsketched: async (limit) => {
      const found = new Map<Digest, Digest>();
      for (const { id, definition, shapes } of derivations.values()) {
        const isLeaf = definition.name.startsWith('stemma.');
        if (!isLeaf && results.has(id) && !kept.has(shapes.l1)) found.set(shapes.l1, id);
      }
      return [...found.values()].slice(0, limit);
    },
    addSketches: async (sketches) => {
      for (const { shapes, sketch } of sketches)
        if (!kept.has(shapes.l1)) kept.set(shapes.l1, { shapes, sketch: sketch.slice() });
    },
    sketchesNear: async (sketch, scanUpTo) => {
      if (kept.size <= scanUpTo) return [...kept.values()];
      const bands = new Set(bandsOf(sketch));
      return [...kept.values()].filter((other) => bandsOf(other.sketch).some((band) => bands.has(band)));
    },
    sketchesOf: async (level, shape) => [...kept.values()].filter(({ shapes }) => shapes[level] === shape),
    populations: async (shapes) =>
      new Map(
        shapes.flatMap((shape) => {
          const ids = resultsOf(shape);
          const newest = ids.at(-1);
          return newest === undefined ? [] : [[shape, { newest, results: Math.min(mostCounted, ids.length) }] as const];
        }),
      ),
  };
}
