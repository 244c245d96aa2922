// How long analyses took: the statistics behind every estimate, the same in each backend.
import type { Timing } from '@stemma/core';

/** How many of the latest activities count: enough for a median, few enough to follow a faster machine. */
export const timingWindow = 50;

/**
 * Median and 90th percentile of durations in milliseconds, by linear interpolation between order statistics
 * (Hyndman & Fan 1996, definition 7). Undefined without any duration.
 */
export function timingOf(durationsMs: readonly number[]): Timing | undefined {
  if (durationsMs.length === 0) return undefined;
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return { count: sorted.length, medianS: quantile(sorted, 0.5) / 1000, p90S: quantile(sorted, 0.9) / 1000 };
}

function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
