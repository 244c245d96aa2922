/**
 * The search for excesses on many time scales and phases, as done for counterparts of gravitational waves:
 * S/N = (rate - level) / error / excess variance, so that an unstable background does not fake detections.
 */

import { prefixSums } from '../statistics/rebin.ts';
import { standardDeviation } from '../statistics/descriptive.ts';
import { excessVariance, maskOf } from './background.ts';
import { localFalseAlarms } from './false-alarm.ts';
import { type LightCurve, type TimeInterval, contiguousRuns } from './light-curve.ts';

/** What to search for. */
export interface ExcessSearchOptions {
  /** Time scales in seconds. */
  readonly scalesS: readonly number[];
  /** Phases per scale: cells begin at multiples of scale / phases (default 4; limited by the bin width). */
  readonly phases?: number;
  /** Excesses at or above this significance are listed (default 3). */
  readonly threshold?: number;
  /** Expected counts per bin; when absent, the level of each scale is the mean of its cells. */
  readonly expectedCounts?: Float64Array;
  /** Intervals left out when level and excess variance are measured, e.g. a burst already known. */
  readonly exclude?: readonly TimeInterval[];
}

/** One cell of one scale that stands out. */
export interface Excess {
  readonly scaleS: number;
  readonly startS: number;
  readonly stopS: number;
  readonly snr: number;
  /** Counts above the level. */
  readonly counts: number;
  /** Rate above the level and its error (excess variance included), counts per second. */
  readonly rateCps: number;
  readonly errorCps: number;
}

/** What one scale showed, all phases together; the level and spread are those of phase 0. */
export interface ScaleSummary {
  readonly scaleS: number;
  readonly cells: number;
  /** Mean rate of the cells, counts per second. */
  readonly meanCps: number;
  /** Standard deviation of the rate (less the expected), counts per second. */
  readonly stdCps: number;
  readonly excessVariance: number;
  /** Highest significance over all phases, with where its cell begins and ends. */
  readonly maxSnr: number;
  readonly maxStartS: number;
  readonly maxStopS: number;
  /** Expected number of noise cells as high as the highest: sf(maxSnr) * cells. */
  readonly localFalseAlarms: number;
  /** Counts that would make three sigma on this scale. */
  readonly countLimit3Sigma: number;
}

/** Result of searchExcesses. */
export interface ExcessSearch {
  readonly scales: readonly ScaleSummary[];
  /** All listed excesses in the order of the scales, overlapping ones included (see clusterExcesses). */
  readonly excesses: readonly Excess[];
  /** Largest excess variance over the scales: the measure of stability. */
  readonly maxExcessVariance: number;
}

/** Scales in geometric progression from `firstS` to at most `lastS`, `perDecade` of them per factor of ten. */
export function geometricScales(firstS: number, lastS: number, perDecade = 10): number[] {
  const scales: number[] = [];
  for (let k = 0; ; k++) {
    const scale = firstS * 10 ** (k / perDecade);
    if (scale > lastS * (1 + 1e-9)) return scales;
    scales.push(scale);
  }
}

/** Running sums that every scale and phase shares. */
interface Sums {
  readonly counts: Float64Array;
  readonly variance: Float64Array;
  readonly width: Float64Array;
  readonly expected: Float64Array | undefined;
  /** Number of excluded bins. */
  readonly excluded: Float64Array;
}

/**
 * Searches all scales and phases. Cells are made of neighbouring whole bins whose widths add up best to the scale;
 * they never reach over a gap, and those shorter than three quarters of the scale are dropped. Cost: bins times phases per scale.
 * The excess variance divides only where it exceeds 1: noise cannot be less than Poisson's, a small sample can.
 */
export function searchExcesses(lightCurve: LightCurve, options: ExcessSearchOptions): ExcessSearch {
  const { scalesS, phases = 4, threshold = 3, expectedCounts, exclude = [] } = options;
  const mask = maskOf(lightCurve, exclude);
  const sums: Sums = {
    counts: prefixSums(lightCurve.counts),
    variance: prefixSums(lightCurve.variance),
    width: prefixSums(lightCurve.widthS),
    expected: expectedCounts === undefined ? undefined : prefixSums(expectedCounts),
    excluded: prefixSums(mask.map((used) => 1 - used)),
  };
  const runs = contiguousRuns(lightCurve);
  const binS = medianWidth(lightCurve);
  const excesses: Excess[] = [];
  const scales: ScaleSummary[] = [];
  for (const scaleS of scalesS) {
    const steps = Math.max(1, Math.min(phases, Math.round(scaleS / binS)));
    let summary: ScaleSummary | undefined;
    for (let phase = 0; phase < steps; phase++) {
      const edges = cellEdges(runs, sums.width, scaleS, (phase * scaleS) / steps);
      if (edges.length === 0) break;
      const level = levelOf(sums, edges);
      summary ??= newSummary(scaleS, edges.length / 2, level);
      summary = scanCells(lightCurve, sums, edges, level, threshold, summary, excesses);
    }
    if (summary !== undefined) scales.push(summary);
  }
  const maxExcessVariance = scales.reduce((top, scale) => Math.max(top, scale.excessVariance), 0);
  return { scales, excesses, maxExcessVariance };
}

