/** The two-dimensional FFT of real matrices, with the layouts and the scaling of numpy.fft.rfft2 and irfft2. */

import type { Kernel, KernelChoice } from './kernel.ts';
import { MemoryPlan, requirePowerOfTwo } from './memory-plan.ts';
import {
  type Layout,
  type MatrixShape,
  blocksLength,
  blocksToRows,
  layOut,
  rowsToBlocks,
  wholeQuadruples,
} from './row-columns.ts';

/**
 * A plan for one shape. Fill `real`, call `forward()`, read `spectrum`; or the other way round with `inverse()`. The
 * two arrays are the plan's own memory, so that nothing is copied or allocated in a loop.
 */
export class RealFft2d {
  readonly shape: MatrixShape;
  /** The real matrix, row by row: `rows × columns`. */
  readonly real: Float64Array;
  /** Its half spectrum, row by row: `rows × (columns / 2 + 1)` complex numbers as re, im pairs. */
  readonly spectrum: Float64Array;
  readonly #kernel: Kernel;
  readonly #layout: Layout;
  readonly #blocksAt: number;
  readonly #realAt: number;
  readonly #spectrumAt: number;

  /** A plan for `rows × columns`, both powers of two (RangeError otherwise). */
  constructor(shape: MatrixShape, kernel?: KernelChoice) {
    const [rows, columns] = shape;
    requirePowerOfTwo(rows, 'number of rows');
    requirePowerOfTwo(columns, 'number of columns');
    const plan = new MemoryPlan();
    this.shape = shape;
    this.#layout = layOut(plan, shape);
    this.#realAt = plan.area(wholeQuadruples(rows) * columns);
    this.#spectrumAt = plan.area(rows * this.#rowStride);
    this.#blocksAt = plan.area(blocksLength(this.#layout));
    this.#kernel = plan.kernel(kernel);
    this.real = this.#kernel.memory.subarray(this.#realAt, this.#realAt + rows * columns);
    this.spectrum = this.#kernel.memory.subarray(this.#spectrumAt, this.#spectrumAt + rows * this.#rowStride);
  }

  /** Whether SIMD WebAssembly does the work; the results are the same to the bit. */
  get simd(): boolean {
    return this.#kernel.simd;
  }

  /** `spectrum` from `real`, which is kept. */
  forward(): void {
    const { rows, columns, blocks, blockStride, columnTable, scratch } = this.#layout;
    rowsToBlocks(this.#kernel, this.#layout, this.#realAt, wholeQuadruples(rows), columns, this.#blocksAt);
    for (let b = 0; b < blocks; b++) {
      this.#kernel.transform(this.#blocksAt + b * blockStride, scratch[0], scratch[1], rows, columnTable);
      this.#kernel.storeColumns(scratch[0], rows, this.#spectrumAt + 4 * b, this.#rowStride, this.#width(b));
    }
  }

  /** `real` from `spectrum`, which is kept, divided by the number of pixels. */
  inverse(): void {
    const { rows, columns, blocks, blockStride, columnTable, scratch } = this.#layout;
    for (let b = 0; b < blocks; b++) {
      this.#kernel.loadColumns(this.#spectrumAt + 4 * b, this.#rowStride, this.#width(b), scratch[0], rows);
      this.#kernel.transform(scratch[0], this.#blocksAt + b * blockStride, scratch[1], rows, columnTable);
    }
    blocksToRows(this.#kernel, this.#layout, this.#blocksAt, this.#realAt, wholeQuadruples(rows), columns);
  }

  get #rowStride(): number {
    return 2 * ((this.shape[1] >> 1) + 1);
  }

  /** Columns in a block: two, or one in the last block when their number is odd. */
  #width(block: number): number {
    return Math.min(2, (this.shape[1] >> 1) + 1 - 2 * block);
  }
}
