// Which values of an image are shown black and white: percentiles, and the histogram that people drag the cuts on.

/** The values that get the first and the last colour. */
export interface Cuts {
  readonly low: number;
  readonly high: number;
}

// Enough for a percentile good to a tenth of a percent, and sorted in some 20 ms.
const sampleSize = 200_000;

/** The finite values of at most {@link sampleSize} pixels, evenly taken, sorted upwards. */
export function sortedSample(values: ArrayLike<number>): Float64Array {
  const step = Math.max(1, Math.floor(values.length / sampleSize));
  const sample = new Float64Array(Math.ceil(values.length / step));
  let count = 0;
  for (let i = 0; i < values.length; i += step) if (Number.isFinite(values[i])) sample[count++] = values[i]!;
  return sample.subarray(0, count).sort();
}

/** Cuts that leave equal shares of pixels out at both ends, `share` (0 to 1) between them; 0 to 1 without any value. */
export function percentileCuts(sorted: Float64Array, share: number): Cuts {
  if (sorted.length === 0) return { low: 0, high: 1 };
  const outside = Math.floor(((1 - share) / 2) * (sorted.length - 1));
  return properCuts(sorted[outside]!, sorted[sorted.length - 1 - outside]!);
}

/** Cuts around zero, for significances: white is zero. */
export function symmetricCuts(sorted: Float64Array, share: number): Cuts {
  const { low, high } = percentileCuts(sorted, share);
  const size = Math.max(Math.abs(low), Math.abs(high));
  return { low: -size, high: size };
}

/** The smallest and the largest value of all pixels. */
export function extremeCuts(values: ArrayLike<number>): Cuts {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? { low: 0, high: 1 } : properCuts(low, high);
}

/** Two cuts in order, apart from each other: an image of one value is drawn too. */
export function properCuts(first: number, second: number): Cuts {
  const [low, high] = first < second ? [first, second] : [second, first];
  if (low < high) return { low, high };
  const margin = Math.abs(low) * 1e-6 || 1;
  return { low: low - margin, high: high + margin };
}

/** Numbers of sample values in equal bins between two values; what lies outside is not counted. */
export function histogram(sorted: Float64Array, { low, high }: Cuts, binCount: number): Uint32Array {
  const counts = new Uint32Array(binCount);
  const scale = binCount / (high - low);
  for (const value of sorted) {
    if (value < low || value > high) continue;
    counts[Math.min(binCount - 1, Math.floor((value - low) * scale))]!++;
  }
  return counts;
}