function medianWidth({ widthS }: LightCurve): number {
  return widthS.toSorted()[widthS.length >> 1] ?? 1;
}

/** First and end bins of the cells, flat: cell c covers bins edges[2c] to edges[2c+1] - 1. */
function cellEdges(runs: readonly [number, number][], width: Float64Array, scaleS: number, offsetS: number): number[] {
  const edges: number[] = [];
  for (const [first, end] of runs) {
    let start = first;
    while (start < end && width[start]! - width[first]! < offsetS - 1e-9 * scaleS) start++;
    for (let stop = start; start < end; start = stop) {
      const target = width[start]! + scaleS;
      while (stop < end && width[stop]! < target) stop++;
      // Of the two ends around the target take the nearer one, but never an empty cell.
      if (stop - 1 > start && target - width[stop - 1]! < Math.abs(width[stop]! - target) - 1e-9 * scaleS) stop--;
      if (width[stop]! - width[start]! >= 0.75 * scaleS) edges.push(start, stop);
    }
  }
  return edges;
}

/** Level and spread of the cells that no excluded bin touches. */
interface Level {
  readonly meanCps: number;
  readonly stdCps: number;
  readonly excessVariance: number;
}

function levelOf({ counts, variance, width, expected, excluded }: Sums, edges: readonly number[]): Level {
  const rates: number[] = [];
  const errors: number[] = [];
  let totalCounts = 0;
  let totalWidth = 0;
  for (let e = 0; e < edges.length; e += 2) {
    const first = edges[e]!;
    const end = edges[e + 1]!;
    if (excluded[end]! > excluded[first]!) continue;
    const seconds = width[end]! - width[first]!;
    const cellCounts = counts[end]! - counts[first]!;
    const modelled = expected === undefined ? 0 : expected[end]! - expected[first]!;
    totalCounts += cellCounts;
    totalWidth += seconds;
    rates.push((cellCounts - modelled) / seconds);
    errors.push(Math.sqrt(variance[end]! - variance[first]!) / seconds);
  }
  return {
    meanCps: totalWidth > 0 ? totalCounts / totalWidth : Number.NaN,
    stdCps: rates.length < 2 ? Number.NaN : standardDeviation(rates),
    excessVariance: excessVariance(rates, errors),
  };
}

function newSummary(scaleS: number, cells: number, level: Level): ScaleSummary {
  const countLimit3Sigma = 3 * level.stdCps * scaleS;
  const highest = { maxSnr: -Infinity, maxStartS: Number.NaN, maxStopS: Number.NaN, localFalseAlarms: cells };
  return { scaleS, cells, ...level, ...highest, countLimit3Sigma };
}

/** Lists the cells above the threshold and returns the summary with the highest cell taken in. */
function scanCells(
  { startS, widthS }: LightCurve,
  { counts, variance, width, expected }: Sums,
  edges: readonly number[],
  level: Level,
  threshold: number,
  summary: ScaleSummary,
  found: Excess[],
): ScaleSummary {
  const stretch = Math.max(1, level.excessVariance);
  let { maxSnr, maxStartS, maxStopS } = summary;
  for (let e = 0; e < edges.length; e += 2) {
    const first = edges[e]!;
    const end = edges[e + 1]!;
    const seconds = width[end]! - width[first]!;
    const modelled = expected === undefined ? level.meanCps * seconds : expected[end]! - expected[first]!;
    const above = counts[end]! - counts[first]! - modelled;
    const error = stretch * Math.sqrt(variance[end]! - variance[first]!);
    const snr = error > 0 ? above / error : 0;
    if (snr < threshold && snr <= maxSnr) continue;
    const cell = { scaleS: summary.scaleS, startS: startS[first]!, stopS: startS[end - 1]! + widthS[end - 1]! };
    if (snr >= threshold) {
      found.push({ ...cell, snr, counts: above, rateCps: above / seconds, errorCps: error / seconds });
    }
    if (snr > maxSnr) [maxSnr, maxStartS, maxStopS] = [snr, cell.startS, cell.stopS];
  }
  const localAlarms = localFalseAlarms(maxSnr, summary.cells);
  return { ...summary, maxSnr, maxStartS, maxStopS, localFalseAlarms: localAlarms };
}
