/** Rebinning of counts and running sums: the linear-cost ground of every search over time scales. */

import type { Numbers } from './descriptive.ts';

/** Running sums: element i is the sum of the first i values, so that a range [a, b) sums to out[b] - out[a]. */
export function prefixSums(values: Numbers): Float64Array {
  const out = new Float64Array(values.length + 1);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    total += values[i]!;
    out[i + 1] = total;
  }
  return out;
}

/** Sums of `factor` neighbouring values, beginning at index `offset`; an incomplete group at the end is dropped. */
export function rebinByFactor(values: Numbers, factor: number, offset = 0): Float64Array {
  if (!(Number.isInteger(factor) && factor > 0))
    throw new RangeError(`a rebin factor is a whole number, not ${factor}`);
  const groups = Math.max(0, Math.floor((values.length - offset) / factor));
  const out = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    let total = 0;
    for (let i = offset + g * factor; i < offset + (g + 1) * factor; i++) total += values[i]!;
    out[g] = total;
  }
  return out;
}

/**
 * Redistributes counts from one set of bins to another, each old bin spread evenly over its width; counts are conserved
 * where the new bins cover the old ones. Both sets of edges ascend; one longer than their counts.
 */
export function rebinToEdges(edges: Numbers, counts: Numbers, newEdges: Numbers): Float64Array {
  if (edges.length !== counts.length + 1) throw new RangeError(`${counts.length} bins need ${counts.length + 1} edges`);
  const out = new Float64Array(Math.max(0, newEdges.length - 1));
  let i = 0;
  for (let j = 0; j < out.length; j++) {
    const low = newEdges[j]!;
    const high = newEdges[j + 1]!;
    while (i < counts.length && edges[i + 1]! <= low) i++;
    for (let k = i; k < counts.length && edges[k]! < high; k++) {
      const overlap = Math.min(high, edges[k + 1]!) - Math.max(low, edges[k]!);
      if (overlap > 0) out[j]! += (counts[k]! * overlap) / (edges[k + 1]! - edges[k]!);
    }
  }
  return out;
}
