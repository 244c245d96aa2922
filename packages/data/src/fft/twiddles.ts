/** Twiddle factors of the FFT passes, computed once per length and kept. */

const cache = new Map<number, Float64Array>();

/** exp(-2πi k/n) as [cos, -sin], with the angle reduced to an eighth of the circle so that the error stays at 1 ulp. */
export function rootOfUnity(k: number, n: number): [re: number, im: number] {
  const eighth = Math.floor((8 * k) / n);
  const quarter = Math.floor((eighth + 1) / 2);
  // Distance from the nearest multiple of a quarter circle; exact, since k and n are integers far below 2^53.
  const angle = (2 * Math.PI * (k - (quarter * n) / 4)) / n;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  switch (quarter & 3) {
    case 0:
      return [cos, -sin];
    case 1:
      return [-sin, -cos];
    case 2:
      return [-cos, sin];
    default:
      return [sin, cos];
  }
}

/** Doubles that the table of one length takes. */
export function twiddleLength(n: number): number {
  let length = 0;
  for (let left = n; left > 8; left /= 4) length += (6 * left) / 4;
  return length;
}

/**
 * The factors of all radix-4 passes of an n-point transform, one pass after the other: for each p the real and
 * imaginary parts of w^p, w^2p and w^3p with w = exp(-2πi/left), left = n, n/4, n/16 … above 8.
 */
export function twiddles(n: number): Float64Array {
  const known = cache.get(n);
  if (known !== undefined) return known;
  const table = new Float64Array(twiddleLength(n));
  let at = 0;
  for (let left = n; left > 8; left /= 4) {
    for (let p = 0; p < left / 4; p++) {
      for (let power = 1; power <= 3; power++) {
        const [re, im] = rootOfUnity(power * p, left);
        table[at++] = re;
        table[at++] = im;
      }
    }
  }
  cache.set(n, table);
  return table;
}
