/**
 * Weighted least squares with polynomials in an orthogonal basis built for the points at hand (Forsythe 1957,
 * doi:10.1137/0105007): stable at any degree, linear in the points, and its coefficients are uncorrelated.
 */

import type { Measured, Numbers } from './descriptive.ts';

/** A fitted polynomial. Plain data: it can be stored, sent and evaluated elsewhere. */
export interface PolynomialFit {
  /** x is mapped to (x - centre) / halfRange before the recurrence. */
  readonly centre: number;
  readonly halfRange: number;
  /** Recurrence p[k+1] = (t - alpha[k]) p[k] - beta[k] p[k-1], length degree + 1. */
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
  /** Coefficients of p[k], and their variances when the weights were 1 / sigma^2. */
  readonly coefficients: readonly number[];
  readonly variances: readonly number[];
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
}

/**
 * Fits y(x) by a polynomial with weights (1 / sigma^2; 0 leaves a point out; all 1 when not given).
 * Throws a RangeError when fewer than degree + 1 different points carry weight.
 */
export function fitPolynomial(x: Numbers, y: Numbers, degree: number, weights?: Numbers): PolynomialFit {
  const { t, residual, w, centre, halfRange } = selectPoints(x, y, weights);
  const n = t.length;
  if (n < degree + 1) throw new RangeError(`a polynomial of degree ${degree} needs ${degree + 1} points, not ${n}`);
  const alpha: number[] = [];
  const beta: number[] = [];
  const coefficients: number[] = [];
  const variances: number[] = [];
  let current = new Float64Array(n).fill(1);
  let previous = new Float64Array(n);
  let previousNorm = 0;
  for (let k = 0; k <= degree; k++) {
    let norm = 0;
    let moment = 0;
    let projection = 0;
    for (let i = 0; i < n; i++) {
      const wp = w[i]! * current[i]!;
      norm += wp * current[i]!;
      moment += wp * current[i]! * t[i]!;
      projection += wp * residual[i]!;
    }
    if (!(norm > 0)) throw new RangeError(`too few different points for a polynomial of degree ${degree}`);
    const coefficient = projection / norm;
    alpha.push(moment / norm);
    beta.push(k === 0 ? 0 : norm / previousNorm);
    coefficients.push(coefficient);
    variances.push(1 / norm);
    previousNorm = norm;
    // Subtracting each term from the data before the next projection keeps rounding from piling up.
    for (let i = 0; i < n; i++) {
      const value = current[i]!;
      residual[i]! -= coefficient * value;
      current[i] = (t[i]! - alpha[k]!) * value - beta[k]! * previous[i]!;
      previous[i] = value;
    }
  }
  let chiSquare = 0;
  for (let i = 0; i < n; i++) chiSquare += w[i]! * residual[i]! * residual[i]!;
  return { centre, halfRange, alpha, beta, coefficients, variances, chiSquare, degreesOfFreedom: n - degree - 1 };
}

/** Points that carry weight, with x mapped to -1..1. */
function selectPoints(x: Numbers, y: Numbers, weights: Numbers | undefined) {
  const n = x.length;
  const t = new Float64Array(n);
  const residual = new Float64Array(n);
  const w = new Float64Array(n);
  let used = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (!(weight > 0) || !Number.isFinite(y[i]!)) continue;
    t[used] = x[i]!;
    residual[used] = y[i]!;
    w[used] = weight;
    used++;
    if (x[i]! < low) low = x[i]!;
    if (x[i]! > high) high = x[i]!;
  }
  const centre = used === 0 ? 0 : 0.5 * (low + high);
  const halfRange = high > low ? 0.5 * (high - low) : 1;
  for (let i = 0; i < used; i++) t[i] = (t[i]! - centre) / halfRange;
  return { t: t.subarray(0, used), residual: residual.subarray(0, used), w: w.subarray(0, used), centre, halfRange };
}

/** Values of the polynomial at each x. */
export function evaluatePolynomial(fit: PolynomialFit, x: Numbers): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    // Clenshaw's recurrence would be shorter, but this one shares its basis values with polynomialSum.
    forEachTerm(fit, x[i]!, (k, p) => {
      out[i]! += fit.coefficients[k]! * p;
    });
  }
  return out;
}

/**
 * The sum of factor[i] * y(x[i]) with its error, correlations between the points included:
 * the background counts under a burst are such a sum, with bin widths as factors.
 */
export function polynomialSum(fit: PolynomialFit, x: Numbers, factors: Numbers): Measured {
  const basisSums = new Float64Array(fit.alpha.length);
  for (let i = 0; i < x.length; i++) {
    forEachTerm(fit, x[i]!, (k, p) => {
      basisSums[k]! += factors[i]! * p;
    });
  }
  let value = 0;
  let variance = 0;
  for (let k = 0; k < basisSums.length; k++) {
    value += basisSums[k]! * fit.coefficients[k]!;
    variance += basisSums[k]! ** 2 * fit.variances[k]!;
  }
  return { value, error: Math.sqrt(variance) };
}

function forEachTerm(fit: PolynomialFit, x: number, visit: (k: number, basisValue: number) => void): void {
  const t = (x - fit.centre) / fit.halfRange;
  let current = 1;
  let previous = 0;
  for (let k = 0; k < fit.alpha.length; k++) {
    visit(k, current);
    const next = (t - fit.alpha[k]!) * current - fit.beta[k]! * previous;
    previous = current;
    current = next;
  }
}
