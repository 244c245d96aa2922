/**
 * Deterministic random numbers seeded by a sha256: the same derivation draws the same numbers on every machine.
 * xoshiro256++ 1.0 (Blackman & Vigna 2021, doi:10.1145/3460772) because its 256-bit state is exactly a digest
 * and it needs only additions and rotations, which pairs of 32-bit words do fast.
 */

import { logPoissonDensity } from './gamma.ts';

/** A source of random numbers; each call advances its state. */
export interface RandomGenerator {
  /** The next 64 random bits, as in the reference implementation. */
  uint64(): bigint;
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), bound up to 2^53. */
  integer(bound: number): number;
  /** Standard normal. */
  normal(): number;
  /** Poisson count of the given mean (0 to 1e15). */
  poisson(mean: number): number;
}

/** A generator whose state is the 32 bytes of a hexadecimal digest, read as four big-endian words. Throws RangeError. */
export function randomFromDigest(hexDigest: string): RandomGenerator {
  if (!/^[0-9a-fA-F]{64}$/.test(hexDigest) || /^0+$/.test(hexDigest)) {
    throw new RangeError('a random seed must be 64 hexadecimal digits, not all of them zero');
  }
  const words = Uint32Array.from({ length: 8 }, (_, i) => Number.parseInt(hexDigest.slice(8 * i, 8 * i + 8), 16));
  return generator(words);
}

function generator(seed: Uint32Array): RandomGenerator {
  // Words 0..7 hold s0..s3 as (high, low); 8 and 9 the last output.
  const state = new Uint32Array(10);
  state.set(seed);
  const uniform = (): number => {
    advance(state);
    // 53 of the 64 bits: 27 from the high word, 26 from the low one.
    return ((state[8]! >>> 5) * 67_108_864 + (state[9]! >>> 6)) / 9_007_199_254_740_992;
  };
  return {
    uint64: () => {
      advance(state);
      return (BigInt(state[8]!) << 32n) | BigInt(state[9]!);
    },
    uniform,
    integer: (bound) => Math.floor(uniform() * bound),
    normal: polarNormal(uniform),
    poisson: (mean) => drawPoisson(mean, uniform),
  };
}

/** One step of xoshiro256++ on (high, low) pairs of 32-bit words. */
function advance(s: Uint32Array): void {
  const h0 = s[0]!;
  const l0 = s[1]!;
  const h1 = s[2]!;
  const l1 = s[3]!;
  // result = rotl(s0 + s3, 23) + s0
  const sumLow = (l0 + s[7]!) >>> 0;
  const sumHigh = (h0 + s[6]! + (sumLow < l0 ? 1 : 0)) >>> 0;
  const low = (((sumLow << 23) | (sumHigh >>> 9)) >>> 0) + l0;
  s[9] = low;
  s[8] = ((sumHigh << 23) | (sumLow >>> 9)) + h0 + (low > 0xffff_ffff ? 1 : 0);
  s[4]! ^= h0;
  s[5]! ^= l0;
  s[6]! ^= h1;
  s[7]! ^= l1;
  s[2]! ^= s[4]!;
  s[3]! ^= s[5]!;
  s[0]! ^= s[6]!;
  s[1]! ^= s[7]!;
  // s2 ^= s1 << 17 with the s1 of before the step; s3 = rotl(s3, 45), which is a swap of words and 13 bits.
  s[4]! ^= (h1 << 17) | (l1 >>> 15);
  s[5]! ^= l1 << 17;
  const h3 = s[6]!;
  const l3 = s[7]!;
  s[6] = (l3 << 13) | (h3 >>> 19);
  s[7] = (h3 << 13) | (l3 >>> 19);
}

/** Marsaglia's polar method; its second value waits for the next call. */
function polarNormal(uniform: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const r = u * u + v * v;
      if (r >= 1 || r === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r)) / r);
      spare = v * factor;
      return u * factor;
    }
  };
}

function drawPoisson(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean <= 1e15)) throw new RangeError(`a Poisson mean lies in 0..1e15, not ${mean}`);
  return mean < 10 ? multiply(mean, uniform) : transformedRejection(mean, uniform);
}

/** Knuth's product of uniforms, fast for small means. */
function multiply(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let product = uniform();
  let count = 0;
  while (product > limit) {
    product *= uniform();
    count++;
  }
  return count;
}

/** Algorithm PTRS of Hoermann (1993, doi:10.1016/0167-6687(93)90997-4), with a density that holds for large means. */
function transformedRejection(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const accept = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accept) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= logPoissonDensity(k, mean)) return k;
  }
}
