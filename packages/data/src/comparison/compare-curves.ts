// Two binned curves (light curves, spectra): on a common grid, ready to be drawn over each other, with Δ/σ, χ² and K–S.
import { chiSquareSf } from '../statistics/index.ts';

/** A binned curve: bin i reaches from `edges[i]` to `edges[i + 1]`, growing. */
export interface CurveData {
  /** One more than there are values; finite and growing. */
  readonly edges: ArrayLike<number>;
  /** A density or rate: what does not grow with the width of a bin. NaN where there is no value. */
  readonly values: ArrayLike<number>;
  /** One-sigma errors of the values. */
  readonly errors?: ArrayLike<number>;
}

/** Two curves on one grid, and how far they are apart. */
export interface CurveComparison {
  readonly kind: 'curve';
  /** Same grid, values and errors; NaN is equal to NaN. */
  readonly identical: boolean;
  /** True when both had this grid already. */
  readonly sameGrid: boolean;
  /** The common grid over the range of both: bins of the coarser one, or none without a common range. */
  readonly edges: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** after − before, NaN where one of them is undefined. */
  readonly difference: Float64Array;
  /** The difference over its error; absent without errors. */
  readonly sigma?: Float64Array;
  /** Over bins with an error above zero; absent without errors. `degrees` counts these bins. */
  readonly chiSquare?: { readonly value: number; readonly degrees: number; readonly probability: number };
  /** Largest distance of both cumulative, normalised curves (0 to 1); absent when one has negative or no content. */
  readonly ksDistance?: number;
}

/**
 * Puts two curves on one grid and compares them there. Where grids differ, the one with fewer bins in the common range
 * is taken, and values are averaged by overlap, errors as those of independent bins; bins that are covered only in part
 * are left out. Rebinned neighbours share what was divided among them, so χ² is then only a guide.
 */
export function compareCurves(before: CurveData, after: CurveData): CurveComparison {
  const sameGrid = isEqual(before.edges, after.edges);
  const edges = sameGrid ? Float64Array.from(before.edges) : commonEdges(before.edges, after.edges);
  const [a, b] = [onGrid(before, edges), onGrid(after, edges)];
  const difference = a.values.map((value, i) => b.values[i]! - value);
  const report = { kind: 'curve' as const, sameGrid, edges, before: a.values, after: b.values, difference };
  const identical = sameGrid && isEqual(a.values, b.values) && isEqual(a.errors, b.errors);
  const ks = ksDistance(edges, a.values, b.values);
  const hasErrors = before.errors !== undefined || after.errors !== undefined;
  if (!hasErrors) return { ...report, identical, ...(ks !== undefined && { ksDistance: ks }) };
  const sigma = difference.map((delta, i) => {
    const error = Math.hypot(a.errors[i]!, b.errors[i]!);
    return error > 0 ? delta / error : NaN;
  });
  return { ...report, identical, sigma, chiSquare: chiSquareOf(sigma), ...(ks !== undefined && { ksDistance: ks }) };
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  return true;
}

function commonEdges(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const from = Math.max(a[0] ?? Infinity, b[0] ?? Infinity);
  const to = Math.min(a[a.length - 1] ?? -Infinity, b[b.length - 1] ?? -Infinity);
  const [inA, inB] = [a, b].map((edges) => Float64Array.from(edges).filter((edge) => edge >= from && edge <= to));
  const coarser = inA!.length <= inB!.length ? inA! : inB!;
  return coarser.length < 2 ? new Float64Array(0) : coarser;
}

/** Averages by overlap; both grids grow, so one walk over both is enough. */
function onGrid(curve: CurveData, grid: Float64Array): { values: Float64Array; errors: Float64Array } {
  const { edges } = curve;
  const bins = Math.max(0, grid.length - 1);
  const result = { values: new Float64Array(bins), errors: new Float64Array(bins) };
  let first = 0;
  for (let bin = 0; bin < bins; bin++) {
    while (first < curve.values.length && edges[first + 1]! <= grid[bin]!) first++;
    [result.values[bin], result.errors[bin]] = averaged(curve, first, grid[bin]!, grid[bin + 1]!);
  }
  return result;
}

function averaged({ edges, values, errors }: CurveData, first: number, low: number, high: number): [number, number] {
  // A bin that is taken over whole keeps its value to the last bit.
  if (edges[first] === low && edges[first + 1] === high) return [values[first]!, errors?.[first] ?? 0];
  let [sum, variance] = [0, 0];
  for (let i = first; i < values.length && edges[i]! < high; i++) {
    const part = (Math.min(high, edges[i + 1]!) - Math.max(low, edges[i]!)) / (high - low);
    sum += part * values[i]!;
    variance += (part * (errors?.[i] ?? 0)) ** 2;
  }
  return [sum, Math.sqrt(variance)];
}

function chiSquareOf(sigma: Float64Array): NonNullable<CurveComparison['chiSquare']> {
  let [value, degrees] = [0, 0];
  for (const each of sigma) {
    if (!Number.isFinite(each)) continue;
    value += each * each;
    degrees++;
  }
  return { value, degrees, probability: degrees === 0 ? 1 : chiSquareSf(value, degrees) };
}

function ksDistance(edges: Float64Array, a: Float64Array, b: Float64Array): number | undefined {
  const contents = [a, b].map((values) => values.map((value, i) => value * (edges[i + 1]! - edges[i]!)));
  // A bin that one of them does not define is counted in neither.
  const isDefined = a.map((value, i) => (Number.isFinite(value) && Number.isFinite(b[i]) ? 1 : 0));
  const [x, y] = contents.map((content) => content.map((value, i) => (isDefined[i] ? value : 0)));
  const totals = [x!, y!].map((content) => content.reduce((sum, value) => sum + value, 0));
  if ([x!, y!].some((content) => content.some((value) => value < 0)) || !totals.every((total) => total > 0))
    return undefined;
  let [sumX, sumY, most] = [0, 0, 0];
  for (let i = 0; i < x!.length; i++) {
    sumX += x![i]!;
    sumY += y![i]!;
    most = Math.max(most, Math.abs(sumX / totals[0]! - sumY / totals[1]!));
  }
  return most;
}
