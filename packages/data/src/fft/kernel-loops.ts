/** What the inner loops of the two-dimensional transforms do, whichever way they are implemented. */

/**
 * Loops over one memory. Positions and strides count doubles. An *element* is two complex numbers as four doubles
 * [re, re, im, im]; a *block* is a column of elements, that is two neighbouring columns of a spectrum. Elements on the
 * way of an inverse transform are *swapped*, [im, im, re, re]: an inverse FFT is a forward one between two swaps.
 */
export interface KernelLoops {
  /** FFT of n elements from `source` to `target`, using `scratch`; the three areas lie apart. */
  transform(source: number, target: number, scratch: number, n: number, twiddles: number): void;
  /** Four real rows of `width` values become n elements [r0, r2, r1, r3], the rest zero: two real rows make one complex. */
  packRows(rows: number, width: number, target: number, n: number): void;
  /** The opposite, from swapped elements, times `scale`. */
  unpackRows(source: number, rows: number, width: number, scale: number): void;
  /** Spectra of packed rows become those of the four rows: columns 0 … n/2 (and one more), into blocks. */
  splitRows(source: number, n: number, target: number, blockStride: number): void;
  /** The opposite, swapped to swapped; imaginary parts of columns 0 and n/2 do not count, as in numpy. */
  joinRows(source: number, blockStride: number, target: number, n: number): void;
  /** A block becomes one or two (`width`) columns of an interleaved complex matrix. */
  storeColumns(source: number, n: number, target: number, rowStride: number, width: number): void;
  /** The opposite, into swapped elements. */
  loadColumns(source: number, rowStride: number, width: number, target: number, n: number): void;
  /** Swapped product of n elements, `a` conjugated when `conjugate` is -1 and as it is when 1. */
  multiply(a: number, b: number, target: number, n: number, conjugate: number): void;
}
