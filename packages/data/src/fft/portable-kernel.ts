/** The loops of kernel-loops.ts in plain JavaScript: the fallback, and the readable form of what simd-kernel.as does. */

import type { KernelLoops } from './kernel-loops.ts';
import { runPasses } from './passes.ts';

/** The loops over a given memory; see `KernelLoops` for what each does. */
export function portableKernel(memory: Float64Array): KernelLoops {
  return {
    transform: (source, target, scratch, n, twiddles) =>
      runPasses(memory, 2, { source, target, scratch }, n, memory, twiddles),
    packRows: packRows.bind(undefined, memory),
    unpackRows: unpackRows.bind(undefined, memory),
    splitRows: splitRows.bind(undefined, memory),
    joinRows: joinRows.bind(undefined, memory),
    storeColumns: storeColumns.bind(undefined, memory),
    loadColumns: loadColumns.bind(undefined, memory),
    multiply: multiply.bind(undefined, memory),
  };
}

/** Even rows become real parts, odd rows imaginary parts; the padding costs no multiplication but must be there. */
function packRows(x: Float64Array, rows: number, width: number, target: number, n: number): void {
  let element = target;
  for (let row = rows; row < rows + width; row++, element += 4) {
    x[element] = x[row]!;
    x[element + 1] = x[row + 2 * width]!;
    x[element + 2] = x[row + width]!;
    x[element + 3] = x[row + 3 * width]!;
  }
  x.fill(0, element, target + 4 * n);
}

/** Swapped elements have the imaginary parts, that is the odd rows, in front. */
function unpackRows(x: Float64Array, source: number, rows: number, width: number, scale: number): void {
  for (let row = rows, element = source; row < rows + width; row++, element += 4) {
    x[row] = x[element + 2]! * scale;
    x[row + 2 * width] = x[element + 3]! * scale;
    x[row + width] = x[element]! * scale;
    x[row + 3 * width] = x[element + 1]! * scale;
  }
}

/** With z = a + ib of real rows a and b: A(k) = (Z(k) + Z*(-k)) / 2 and B(k) = (Z(k) - Z*(-k)) / 2i. */
function splitRows(x: Float64Array, source: number, n: number, target: number, blockStride: number): void {
  for (let k = 0, block = target; k <= n >> 1; k += 2, block += blockStride) {
    for (let column = 0; column < 2; column++) {
      const z = source + 4 * ((k + column) & (n - 1));
      const mirror = source + 4 * ((n - k - column) & (n - 1));
      for (let lane = 0; lane < 2; lane++) {
        const zr = x[z + lane]!;
        const zi = x[z + lane + 2]!;
        const yr = x[mirror + lane]!;
        const yi = x[mirror + lane + 2]!;
        const row = block + 8 * lane + column;
        x[row] = 0.5 * (zr + yr);
        x[row + 2] = 0.5 * (zi - yi);
        x[row + 4] = 0.5 * (zi + yi);
        x[row + 6] = 0.5 * (yr - zr);
      }
    }
  }
}

/** Z(k) = A(k) + iB(k) and Z(-k) = A*(k) + iB*(k), from swapped to swapped elements. */
function joinRows(x: Float64Array, source: number, blockStride: number, target: number, n: number): void {
  // From the last block to the first, since the idle second column of the last one spoils what the next one mends.
  for (let k = (n >> 2) * 2; k >= 0; k -= 2) {
    for (let column = 1; column >= 0; column--) {
      const z = target + 4 * ((k + column) & (n - 1));
      const mirror = target + 4 * ((n - k - column) & (n - 1));
      const edge = k + column === 0 || k + column === n >> 1;
      for (let lane = 0; lane < 2; lane++) {
        const row = source + (k >> 1) * blockStride + 8 * lane + column;
        const ar = x[row + 2]!;
        const br = x[row + 6]!;
        const ai = x[row]!;
        const bi = x[row + 4]!;
        x[mirror + lane] = edge ? br : br - ai;
        x[mirror + lane + 2] = edge ? ar : ar + bi;
        x[z + lane] = edge ? br : ai + br;
        x[z + lane + 2] = edge ? ar : ar - bi;
      }
    }
  }
}

/** Out of a block into the layout of numpy. */
function storeColumns(
  x: Float64Array,
  source: number,
  n: number,
  target: number,
  rowStride: number,
  width: number,
): void {
  for (let row = 0, element = source, out = target; row < n; row++, element += 4, out += rowStride) {
    for (let column = 0; column < width; column++) {
      x[out + 2 * column] = x[element + column]!;
      x[out + 2 * column + 1] = x[element + 2 + column]!;
    }
  }
}

/** Into a block, swapped since only inverse transforms read spectra. */
function loadColumns(
  x: Float64Array,
  source: number,
  rowStride: number,
  width: number,
  target: number,
  n: number,
): void {
  for (let row = 0, element = target, input = source; row < n; row++, element += 4, input += rowStride) {
    const second = width > 1 ? input + 2 : input;
    x[element] = x[input + 1]!;
    x[element + 1] = x[second + 1]!;
    x[element + 2] = x[input]!;
    x[element + 3] = x[second]!;
  }
}

/** The product is swapped since an inverse transform follows. */
function multiply(x: Float64Array, a: number, b: number, target: number, n: number, conjugate: number): void {
  for (let i = 0; i < 4 * n; i += 4) {
    for (let lane = i; lane < i + 2; lane++) {
      const ar = x[a + lane]!;
      const ai = conjugate * x[a + lane + 2]!;
      const br = x[b + lane]!;
      const bi = x[b + lane + 2]!;
      x[target + lane] = ar * bi + ai * br;
      x[target + lane + 2] = ar * br - ai * bi;
    }
  }
}
