/** Fast Fourier transforms of powers of two: one- and two-dimensional, complex and real, and correlation by FFT. */

export { Correlator, type CorrelatorSpec } from './correlator.ts';
export { ComplexFft, RealFft } from './fft-1d.ts';
export type { KernelChoice } from './kernel.ts';
export { RealFft2d } from './real-fft-2d.ts';
export type { MatrixShape } from './row-columns.ts';
