/**
 * Where the burst is: background and burst interval are found together, each improving the other,
 * with Bayesian blocks as the judge of what belongs to the burst.
 */

import { median, robustSigma, sum } from '../statistics/descriptive.ts';
import { prefixSums } from '../statistics/rebin.ts';
import { type Background, type BackgroundOptions, estimateBackground, maskOf } from './background.ts';
import { bayesianBlocks } from './bayesian-blocks.ts';
import { type LightCurve, type TimeInterval, binRange, ratesCps, rateErrorsCps, spanOf } from './light-curve.ts';

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

/** More bins than this are grouped for the search: blocks cost the square of the bins (8192: about half a second). */
const MAX_BLOCK_BINS = 8192;

/**
 * Finds the brightest burst. Starts from a robust constant level (the median, right while the burst fills less
 * than half of the data), then repeats: blocks, burst, background outside it, until the interval stays.
 * More than 8192 bins are searched in groups, and blocks inside the burst's window found again bin by bin; a faint
 * burst much shorter than a group can be missed then (searchExcesses finds it).
 */
export function findBurst(lightCurve: LightCurve, options: BurstOptions = {}): BurstSearch {
  let background = estimateBackground(lightCurve, options);
  let level = robustLevel(lightCurve);
  let burst: Burst | undefined;
  let blocks: RateBlock[] = [];
  for (let round = 0; round < 6; round++) {
    blocks = rateBlocks(lightCurve, level, options.falsePositive);
    const next = brightest(lightCurve, blocks, options);
    const settled = round > 0 && next?.first === burst?.first && next?.end === burst?.end;
    burst = next;
    const exclude = [...(options.exclude ?? []), ...disturbances(blocks, burst, level)];
    // With next to no data outside the burst a better background than the last one cannot be had.
    if (settled || !leavesData(lightCurve, exclude)) break;
    background = estimateBackground(lightCurve, { ...options, exclude });
    level = background;
  }
  return { background, burst: refine(lightCurve, burst, level, options), blocks };
}

/**
 * Where the background must not be measured: the window of the burst, and stretches in which a fifth of it or more is
 * missing, which means lost data (a smaller lack is how a first level that is too high shows).
 */
function disturbances(blocks: readonly RateBlock[], burst: Burst | undefined, level: RateLevel): TimeInterval[] {
  const lost = blocks.filter(({ rateCps, first, snr }) => snr < -5 && rateCps < -0.2 * level.rateCps[first]!);
  return burst === undefined ? lost : [...lost, burst.window];
}

/** Whether a twentieth of the bins, and ten of them, lie outside the intervals. */
function leavesData(lightCurve: LightCurve, exclude: readonly TimeInterval[]): boolean {
  const left = maskOf(lightCurve, exclude).reduce((total, used) => total + used, 0);
  return left >= Math.max(10, 0.05 * lightCurve.counts.length);
}

/** The burst of a grouped search found again bin by bin; its window stays, as the background was measured outside it. */
function refine(lc: LightCurve, burst: Burst | undefined, level: RateLevel, options: BurstOptions): Burst | undefined {
  if (burst === undefined || lc.counts.length <= MAX_BLOCK_BINS) return burst;
  const fine = brightest(lc, rateBlocks(lc, level, options.falsePositive, binRange(lc, burst.window)), options);
  return { ...(fine ?? burst), window: burst.window };
}

/** What blocks are measured against; a Background is one. */
export interface RateLevel {
  /** Background rate per bin of the light curve, counts per second. */
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

/**
 * The Bayesian blocks of a light curve (or of its bins [first, end)) relative to a background.
 * More than 8192 bins are grouped, so that blocks then begin at multiples of the group.
 */
export function rateBlocks(
  lightCurve: LightCurve,
  level: RateLevel,
  falsePositive = 0.01,
  [first, end]: readonly [number, number] = [0, lightCurve.counts.length],
): RateBlock[] {
  const { startS, widthS, counts } = lightCurve;
  const stretch = Math.max(1, level.excessVariance) * Math.sqrt(poissonRatio(lightCurve));
  // A fit may dip to zero or below where it has no data to hold it; blocks need a positive exposure.
  const expected = level.rateCps.map((rate, i) => Math.max(rate * widthS[i]!, 1e-9));
  const group = Math.ceil((end - first) / MAX_BLOCK_BINS);
  const grouped = (values: Float64Array): Float64Array => groupSums(values.subarray(first, end), group);
  const starts = bayesianBlocks(grouped(counts), grouped(expected), { falsePositive, dispersion: stretch ** 2 });
  const sumCounts = prefixSums(counts);
  const sumExpected = prefixSums(expected);
  const sumWidth = prefixSums(widthS);
  return starts.map((start, k) => {
    const from = first + start * group;
    const to = k + 1 < starts.length ? first + starts[k + 1]! * group : end;
    const modelled = sumExpected[to]! - sumExpected[from]!;
    const above = sumCounts[to]! - sumCounts[from]! - modelled;
    const rateCps = above / (sumWidth[to]! - sumWidth[from]!);
    const stopS = startS[to - 1]! + widthS[to - 1]!;
    return { first: from, end: to, startS: startS[from]!, stopS, rateCps, snr: above / stretch / Math.sqrt(modelled) };
  });
}

/** Variance of the counts in units of Poisson's: 1 for counted photons, other values for rates with errors of their own. */
function poissonRatio({ counts, variance }: LightCurve): number {
  const total = sum(counts);
  return counts === variance || !(total > 0) ? 1 : sum(variance) / total;
}

/** Sums of groups of neighbours, the last one as long as it comes. */
function groupSums(values: Float64Array, group: number): Float64Array {
  if (group <= 1) return values;
  const out = new Float64Array(Math.ceil(values.length / group));
  values.forEach((value, i) => {
    out[Math.floor(i / group)]! += value;
  });
  return out;
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
