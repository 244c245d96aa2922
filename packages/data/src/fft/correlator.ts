/** Correlation and convolution of many images with a few fixed kernels (a coded mask, a beam) by FFT. */

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

/** What a correlator is made for. */
export interface CorrelatorSpec {
  /** Rows and columns of the images. */
  readonly imageShape: MatrixShape;
  /** Rows and columns of the kernels. */
  readonly kernelShape: MatrixShape;
  /** The kernels, row by row; their transforms are computed once. */
  readonly kernels: readonly ArrayLike<number>[];
  /** `correlation` (default) or `convolution`. */
  readonly operation?: 'correlation' | 'convolution';
  /** Shape of the transforms: powers of two, by default the smallest that hold the full output. */
  readonly fftShape?: MatrixShape;
  /** Implementation of the inner loops; the outcome does not depend on it. */
  readonly implementation?: KernelChoice;
}

/**
 * Full linear correlations: `load(image)`, then `correlate(k, output)` for any of the kernels. With u and v counted per
 * axis, `correlation` gives `out[u] = Σ_x kernel[x + u - (imageSize - 1)] · image[x]`, which is
 * `scipy.signal.correlate(kernel, image, 'full')`, and `convolution` gives `out[u] = Σ_x kernel[u - x] · image[x]`.
 * The image is transformed once for all kernels, blank rows are not transformed, and two rows of real numbers always
 * share one complex transform. Nothing is allocated after construction.
 */
export class Correlator {
  readonly imageShape: MatrixShape;
  readonly kernelShape: MatrixShape;
  /** `imageShape + kernelShape - 1`. */
  readonly outputShape: MatrixShape;
  readonly #kernel: Kernel;
  readonly #layout: Layout;
  readonly #kernelsAt: readonly number[];
  readonly #conjugate: number;
  readonly #realAt: number;
  readonly #imageBlocksAt: number;
  readonly #spectrumAt: number;
  readonly #outputBlocksAt: number;
  readonly #output: Float64Array;
  #loaded = false;

  /** Throws RangeError for shapes that are no powers of two, too small, or not those of the arrays. */
  constructor(spec: CorrelatorSpec) {
    const { imageShape, kernelShape, operation = 'correlation' } = spec;
    this.imageShape = imageShape;
    this.kernelShape = kernelShape;
    this.outputShape = [imageShape[0] + kernelShape[0] - 1, imageShape[1] + kernelShape[1] - 1];
    const fftShape = chooseFftShape(this.outputShape, spec.fftShape);
    const plan = new MemoryPlan();
    this.#layout = layOut(plan, fftShape);
    const length = blocksLength(this.#layout);
    this.#realAt = plan.area(wholeQuadruples(fftShape[0]) * fftShape[1]);
    this.#imageBlocksAt = plan.area(length);
    this.#spectrumAt = plan.area(length);
    this.#outputBlocksAt = plan.area(length);
    this.#kernelsAt = spec.kernels.map(() => plan.area(length));
    this.#kernel = plan.kernel(spec.implementation);
    this.#conjugate = operation === 'correlation' ? -1 : 1;
    this.#output = this.#kernel.memory.subarray(this.#realAt, this.#realAt + area(this.outputShape));
    spec.kernels.forEach((values, k) => this.#loadKernel(values, this.#kernelsAt[k]!));
    // The image's row pass writes the upper rows only; the others must stay blank.
    this.#kernel.memory.fill(0, this.#imageBlocksAt, this.#imageBlocksAt + length);
  }

  /** Takes the image, row by row, for the `correlate` calls that follow. Throws RangeError for a wrong length. */
  load(image: ArrayLike<number>): void {
    requireLength(image, this.imageShape, 'image');
    const [rows, columns] = this.imageShape;
    const { memory } = this.#kernel;
    const count = wholeQuadruples(rows);
    memory.set(image, this.#realAt);
    memory.fill(0, this.#realAt + rows * columns, this.#realAt + count * columns);
    rowsToBlocks(this.#kernel, this.#layout, this.#realAt, count, columns, this.#imageBlocksAt);
    this.#columnPass(this.#spectrumAt);
    this.#loaded = true;
  }

  /** Writes the correlation of the loaded image with kernel `k` to `output`, row by row in `outputShape`. */
  correlate(k: number, output: Float64Array): void {
    const kernelAt = this.#kernelsAt[k];
    if (kernelAt === undefined) throw new RangeError(`there is no kernel ${k}, only ${this.#kernelsAt.length}`);
    if (!this.#loaded) throw new RangeError('load an image before correlating it');
    requireLength(output, this.outputShape, 'output');
    const { rows, blocks, blockStride, columnTable, scratch } = this.#layout;
    for (let b = 0, at = 0; b < blocks; b++, at += blockStride) {
      this.#kernel.multiply(this.#spectrumAt + at, kernelAt + at, scratch[0], rows, this.#conjugate);
      this.#kernel.transform(scratch[0], this.#outputBlocksAt + at, scratch[1], rows, columnTable);
    }
    const [outRows, outColumns] = this.outputShape;
    const count = wholeQuadruples(outRows);
    blocksToRows(this.#kernel, this.#layout, this.#outputBlocksAt, this.#realAt, count, outColumns);
    output.set(this.#output);
  }

  #loadKernel(values: ArrayLike<number>, target: number): void {
    requireLength(values, this.kernelShape, 'kernel');
    const { memory } = this.#kernel;
    const { rows, columns } = this.#layout;
    memory.fill(0, this.#realAt, this.#realAt + wholeQuadruples(rows) * columns);
    // A correlation runs from shift -(imageSize - 1) on; moving the kernel by that much makes the first shift zero.
    const moved = this.#conjugate < 0 ? [this.imageShape[0] - 1, this.imageShape[1] - 1] : [0, 0];
    const [kernelRows, kernelColumns] = this.kernelShape;
    for (let r = 0; r < kernelRows; r++) {
      const at = this.#realAt + (r + moved[0]!) * columns + moved[1]!;
      for (let c = 0; c < kernelColumns; c++) memory[at + c] = values[r * kernelColumns + c]!;
    }
    rowsToBlocks(this.#kernel, this.#layout, this.#realAt, wholeQuadruples(rows), columns, this.#imageBlocksAt);
    this.#columnPass(target);
  }

  #columnPass(target: number): void {
    const { rows, blocks, blockStride, columnTable, scratch } = this.#layout;
    for (let b = 0, at = 0; b < blocks; b++, at += blockStride) {
      this.#kernel.transform(this.#imageBlocksAt + at, target + at, scratch[0], rows, columnTable);
    }
  }
}

function area([rows, columns]: MatrixShape): number {
  return rows * columns;
}

function chooseFftShape(output: MatrixShape, wanted: MatrixShape | undefined): MatrixShape {
  const shape = wanted ?? [2 ** Math.ceil(Math.log2(output[0])), 2 ** Math.ceil(Math.log2(output[1]))];
  requirePowerOfTwo(shape[0], 'number of rows of the transform');
  requirePowerOfTwo(shape[1], 'number of columns of the transform');
  if (shape[0] >= output[0] && shape[1] >= output[1]) return shape;
  throw new RangeError(`a transform of ${shape.join(' × ')} is too small for an output of ${output.join(' × ')}`);
}

function requireLength(values: ArrayLike<number>, shape: MatrixShape, what: string): void {
  if (values.length === area(shape)) return;
  throw new RangeError(`the ${what} has ${values.length} values, not ${shape.join(' × ')}`);
}
