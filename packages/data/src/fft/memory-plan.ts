/** Places areas one after the other in a kernel's memory, and fills in the twiddles. */

import { type Kernel, type KernelChoice, createKernel } from './kernel.ts';
import { twiddleLength, twiddles } from './twiddles.ts';

/** Hands out areas of doubles, each at a 64-byte boundary so that an element never straddles two cache lines. */
export class MemoryPlan {
  #length = 0;
  readonly #tables = new Map<number, number>();

  /** Position of a new area. */
  area(doubles: number): number {
    const at = this.#length;
    this.#length += Math.ceil(doubles / 8) * 8;
    return at;
  }

  /** Position of the twiddles of length n. */
  twiddles(n: number): number {
    const known = this.#tables.get(n);
    if (known !== undefined) return known;
    const at = this.area(twiddleLength(n));
    this.#tables.set(n, at);
    return at;
  }

  /** The kernel over all areas handed out so far. */
  kernel(choice?: KernelChoice): Kernel {
    const kernel = createKernel(this.#length, choice);
    for (const [n, at] of this.#tables) kernel.memory.set(twiddles(n), at);
    return kernel;
  }
}

/** Throws RangeError unless n is a power of two that a transform can have. */
export function requirePowerOfTwo(n: number, what: string): void {
  if (Number.isInteger(n) && n >= 1 && n <= 2 ** 28 && (n & (n - 1)) === 0) return;
  throw new RangeError(`${what} must be a power of two from 1 to 2^28, not ${n}`);
}
