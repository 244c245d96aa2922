/**
 * The mask pattern of IBIS: a modified uniformly redundant array of order 53 (Gottesman & Fenimore 1989,
 * doi:10.1364/AO.28.004344), repeated cyclically to 95 x 95 elements. Its decoding array gives a delta function.
 */

/** Order of the basic pattern; prime, which the quadratic residues need. */
export const BASIC_ORDER = 53;

/** Elements of the mask along each side: the basic pattern repeated almost twice, centred on element (0, 0). */
export const MASK_ELEMENTS = 95;

/** Whether each of 0..p-1 is a quadratic residue modulo the prime p (0 is not counted as one). */
function quadraticResidues(p: number): Uint8Array {
  const residue = new Uint8Array(p);
  for (let i = 1; i < p; i++) residue[(i * i) % p] = 1;
  return residue;
}

function isPrime(n: number): boolean {
  if (!Number.isInteger(n) || n < 2) return false;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

/**
 * The basic pattern, p x p row by row: 1 open, 0 closed. Throws a RangeError unless p is a prime of the form 4k + 1,
 * the orders for which the decoding array exists.
 */
export function muraPattern(p: number = BASIC_ORDER): Uint8Array {
  if (!isPrime(p) || p % 4 !== 1)
    throw new RangeError(`a MURA of this kind needs a prime 4k + 1 as its order, not ${p}`);
  const residue = quadraticResidues(p);
  const pattern = new Uint8Array(p * p);
  for (let i = 1; i < p; i++) {
    pattern[i * p] = 1;
    for (let j = 1; j < p; j++) pattern[i * p + j] = residue[i] === residue[j] ? 1 : 0;
  }
  return pattern;
}

/** The decoding array of `muraPattern(p)`: +1 where open, -1 where closed, except +1 at (0, 0). */
export function muraDecoder(p: number = BASIC_ORDER): Int8Array {
  const decoder = Int8Array.from(muraPattern(p), (open) => 2 * open - 1);
  decoder[0] = 1;
  return decoder;
}

/**
 * The mask, 95 x 95 row by row (rows along Z, columns along Y): 1 open, 0 closed; the centre element is (0, 0) of the
 * basic pattern. The start cell and orientation of the flight mask are not public, so these are a declared choice.
 */
export function maskPattern(): Uint8Array {
  const basic = muraPattern();
  const mask = new Uint8Array(MASK_ELEMENTS * MASK_ELEMENTS);
  const half = (MASK_ELEMENTS - 1) / 2;
  const wrap = (k: number): number => (k - half + BASIC_ORDER) % BASIC_ORDER;
  for (let i = 0; i < MASK_ELEMENTS; i++) {
    for (let j = 0; j < MASK_ELEMENTS; j++) mask[i * MASK_ELEMENTS + j] = basic[wrap(i) * BASIC_ORDER + wrap(j)]!;
  }
  return mask;
}
