/**
 * The passes of Stockham's self-sorting FFT in plain JavaScript: radix 4, ended by one of radix 2, 4 or 8 (Van Loan
 * 1992, Computational Frameworks for the FFT, section 1.7). Memory holds elements of `lanes` independent transforms:
 * their real parts, then their imaginary parts; with one lane this is the usual interleaved complex array.
 */

/** Number of passes of an n-point transform. */
function passCount(n: number): number {
  let passes = 0;
  for (let left = n; left > 1; left = left === 8 ? 1 : left >> 2) passes++;
  return passes;
}

/**
 * Transforms n elements at `source` to `target`, n a power of two, exponent -2πi, without scaling. The three areas
 * lie apart in memory; `scratch` is as large as the others, the twiddle table of n is at `table`, all in doubles.
 */
export function runPasses(
  memory: Float64Array,
  lanes: number,
  areas: { source: number; target: number; scratch: number },
  n: number,
  table: Float64Array,
  tableAt: number,
): void {
  const odd = (passCount(n) & 1) === 1;
  let src = areas.source;
  let dst = odd ? areas.target : areas.scratch;
  let other = odd ? areas.scratch : areas.target;
  let s = 1;
  let left = n;
  let at = tableAt;
  while (left > 8) {
    const m = left >> 2;
    pass4(memory, lanes, src, dst, m, s, table, at);
    at += 6 * m;
    s *= 4;
    left = m;
    src = dst;
    dst = other;
    other = src;
  }
  if (left === 8) last8(memory, lanes, src, dst, s);
  else if (left === 4) last4(memory, lanes, src, dst, s);
  else if (left === 2) last2(memory, lanes, src, dst, s);
  else memory.copyWithin(areas.target, src, src + 2 * lanes);
}

/**
 * One radix-4 pass, decimation in frequency: m butterflies on each of s interleaved sequences, the legs of a butterfly
 * m·s elements apart. The results land s elements apart, which is what sorts the output without bit reversal.
 */
function pass4(
  x: Float64Array,
  lanes: number,
  source: number,
  target: number,
  m: number,
  s: number,
  table: Float64Array,
  tableAt: number,
): void {
  const step = s * 2 * lanes;
  const leg = m * step;
  let src = source;
  let dst = target;
  for (let p = 0, t = tableAt; p < m; p++, t += 6, dst += 3 * step) {
    // One set of factors serves all s columns of a butterfly: that is why the inner loops run over them.
    const r1 = table[t]!;
    const i1 = table[t + 1]!;
    const r2 = table[t + 2]!;
    const i2 = table[t + 3]!;
    const r3 = table[t + 4]!;
    const i3 = table[t + 5]!;
    for (const end = src + step; src < end; src += lanes, dst += lanes) {
      for (const lane = src + lanes; src < lane; src++, dst++) {
        const x1 = src + leg;
        const x2 = src + 2 * leg;
        const x3 = src + 3 * leg;
        const y1 = dst + step;
        const y2 = dst + 2 * step;
        const y3 = dst + 3 * step;
        const er = x[src]! + x[x2]!;
        const ei = x[src + lanes]! + x[x2 + lanes]!;
        const fr = x[src]! - x[x2]!;
        const fi = x[src + lanes]! - x[x2 + lanes]!;
        const gr = x[x1]! + x[x3]!;
        const gi = x[x1 + lanes]! + x[x3 + lanes]!;
        const hr = x[x1]! - x[x3]!;
        const hi = x[x1 + lanes]! - x[x3 + lanes]!;
        x[dst] = er + gr;
        x[dst + lanes] = ei + gi;
        const ur = fr + hi;
        const ui = fi - hr;
        x[y1] = ur * r1 - ui * i1;
        x[y1 + lanes] = ur * i1 + ui * r1;
        const vr = er - gr;
        const vi = ei - gi;
        x[y2] = vr * r2 - vi * i2;
        x[y2 + lanes] = vr * i2 + vi * r2;
        const wr = fr - hi;
        const wi = fi + hr;
        x[y3] = wr * r3 - wi * i3;
        x[y3 + lanes] = wr * i3 + wi * r3;
      }
    }
  }
}

/** The final pass when two points are left: no factors, all of them are 1. */
function last2(x: Float64Array, lanes: number, source: number, target: number, s: number): void {
  const leg = s * 2 * lanes;
  for (let i = 0; i < leg; i++) {
    const a = x[source + i]!;
    const b = x[source + leg + i]!;
    x[target + i] = a + b;
    x[target + leg + i] = a - b;
  }
}

