/**
 * Where the burst is: background and burst interval are found together, each improving the other,
 * with Bayesian blocks as the judge of what belongs to the burst.
 */

import { median, robustSigma } from '../statistics/descriptive.ts';
import { prefixSums } from '../statistics/rebin.ts';
import { type Background, type BackgroundOptions, estimateBackground } from './background.ts';
import { bayesianBlocks } from './bayesian-blocks.ts';
import { type LightCurve, type TimeInterval, ratesCps, rateErrorsCps, spanOf } from './light-curve.ts';

/** How to look for the burst. */
export interface BurstOptions extends BackgroundOptions {
  /** Significance that a block needs to belong to the burst, and its brightest block to make one (default 5). */
  readonly threshold?: number;
  /** Chance of a false change point, see bayesianBlocks (default 0.01). */
  readonly falsePositive?: number;
  /** Longest quiet stretch inside a burst in seconds; by default 10 s or the length found so far, whichever is more. */
  readonly mergeGapS?: number;
  /** Margin on each side of the blocks, in lengths of the burst (default 1): see Burst.window. */
  readonly margin?: number;
}

/** A block of constant rate. */
export interface RateBlock extends TimeInterval {
  /** Bins [first, end). */
  readonly first: number;
  readonly end: number;
  /** Rate above the background, counts per second, and its significance (excess variance included). */
  readonly rateCps: number;
  readonly snr: number;
}

/** A burst: its interval and what it was found with. */
export interface Burst extends TimeInterval {
  readonly first: number;
  readonly end: number;
  /** Significance of its most significant block. */
  readonly snr: number;
  readonly blocks: readonly RateBlock[];
  /**
   * The burst with a margin on each side: the background is measured outside it, counts and durations inside it,
   * because blocks miss the faint wings of a pulse.
   */
  readonly window: TimeInterval;
}

/** Background and, when there is one, burst of a light curve. */
export interface BurstSearch {
  readonly background: Background;
  readonly burst: Burst | undefined;
  readonly blocks: readonly RateBlock[];
}

/**
 * Finds the brightest burst. Starts from a robust constant level (the median, right while the burst fills less
 * than half of the data), then repeats: blocks, burst, background outside it, until the interval stays.
 */
export function findBurst(lightCurve: LightCurve, options: BurstOptions = {}): BurstSearch {
  const { exclude = [] } = options;
  let level = robustLevel(lightCurve);
  let burst: Burst | undefined;
  let blocks: RateBlock[] = [];
  let background: Background | undefined;
  for (let round = 0; round < 6; round++) {
    blocks = rateBlocks(lightCurve, level.rateCps, level.excessVariance, options.falsePositive);
    const next = brightest(lightCurve, blocks, options);
    const settled = background !== undefined && next?.first === burst?.first && next?.end === burst?.end;
    burst = next;
    if (settled) break;
    const excluded = burst === undefined ? exclude : [...exclude, burst.window];
    background = estimateBackground(lightCurve, { ...options, exclude: excluded });
    level = background;
  }
  return { background: background!, burst, blocks };
}

interface RateLevel {
  readonly rateCps: Float64Array;
  readonly excessVariance: number;
}

function robustLevel(lightCurve: LightCurve): RateLevel {
  const rates = ratesCps(lightCurve);
  const level = median(rates);
  const errors = rateErrorsCps(lightCurve);
  const pulls = rates.map((rate, i) => (errors[i]! > 0 ? (rate - level) / errors[i]! : 0));
  return { rateCps: rates.fill(level), excessVariance: Math.max(1, robustSigma(pulls)) };
}

/** The Bayesian blocks of a light curve relative to a background rate per bin. */
export function rateBlocks(
  lightCurve: LightCurve,
  backgroundCps: Float64Array,
  excessVariance: number,
  falsePositive?: number,
): RateBlock[] {
  const { startS, widthS, counts } = lightCurve;
  const stretch = Math.max(1, excessVariance);
  // A fit may dip to zero or below where it has no data to hold it; blocks need a positive exposure.
  const expected = backgroundCps.map((rate, i) => Math.max(rate * widthS[i]!, 1e-9));
  const starts = bayesianBlocks(counts, expected, { falsePositive: falsePositive ?? 0.01, dispersion: stretch ** 2 });
  const sumCounts = prefixSums(counts);
  const sumExpected = prefixSums(expected);
  const sumWidth = prefixSums(widthS);
  return starts.map((first, k) => {
    const end = starts[k + 1] ?? counts.length;
    const modelled = sumExpected[end]! - sumExpected[first]!;
    const above = sumCounts[end]! - sumCounts[first]! - modelled;
    const rateCps = above / (sumWidth[end]! - sumWidth[first]!);
    const stopS = startS[end - 1]! + widthS[end - 1]!;
    return { first, end, startS: startS[first]!, stopS, rateCps, snr: above / stretch / Math.sqrt(modelled) };
  });
}

/** The burst around the most significant block: it grows over neighbours above threshold that are near enough. */
function brightest(lightCurve: LightCurve, blocks: readonly RateBlock[], options: BurstOptions): Burst | undefined {
  const { threshold = 5, mergeGapS, margin = 1 } = options;
  // One block over all the data is no burst but a background that was measured wrongly.
  const bright = blocks.filter((block) => block.snr >= threshold && blocks.length > 1);
  if (bright.length === 0) return undefined;
  const seed = bright.reduce((top, block) => (block.snr > top.snr ? block : top));
  let low = bright.indexOf(seed);
  let high = low;
  for (;;) {
    const reach = mergeGapS ?? Math.max(10, bright[high]!.stopS - bright[low]!.startS);
    if (low > 0 && bright[low]!.startS - bright[low - 1]!.stopS <= reach) low--;
    else if (high + 1 < bright.length && bright[high + 1]!.startS - bright[high]!.stopS <= reach) high++;
    else break;
  }
  const members = bright.slice(low, high + 1);
  const interval = { startS: members[0]!.startS, stopS: members.at(-1)!.stopS };
  const window = padInterval(interval, spanOf(lightCurve), margin);
  return { ...interval, first: members[0]!.first, end: members.at(-1)!.end, snr: seed.snr, blocks: members, window };
}

/**
 * An interval widened by a fraction of its length (at least 0.1 s) on each side, within limits. Long intervals are widened
 * less, so that a third of what lies outside them stays outside: a background needs data too.
 */
export function padInterval(interval: TimeInterval, limits: TimeInterval, fraction: number): TimeInterval {
  const lengthS = interval.stopS - interval.startS;
  const spareS = limits.stopS - limits.startS - lengthS;
  const pad = Math.min(Math.max(0.1, fraction * lengthS), spareS / 3);
  return {
    startS: Math.max(limits.startS, interval.startS - pad),
    stopS: Math.min(limits.stopS, interval.stopS + pad),
  };
}
