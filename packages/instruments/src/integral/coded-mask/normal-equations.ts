/** Small dense systems of normal equations by Cholesky's method, with the covariance every fit here reports. */

/** Solution of a symmetric positive definite system. */
export interface NormalSolution {
  readonly values: Float64Array;
  /** Inverse of the matrix, n x n row by row: the covariance when the weights were 1 / variance. */
  readonly covariance: Float64Array;
}

/** Pivots below this part of their diagonal mean that a parameter is a combination of earlier ones. */
const DEGENERATE = 1e-9;

/** Solves A x = b for symmetric A (n x n row by row, only its lower half is read); undefined when A is degenerate. */
export function solveNormalEquations(matrix: Float64Array, right: Float64Array): NormalSolution | undefined {
  const n = right.length;
  const lower = cholesky(matrix, n);
  if (lower === undefined) return undefined;
  const values = substitute(lower, right);
  const covariance = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    unit.fill(0);
    unit[k] = 1;
    covariance.set(substitute(lower, unit), k * n);
  }
  return { values, covariance };
}

/** L with A = L Lᵀ, or undefined. */
function cholesky(matrix: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) {
        lower[i * n + j] = rest / lower[j * n + j]!;
      } else {
        if (!(rest > DEGENERATE * matrix[i * n + i]!)) return undefined;
        lower[i * n + i] = Math.sqrt(rest);
      }
    }
  }
  return lower;
}

function substitute(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x;
}

/**
 * Weighted least squares for a linear model given as columns: minimises sum w (data - sum c_k column_k)².
 * Undefined when the columns are degenerate under the weights.
 */
export function fitColumns(
  columns: readonly Float64Array[],
  data: Float64Array,
  weights: Float64Array,
): NormalSolution | undefined {
  const n = columns.length;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const weighted = new Float64Array(data.length);
  for (let a = 0; a < n; a++) {
    const column = columns[a]!;
    for (let i = 0; i < data.length; i++) weighted[i] = column[i]! * weights[i]!;
    right[a] = scalarProduct(weighted, data);
    let b = 0;
    for (; b + 3 <= a; b += 4) matrix.set(fourProducts(weighted, columns, b), a * n + b);
    for (; b <= a; b++) matrix[a * n + b] = scalarProduct(weighted, columns[b]!);
  }
  return solveNormalEquations(matrix, right);
}

function scalarProduct(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

const products = new Float64Array(4);

/** Products of one array with four columns at once: a third less time, because the array is read once. */
function fourProducts(a: Float64Array, columns: readonly Float64Array[], from: number): Float64Array {
  const [c0, c1, c2, c3] = [columns[from]!, columns[from + 1]!, columns[from + 2]!, columns[from + 3]!];
  let [t0, t1, t2, t3] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const value = a[i]!;
    t0 += value * c0[i]!;
    t1 += value * c1[i]!;
    t2 += value * c2[i]!;
    t3 += value * c3[i]!;
  }
  products.set([t0, t1, t2, t3]);
  return products;
}