/** The final pass when four points are left. */
function last4(x: Float64Array, lanes: number, source: number, target: number, s: number): void {
  const leg = s * 2 * lanes;
  let src = source;
  let dst = target;
  for (const end = src + leg; src < end; src += lanes, dst += lanes) {
    for (const lane = src + lanes; src < lane; src++, dst++) {
      const x1 = src + leg;
      const x2 = src + 2 * leg;
      const x3 = src + 3 * leg;
      const y1 = dst + leg;
      const y2 = dst + 2 * leg;
      const y3 = dst + 3 * leg;
      const er = x[src]! + x[x2]!;
      const ei = x[src + lanes]! + x[x2 + lanes]!;
      const fr = x[src]! - x[x2]!;
      const fi = x[src + lanes]! - x[x2 + lanes]!;
      const gr = x[x1]! + x[x3]!;
      const gi = x[x1 + lanes]! + x[x3 + lanes]!;
      const hr = x[x1]! - x[x3]!;
      const hi = x[x1 + lanes]! - x[x3 + lanes]!;
      x[dst] = er + gr;
      x[dst + lanes] = ei + gi;
      x[y1] = fr + hi;
      x[y1 + lanes] = fi - hr;
      x[y2] = er - gr;
      x[y2 + lanes] = ei - gi;
      x[y3] = fr - hi;
      x[y3 + lanes] = fi + hr;
    }
  }
}

/** The final pass when eight points are left; it saves the pass of radix 2 that odd powers of two would need. */
function last8(x: Float64Array, lanes: number, source: number, target: number, s: number): void {
  const leg = s * 2 * lanes;
  let src = source;
  let dst = target;
  for (const end = src + leg; src < end; src += lanes, dst += lanes) {
    for (const lane = src + lanes; src < lane; src++, dst++) butterfly8(x, lanes, src, dst, leg);
  }
}

/** Eight points without twiddles: two butterflies of four, the odd one turned by eighths of the circle. */
function butterfly8(x: Float64Array, lanes: number, src: number, dst: number, leg: number): void {
  const x2 = src + 2 * leg;
  const x4 = src + 4 * leg;
  const x6 = src + 6 * leg;
  const y2 = dst + 2 * leg;
  const y4 = dst + 4 * leg;
  const y6 = dst + 6 * leg;
  const a1r = x[src]! - x[x4]!;
  const a1i = x[src + lanes]! - x[x4 + lanes]!;
  const a0r = x[src]! + x[x4]!;
  const a0i = x[src + lanes]! + x[x4 + lanes]!;
  const a3r = x[x2]! - x[x6]!;
  const a3i = x[x2 + lanes]! - x[x6 + lanes]!;
  const a2r = x[x2]! + x[x6]!;
  const a2i = x[x2 + lanes]! + x[x6 + lanes]!;
  const a5r = x[src + leg]! - x[x4 + leg]!;
  const a5i = x[src + leg + lanes]! - x[x4 + leg + lanes]!;
  const a4r = x[src + leg]! + x[x4 + leg]!;
  const a4i = x[src + leg + lanes]! + x[x4 + leg + lanes]!;
  const a7r = x[x2 + leg]! - x[x6 + leg]!;
  const a7i = x[x2 + leg + lanes]! - x[x6 + leg + lanes]!;
  const a6r = x[x2 + leg]! + x[x6 + leg]!;
  const a6i = x[x2 + leg + lanes]! + x[x6 + leg + lanes]!;
  x[dst] = a0r + a2r + (a4r + a6r);
  x[dst + lanes] = a0i + a2i + (a4i + a6i);
  x[y4] = a0r + a2r - (a4r + a6r);
  x[y4 + lanes] = a0i + a2i - (a4i + a6i);
  x[y2] = a0r - a2r + (a4i - a6i);
  x[y2 + lanes] = a0i - a2i - (a4r - a6r);
  x[y6] = a0r - a2r - (a4i - a6i);
  x[y6 + lanes] = a0i - a2i + (a4r - a6r);
  const d0r = a1r + a3i;
  const d0i = a1i - a3r;
  const d1r = a1r - a3i;
  const d1i = a1i + a3r;
  const e0r = a5r + a7i;
  const e0i = a5i - a7r;
  const e1r = a5r - a7i;
  const e1i = a5i + a7r;
  const g0r = Math.SQRT1_2 * (e0r + e0i);
  const g0i = Math.SQRT1_2 * (e0i - e0r);
  const g1r = Math.SQRT1_2 * (e1i - e1r);
  const g1i = Math.SQRT1_2 * (e1r + e1i);
  x[dst + leg] = d0r + g0r;
  x[dst + leg + lanes] = d0i + g0i;
  x[y4 + leg] = d0r - g0r;
  x[y4 + leg + lanes] = d0i - g0i;
  x[y2 + leg] = d1r + g1r;
  x[y2 + leg + lanes] = d1i - g1i;
  x[y6 + leg] = d1r - g1r;
  x[y6 + leg + lanes] = d1i + g1i;
}
