// The part of the index's port that search by similarity needs: one sketch for each first shape. Shapes are few where
// results are many, so sketches are made when somebody first searches, never by publishing.
import type { Digest } from '../identity/digest.ts';
import type { Shapes } from '../identity/records.ts';

/** The sketch of a shape: 128 minima, see `minHash`; `shapes.l1` is the shape, the others follow from it. */
export interface ShapeSketch {
  readonly shapes: Shapes;
  readonly sketch: Uint32Array;
}

/** Results of one first shape. */
export interface ShapePopulation {
  /** The result that was recorded last. */
  readonly newest: Digest;
  /** How many there are; counting stops at {@link mostCounted}. */
  readonly results: number;
}

/** Populations are counted up to this. */
export const mostCounted = 1000;

/** Sketches, kept and asked. */
export interface SketchIndex {
  /** One result of each first shape that has no sketch yet, at most `limit`; files and literals are left out. */
  unsketched(limit: number): Promise<Digest[]>;
  /** Keeps sketches; those of shapes that have one already are passed over. */
  addSketches(sketches: readonly ShapeSketch[]): Promise<void>;
  /**
   * Sketches that share at least one band with this one: likely the similar ones, see `bandsOf`. With at most `scanUpTo`
   * sketches in all, every one of them: then looking at all is quicker and misses none.
   */
  sketchesNear(sketch: Uint32Array, scanUpTo: number): Promise<ShapeSketch[]>;
  /** Sketches of all first shapes that have this second or third shape in common. */
  sketchesOf(level: 'l2' | 'l3', shape: Digest): Promise<ShapeSketch[]>;
  /** Who has these first shapes; those that no result has are missing from the answer. */
  populations(shapes: readonly Digest[]): Promise<Map<Digest, ShapePopulation>>;
}
