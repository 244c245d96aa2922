// The order inside layers: each place goes to the mean of its neighbours, layer after layer, forwards and backwards; the
// order with the fewest crossings of edges wins (Sugiyama, Tagawa, Toda 1981, doi:10.1109/TSMC.1981.4308636).
import { reversed, type Dag } from '../views/dag.ts';
import type { ProperLayers } from './proper-layers.ts';

/** Small drawings are worth more care than drawings that nobody can read anyway. */
const manySweeps = 16;
const fewSweeps = 4;
const small = 500;

/** Sorts the layers in place. O(sweeps · E log V). */
export function orderLayers({ layers, next, size }: ProperLayers): void {
  const before = reversed(next);
  const place = new Float64Array(size);
  const means = new Float64Array(size);
  for (const layer of layers) number(layer, place);
  let best = layers.map((layer) => layer.slice());
  let fewest = crossings(layers, next, place);
  const sweeps = size > small ? fewSweeps : manySweeps;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    const sequence = isDown ? layers : layers.toReversed();
    for (const layer of sequence) sortByMean(layer, isDown ? before : next, place, means);
    const count = crossings(layers, next, place);
    if (count >= fewest) continue;
    fewest = count;
    best = layers.map((layer) => layer.slice());
  }
  layers.forEach((layer, i) => layer.set(best[i]!));
}

/** How many pairs of edges between neighbouring layers cross. O(E log V). */
export function crossings(layers: readonly Uint32Array[], next: Dag, place: Float64Array): number {
  let count = 0;
  for (const [i, layer] of layers.entries()) {
    const width = layers[i + 1]?.length ?? 0;
    // A Fenwick tree counts, for each edge in the order of its source, the edges that ended further right before.
    const tree = new Uint32Array(width + 1);
    let total = 0;
    for (const u of layer) {
      const row = next.targets.subarray(next.offsets[u], next.offsets[u + 1]);
      for (const v of row) {
        let notRight = 0;
        for (let k = place[v]! + 1; k > 0; k -= k & -k) notRight += tree[k]!;
        count += total - notRight;
      }
      for (const v of row) for (let k = place[v]! + 1; k <= width; k += k & -k) tree[k]!++;
      total += row.length;
    }
  }
  return count;
}

function number(layer: Uint32Array, place: Float64Array): void {
  for (let i = 0; i < layer.length; i++) place[layer[i]!] = i;
}

// Sorts by the mean place of the neighbours; what has none, or equal means, stays in its order.
function sortByMean(layer: Uint32Array, { offsets, targets }: Dag, place: Float64Array, means: Float64Array): void {
  let isSorted = true;
  let last = -Infinity;
  for (let i = 0; i < layer.length; i++) {
    const u = layer[i]!;
    const [from, to] = [offsets[u]!, offsets[u + 1]!];
    let sum = 0;
    for (let e = from; e < to; e++) sum += place[targets[e]!]!;
    const mean = to > from ? sum / (to - from) : i;
    means[u] = mean;
    isSorted &&= mean >= last;
    last = mean;
  }
  if (isSorted) return;
  layer.sort((a, b) => means[a]! - means[b]! || place[a]! - place[b]!);
  number(layer, place);
}
