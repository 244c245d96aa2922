// Where things stand inside their layers: as near to their neighbours as the order and the widths of the boxes allow.
import { reversed, type Dag } from '../views/dag.ts';
import type { ProperLayers } from './proper-layers.ts';

/** Small drawings are worth more rounds. */
const manyRounds = 20;
const fewRounds = 8;
const small = 500;
/** Between two bends an edge should be straight; boxes may stand a little aside (Gansner et al. 1993, doi:10.1109/32.221135). */
const straightness = 16;

/**
 * The centre of each place. Layer after layer, the least-squares solution under the constraint that neighbours keep their
 * distance: isotonic regression, linear in the layer. Nothing overlaps, whatever the number of rounds.
 * @param widths of places, in the unit of the answer. @param gap free space between neighbours.
 */
export function placeLayers(
  { layers, next, size, layerOf }: ProperLayers,
  widths: Float64Array,
  gap: number,
): Float64Array {
  const x = new Float64Array(size);
  const before = reversed(next);
  const rounds = size > small ? fewRounds : manyRounds;
  for (const layer of layers) project(layer, widths, gap, layer.map(() => 1), Float64Array.from(layer), x); // prettier-ignore
  for (let round = 0; round < rounds; round++) {
    const isDown = round % 2 === 0;
    const sides = round >= rounds - 2 ? [before, next] : [isDown ? before : next];
    for (const layer of isDown ? layers : layers.toReversed()) {
      const { wanted, weights } = wishes(layer, sides, widths, x);
      project(layer, widths, gap, weights, wanted, x);
    }
  }
  return fromZero(x, widths, layerOf);
}

// Where each place wants to be, the mean of its neighbours, and how much.
function wishes(layer: Uint32Array, sides: readonly Dag[], widths: Float64Array, x: Float64Array) {
  const wanted = new Float64Array(layer.length);
  const weights = new Float64Array(layer.length);
  for (let i = 0; i < layer.length; i++) {
    const u = layer[i]!;
    let sum = 0;
    let weight = 0;
    for (const { offsets, targets } of sides) {
      for (let e = offsets[u]!; e < offsets[u + 1]!; e++) {
        const v = targets[e]!;
        const pull = widths[u]! <= 2 && widths[v]! <= 2 ? straightness : 1;
        sum += pull * x[v]!;
        weight += pull;
      }
    }
    wanted[i] = weight > 0 ? sum / weight : x[u]!;
    weights[i] = Math.max(0.1, weight);
  }
  return { wanted, weights };
}

// Pools neighbours that want to pass each other, each pool standing at the weighted mean of what its members want.
function project(
  layer: Uint32Array,
  widths: Float64Array,
  gap: number,
  weights: ArrayLike<number>,
  wanted: Float64Array,
  x: Float64Array,
): void {
  // prettier-ignore
  const shift = new Float64Array(layer.length);
  for (let i = 1; i < layer.length; i++)
    shift[i] = shift[i - 1]! + (widths[layer[i - 1]!]! + widths[layer[i]!]!) / 2 + gap;
  const [starts, means, masses]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < layer.length; i++) {
    starts.push(i);
    means.push(wanted[i]! - shift[i]!);
    masses.push(weights[i]!);
    for (let k = means.length - 1; k > 0 && means[k - 1]! > means[k]!; k--) {
      const mass = masses[k - 1]! + masses[k]!;
      means[k - 1] = (means[k - 1]! * masses[k - 1]! + means[k]! * masses[k]!) / mass;
      masses[k - 1] = mass;
      starts.pop();
      means.pop();
      masses.pop();
    }
  }
  for (const [k, start] of starts.entries())
    for (let i = start; i < (starts[k + 1] ?? layer.length); i++) x[layer[i]!] = means[k]! + shift[i]!;
}

function fromZero(x: Float64Array, widths: Float64Array, layerOf: Uint32Array): Float64Array {
  let left = layerOf.length > 0 ? Infinity : 0;
  for (let v = 0; v < x.length; v++) left = Math.min(left, x[v]! - widths[v]! / 2);
  return x.map((value) => value - left);
}
