// A graph in layers whose edges go from one layer to the next only: where an edge is longer, bends stand in the layers
// between. All edges to one node share their bends, so that a calibration used everywhere is one line with branches.
import { dagOf, type Dag } from '../views/dag.ts';

/** Layers of nodes and bends; the bends have numbers from the size of the graph upwards. */
export interface ProperLayers {
  /** Nodes and bends together. */
  readonly size: number;
  readonly layerOf: Uint32Array;
  /** What stands in each layer, in order; sorted in place by whoever orders it. */
  readonly layers: Uint32Array[];
  /** Edges from each place to those in the next layer. */
  readonly next: Dag;
  /** The bends of an edge u → v, from v to u. */
  pathTo(u: number, v: number): number[];
}

/** At most so many bends for each node on average: beyond, the longest edges are drawn straight. */
const bendsPerNode = 8;

/** Puts bends where edges pass layers. O(V + E + bends). */
export function properLayers(dag: Dag, layerOf: Uint32Array): ProperLayers {
  const { size } = dag;
  const spans = spansOf(dag, layerOf);
  const limit = spanLimit(spans);
  const firstBend = new Int32Array(size).fill(-1);
  const bendLayers: number[] = [];
  const [sources, targets]: [number[], number[]] = [[], []];
  for (let v = 0; v < size; v++) {
    if (spans[v]! < 2 || spans[v]! > limit) continue;
    firstBend[v] = size + bendLayers.length;
    for (let step = 1; step < spans[v]!; step++) {
      const bend = size + bendLayers.push(layerOf[v]! - step) - 1;
      sources.push(bend);
      targets.push(step === 1 ? v : bend - 1);
    }
  }
  for (let u = 0; u < size; u++) {
    for (const v of dag.targets.subarray(dag.offsets[u], dag.offsets[u + 1])) {
      const steps = layerOf[v]! - layerOf[u]!;
      if (steps > 1 && firstBend[v]! < 0) continue;
      sources.push(u);
      targets.push(steps === 1 ? v : firstBend[v]! + steps - 2);
    }
  }
  const all = new Uint32Array(size + bendLayers.length);
  all.set(layerOf);
  all.set(bendLayers, size);
  const pathTo = (u: number, v: number) =>
    firstBend[v]! < 0 ? [] : Array.from({ length: layerOf[v]! - layerOf[u]! - 1 }, (_, i) => firstBend[v]! + i);
  return { size: all.length, layerOf: all, layers: layersOf(all), next: dagOf(all.length, sources, targets), pathTo };
}

// How many layers lie between each node and its furthest user.
function spansOf({ size, offsets, targets }: Dag, layerOf: Uint32Array): Uint32Array {
  const spans = new Uint32Array(size);
  for (let u = 0; u < size; u++)
    for (const v of targets.subarray(offsets[u], offsets[u + 1]))
      spans[v] = Math.max(spans[v]!, layerOf[v]! - layerOf[u]!);
  return spans;
}

function spanLimit(spans: Uint32Array): number {
  let budget = Math.max(1000, bendsPerNode * spans.length);
  for (const span of spans.toSorted()) {
    budget -= Math.max(0, span - 1);
    if (budget < 0) return span - 1;
  }
  return Infinity;
}

function layersOf(layerOf: Uint32Array): Uint32Array[] {
  const counts: number[] = [];
  for (const layer of layerOf) counts[layer] = (counts[layer] ?? 0) + 1;
  const layers = Array.from(counts, (count) => new Uint32Array(count ?? 0));
  const filled = new Uint32Array(layers.length);
  layerOf.forEach((layer, v) => (layers[layer]![filled[layer]!++] = v));
  return layers;
}
