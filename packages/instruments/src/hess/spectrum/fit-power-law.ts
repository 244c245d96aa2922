// The fit of a power law to the counts of several runs at once: the minimum of the summed wstat, with errors from
// its curvature (minus twice a log-likelihood rises by 1 at one standard deviation).
import { wstat } from '@stemma/data/statistics';
import { expectedCounts, type Folding, type PowerLaw } from './fold.ts';

/** Counts of one run by bin of reconstructed energy; only bins with `safe` = 1 are fitted. */
export interface RunCounts extends Folding {
  readonly on: Float64Array;
  readonly off: Float64Array;
  readonly safe: Uint8Array;
  readonly alpha: number;
}

/** The best power law with errors of one standard deviation. */
export interface PowerLawFit {
  readonly model: PowerLaw;
  /** Errors of norm and index, and their correlation. */
  readonly normError: number;
  readonly indexError: number;
  readonly correlation: number;
  readonly stat: number;
  readonly degreesOfFreedom: number;
  readonly hasConverged: boolean;
}

type Point = readonly [logNorm: number, index: number];

const modelAt = ([logNorm, index]: Point): PowerLaw => ({ normPerCm2STeV: Math.exp(logNorm), index });

/** The summed wstat of all safe bins. */
export function spectrumStat(runs: readonly RunCounts[], model: PowerLaw): number {
  let total = 0;
  for (const run of runs) {
    const expected = expectedCounts(run, model);
    for (let bin = 0; bin < expected.length; bin++) {
      if (run.safe[bin]) total += wstat({ on: run.on[bin]!, off: run.off[bin]!, alpha: run.alpha }, expected[bin]!);
    }
  }
  return total;
}

/**
 * Fits norm and index by Newton's method in (ln norm, index), with step halving.
 * @returns undefined when no excess is expected or seen in the safe bins, so that there is nothing to fit.
 */
export function fitPowerLaw(runs: readonly RunCounts[], startIndex = 2.5): PowerLawFit | undefined {
  const start = startNorm(runs, startIndex);
  if (start === undefined) return undefined;
  const stat = (point: Point) => spectrumStat(runs, modelAt(point));
  let point: Point = [Math.log(start), startIndex];
  let value = stat(point);
  let curvature = curvatureAt(stat, point);
  let hasConverged = false;
  for (let i = 0; i < 50 && !hasConverged; i++) {
    const next = descend(stat, point, value, curvature);
    hasConverged = value - next.value < 1e-9 * (1 + value);
    ({ point, value } = next);
    curvature = curvatureAt(stat, point);
  }
  const { aa, ab, bb } = curvature;
  const determinant = aa * bb - ab * ab;
  // Covariance is twice the inverse of the matrix of second derivatives.
  const [varianceLogNorm, varianceIndex, covariance] = [
    (2 * bb) / determinant,
    (2 * aa) / determinant,
    (-2 * ab) / determinant,
  ];
  const model = modelAt(point);
  return {
    model,
    normError: model.normPerCm2STeV * Math.sqrt(varianceLogNorm),
    indexError: Math.sqrt(varianceIndex),
    correlation: covariance / Math.sqrt(varianceLogNorm * varianceIndex),
    stat: value,
    degreesOfFreedom: runs.reduce((bins, { safe }) => bins + safe.reduce((sum, one) => sum + one, 0), 0) - 2,
    hasConverged: hasConverged && determinant > 0 && aa > 0,
  };
}

// The norm that gives as many counts as there are in excess.
function startNorm(runs: readonly RunCounts[], index: number): number | undefined {
  let [excess, expected] = [0, 0];
  for (const run of runs) {
    const unit = expectedCounts(run, { normPerCm2STeV: 1, index });
    for (let bin = 0; bin < unit.length; bin++) {
      if (!run.safe[bin]) continue;
      excess += run.on[bin]! - run.alpha * run.off[bin]!;
      expected += unit[bin]!;
    }
  }
  return excess > 0 && expected > 0 ? excess / expected : undefined;
}

/** Gradient (a, b) and second derivatives by central differences. */
interface Curvature {
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
}

function curvatureAt(stat: (point: Point) => number, [x, y]: Point): Curvature {
  const h = 1e-3;
  const centre = stat([x, y]);
  const [right, left, up, down] = [stat([x + h, y]), stat([x - h, y]), stat([x, y + h]), stat([x, y - h])];
  const corners = stat([x + h, y + h]) - stat([x + h, y - h]) - stat([x - h, y + h]) + stat([x - h, y - h]);
  return {
    a: (right - left) / (2 * h),
    b: (up - down) / (2 * h),
    aa: (right - 2 * centre + left) / (h * h),
    bb: (up - 2 * centre + down) / (h * h),
    ab: corners / (4 * h * h),
  };
}

function descend(stat: (point: Point) => number, [x, y]: Point, value: number, { a, b, aa, ab, bb }: Curvature) {
  const determinant = aa * bb - ab * ab;
  const isConvex = determinant > 0 && aa > 0;
  // Far from the minimum the curvature may point the wrong way: then a short step down the slope.
  const length = Math.hypot(a, b) || 1;
  const dx = isConvex ? (b * ab - a * bb) / determinant : (-0.3 * a) / length;
  const dy = isConvex ? (a * ab - b * aa) / determinant : (-0.3 * b) / length;
  for (let factor = 1; factor > 1e-6; factor /= 2) {
    const point: Point = [x + factor * dx, y + factor * dy];
    const there = stat(point);
    if (there < value) return { point, value: there };
  }
  return { point: [x, y] as Point, value };
}
