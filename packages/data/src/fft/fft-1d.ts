/** One-dimensional FFTs, complex and real, with the layouts and the scaling of numpy.fft: light curves, profiles. */

import { requirePowerOfTwo } from './memory-plan.ts';
import { runPasses } from './passes.ts';
import { rootOfUnity, twiddles } from './twiddles.ts';

/** A plan for complex sequences of one length; numbers are re, im pairs in a Float64Array of `2 length`. */
export class ComplexFft {
  readonly length: number;
  readonly #memory: Float64Array;
  readonly #areas: { source: number; target: number; scratch: number };
  readonly #twiddles: Float64Array;

  /** A plan for `length` complex numbers, a power of two (RangeError otherwise). */
  constructor(length: number) {
    requirePowerOfTwo(length, 'length');
    this.length = length;
    this.#memory = new Float64Array(6 * length);
    this.#areas = { source: 0, target: 2 * length, scratch: 4 * length };
    this.#twiddles = twiddles(length);
  }

  /** `output[k] = Σ input[j] exp(-2πi jk/length)`; both may be the same array. */
  forward(input: Float64Array, output: Float64Array): void {
    const memory = this.#memory;
    const { length } = this;
    for (let i = 0; i < 2 * length; i++) memory[i] = input[i]!;
    this.#run();
    for (let i = 0; i < 2 * length; i++) output[i] = memory[2 * length + i]!;
  }

  /** `output[j] = Σ input[k] exp(2πi jk/length) / length`; both may be the same array. */
  inverse(input: Float64Array, output: Float64Array): void {
    const memory = this.#memory;
    const { length } = this;
    // An inverse transform is a forward one between two exchanges of real and imaginary parts.
    for (let i = 0; i < 2 * length; i++) memory[i] = input[i ^ 1]!;
    this.#run();
    for (let i = 0; i < 2 * length; i++) output[i] = memory[2 * length + (i ^ 1)]! / length;
  }

  #run(): void {
    runPasses(this.#memory, 1, this.#areas, this.length, this.#twiddles, 0);
  }
}

/** A plan for real sequences of one length and their half spectra of `length / 2 + 1` complex numbers. */
export class RealFft {
  readonly length: number;
  readonly #half: ComplexFft;
  readonly #packed: Float64Array;
  /** exp(-2πi k/length), k = 0 … length/4. */
  readonly #roots: Float64Array;

  /** A plan for `length` real numbers, a power of two from 2 on (RangeError otherwise). */
  constructor(length: number) {
    requirePowerOfTwo(length, 'length');
    if (length < 2) throw new RangeError('a real transform needs a length of at least 2');
    this.length = length;
    this.#half = new ComplexFft(length / 2);
    this.#packed = new Float64Array(length);
    this.#roots = new Float64Array(2 * (Math.floor(length / 4) + 1));
    for (let k = 0; k < this.#roots.length / 2; k++) this.#roots.set(rootOfUnity(k, length), 2 * k);
  }

  /** The half spectrum of `real` as re, im pairs (`length + 2` doubles), like numpy.fft.rfft. */
  forward(real: Float64Array, spectrum: Float64Array): void {
    const z = this.#packed;
    const m = this.length / 2;
    this.#half.forward(real, z);
    for (let k = 0; k <= m >> 1; k++) {
      const mirror = m - k;
      const a = 2 * k;
      const b = 2 * (mirror & (m - 1));
      // Even and odd samples: E = (Z(k) + Z*(-k)) / 2, O = (Z(k) - Z*(-k)) / 2i; X = E + w O, X(m-k) = (E - w O)*.
      const er = 0.5 * (z[a]! + z[b]!);
      const ei = 0.5 * (z[a + 1]! - z[b + 1]!);
      const or = 0.5 * (z[a + 1]! + z[b + 1]!);
      const oi = 0.5 * (z[b]! - z[a]!);
      const wr = this.#roots[a]! * or - this.#roots[a + 1]! * oi;
      const wi = this.#roots[a]! * oi + this.#roots[a + 1]! * or;
      spectrum[2 * mirror] = er - wr;
      spectrum[2 * mirror + 1] = wi - ei;
      spectrum[2 * k] = er + wr;
      spectrum[2 * k + 1] = ei + wi;
    }
  }

  /** The real sequence of a half spectrum, like numpy.fft.irfft: imaginary parts of its two ends do not count. */
  inverse(spectrum: Float64Array, real: Float64Array): void {
    const z = this.#packed;
    const m = this.length / 2;
    for (let k = 0; k <= m >> 1; k++) {
      const a = 2 * k;
      const b = 2 * (m - k);
      const ai = k === 0 ? 0 : spectrum[a + 1]!;
      const bi = k === 0 ? 0 : spectrum[b + 1]!;
      const er = 0.5 * (spectrum[a]! + spectrum[b]!);
      const ei = 0.5 * (ai - bi);
      const dr = 0.5 * (spectrum[a]! - spectrum[b]!);
      const di = 0.5 * (ai + bi);
      const or = this.#roots[a]! * dr + this.#roots[a + 1]! * di;
      const oi = this.#roots[a]! * di - this.#roots[a + 1]! * dr;
      const mirror = 2 * ((m - k) & (m - 1));
      z[mirror] = er + oi;
      z[mirror + 1] = or - ei;
      z[a] = er - oi;
      z[a + 1] = ei + or;
    }
    this.#half.inverse(z, real);
  }
}
