/**
 * Bayesian blocks of binned counts: the piecewise constant intensity that explains them best
 * (Scargle et al. 2013, doi:10.1088/0004-637X/764/2/167), measured relative to a background that may vary.
 */

import { type Numbers } from '../statistics/descriptive.ts';
import { prefixSums } from '../statistics/rebin.ts';

/** How to penalise change points. */
export interface BlockOptions {
  /** Chance of a false change point anywhere in data without any (default 0.01). */
  readonly falsePositive?: number;
  /** Variance of the counts in units of Poisson's (square of the excess variance factor), default 1. */
  readonly dispersion?: number;
}

/**
 * Indices of the first bins of the blocks, ascending, beginning with 0.
 * `exposure` is the width of each bin or, to follow a varying background, its expected counts.
 * Fitness N ln(N/E) (Scargle eq. 19) less ncp_prior = 4 - ln(73.53 p0 n^-0.478) (eq. 21) per block.
 * Cost is quadratic in the bins without change points; bins that cannot start the last block any more are pruned
 * (Killick et al. 2012, doi:10.1080/01621459.2012.737745).
 */
export function bayesianBlocks(counts: Numbers, exposure: Numbers, options: BlockOptions = {}): number[] {
  const { falsePositive = 0.01, dispersion = 1 } = options;
  const n = counts.length;
  const penalty = 4 - Math.log(73.53 * falsePositive * n ** -0.478);
  const sumCounts = prefixSums(counts);
  const sumExposure = prefixSums(exposure);
  const best = new Float64Array(n + 1);
  const lastStart = new Int32Array(n + 1);
  const candidates = new Int32Array(n);
  let live = 0;
  const value = new Float64Array(n);
  for (let end = 1; end <= n; end++) {
    candidates[live++] = end - 1;
    let top = -Infinity;
    for (let c = 0; c < live; c++) {
      const start = candidates[c]!;
      const count = sumCounts[end]! - sumCounts[start]!;
      const fitness =
        count > 0 ? (count * Math.log(count / (sumExposure[end]! - sumExposure[start]!))) / dispersion : 0;
      const total = best[start]! + fitness;
      value[c] = total;
      if (total > top) {
        top = total;
        lastStart[end] = start;
      }
    }
    best[end] = top - penalty;
    // A start that trails by more than the penalty stays behind whatever comes.
    let kept = 0;
    for (let c = 0; c < live; c++) if (value[c]! >= best[end]!) candidates[kept++] = candidates[c]!;
    live = kept;
  }
  const starts: number[] = [];
  for (let end = n; end > 0; end = lastStart[end]!) starts.push(lastStart[end]!);
  return starts.reverse();
}
