// Source of simd-kernel-wasm.ts: the arithmetic of portable-kernel.ts, two transforms at a time in 128-bit SIMD.
// AssemblyScript, because TypeScript has no SIMD. Every function mirrors, operation for operation, the function of
// the same name in portable-kernel.ts, so that both give the same bits; what the functions do is told there.
// All positions are counted in doubles. An element is four doubles: two real parts, then two imaginary parts.

// @ts-nocheck
@inline function at(position: u32): usize { return <usize>position << 3; }
@inline function splat(address: usize, offset: usize): v128 { return v128.load64_splat(address + offset); }
@inline function lower(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 0, 2); }
@inline function upper(a: v128, b: v128): v128 { return v128.shuffle<f64>(a, b, 1, 3); }

function pass4(src: usize, dst: usize, m: usize, s: usize, twiddles: usize): void {
  const leg = (m * s) << 5;
  const step = s << 5;
  for (let p: usize = 0; p < m; p++) {
    const r1 = splat(twiddles, 0), i1 = splat(twiddles, 8);
    const r2 = splat(twiddles, 16), i2 = splat(twiddles, 24);
    const r3 = splat(twiddles, 32), i3 = splat(twiddles, 40);
    twiddles += 48;
    const end = src + step;
    while (src < end) {
      const x1 = src + leg, x2 = x1 + leg, x3 = x2 + leg;
      const ar = v128.load(src), ai = v128.load(src, 16);
      const br = v128.load(x1), bi = v128.load(x1, 16);
      const cr = v128.load(x2), ci = v128.load(x2, 16);
      const dr = v128.load(x3), di = v128.load(x3, 16);
      const er = f64x2.add(ar, cr), ei = f64x2.add(ai, ci);
      const fr = f64x2.sub(ar, cr), fi = f64x2.sub(ai, ci);
      const gr = f64x2.add(br, dr), gi = f64x2.add(bi, di);
      const hr = f64x2.sub(br, dr), hi = f64x2.sub(bi, di);
      const y1 = dst + step, y2 = y1 + step, y3 = y2 + step;
      v128.store(dst, f64x2.add(er, gr));
      v128.store(dst, f64x2.add(ei, gi), 16);
      const ur = f64x2.add(fr, hi), ui = f64x2.sub(fi, hr);
      v128.store(y1, f64x2.sub(f64x2.mul(ur, r1), f64x2.mul(ui, i1)));
      v128.store(y1, f64x2.add(f64x2.mul(ur, i1), f64x2.mul(ui, r1)), 16);
      const vr = f64x2.sub(er, gr), vi = f64x2.sub(ei, gi);
      v128.store(y2, f64x2.sub(f64x2.mul(vr, r2), f64x2.mul(vi, i2)));
      v128.store(y2, f64x2.add(f64x2.mul(vr, i2), f64x2.mul(vi, r2)), 16);
      const wr = f64x2.sub(fr, hi), wi = f64x2.add(fi, hr);
      v128.store(y3, f64x2.sub(f64x2.mul(wr, r3), f64x2.mul(wi, i3)));
      v128.store(y3, f64x2.add(f64x2.mul(wr, i3), f64x2.mul(wi, r3)), 16);
      src += 32;
      dst += 32;
    }
    dst += 3 * step;
  }
}

function last2(src: usize, dst: usize, s: usize): void {
  const leg = s << 5;
  for (const end = src + leg; src < end; src += 16, dst += 16) {
    const a = v128.load(src), b = v128.load(src + leg);
    v128.store(dst, f64x2.add(a, b));
    v128.store(dst + leg, f64x2.sub(a, b));
  }
}

function last4(src: usize, dst: usize, s: usize): void {
  const leg = s << 5;
  for (const end = src + leg; src < end; src += 32, dst += 32) {
    const x1 = src + leg, x2 = x1 + leg, x3 = x2 + leg;
    const y1 = dst + leg, y2 = y1 + leg, y3 = y2 + leg;
    const ar = v128.load(src), ai = v128.load(src, 16);
    const br = v128.load(x1), bi = v128.load(x1, 16);
    const cr = v128.load(x2), ci = v128.load(x2, 16);
    const dr = v128.load(x3), di = v128.load(x3, 16);
    const er = f64x2.add(ar, cr), ei = f64x2.add(ai, ci);
    const fr = f64x2.sub(ar, cr), fi = f64x2.sub(ai, ci);
    const gr = f64x2.add(br, dr), gi = f64x2.add(bi, di);
    const hr = f64x2.sub(br, dr), hi = f64x2.sub(bi, di);
    v128.store(dst, f64x2.add(er, gr));
    v128.store(dst, f64x2.add(ei, gi), 16);
    v128.store(y1, f64x2.add(fr, hi));
    v128.store(y1, f64x2.sub(fi, hr), 16);
    v128.store(y2, f64x2.sub(er, gr));
    v128.store(y2, f64x2.sub(ei, gi), 16);
    v128.store(y3, f64x2.sub(fr, hi));
    v128.store(y3, f64x2.add(fi, hr), 16);
  }
}

function last8(src: usize, dst: usize, s: usize): void {
  const leg = s << 5;
  const half = f64x2.splat(Math.SQRT1_2);
  for (const end = src + leg; src < end; src += 32, dst += 32) {
    const x2 = src + 2 * leg, x4 = x2 + 2 * leg, x6 = x4 + 2 * leg;
    let pr = v128.load(src), pi = v128.load(src, 16);
    let qr = v128.load(x4), qi = v128.load(x4, 16);
    const a0r = f64x2.add(pr, qr), a0i = f64x2.add(pi, qi);
    const a1r = f64x2.sub(pr, qr), a1i = f64x2.sub(pi, qi);
    pr = v128.load(x2), pi = v128.load(x2, 16);
    qr = v128.load(x6), qi = v128.load(x6, 16);
    const a2r = f64x2.add(pr, qr), a2i = f64x2.add(pi, qi);
    const a3r = f64x2.sub(pr, qr), a3i = f64x2.sub(pi, qi);
    const b0r = f64x2.add(a0r, a2r), b0i = f64x2.add(a0i, a2i);
    const b1r = f64x2.sub(a0r, a2r), b1i = f64x2.sub(a0i, a2i);
    const d0r = f64x2.add(a1r, a3i), d0i = f64x2.sub(a1i, a3r);
    const d1r = f64x2.sub(a1r, a3i), d1i = f64x2.add(a1i, a3r);
    pr = v128.load(src + leg), pi = v128.load(src + leg, 16);
    qr = v128.load(x4 + leg), qi = v128.load(x4 + leg, 16);
    const a4r = f64x2.add(pr, qr), a4i = f64x2.add(pi, qi);
    const a5r = f64x2.sub(pr, qr), a5i = f64x2.sub(pi, qi);
    pr = v128.load(x2 + leg), pi = v128.load(x2 + leg, 16);
    qr = v128.load(x6 + leg), qi = v128.load(x6 + leg, 16);
    const a6r = f64x2.add(pr, qr), a6i = f64x2.add(pi, qi);
    const a7r = f64x2.sub(pr, qr), a7i = f64x2.sub(pi, qi);
    const y2 = dst + 2 * leg, y4 = y2 + 2 * leg, y6 = y4 + 2 * leg;
    const c0r = f64x2.add(a4r, a6r), c0i = f64x2.add(a4i, a6i);
    const c1r = f64x2.sub(a4r, a6r), c1i = f64x2.sub(a4i, a6i);
    v128.store(dst, f64x2.add(b0r, c0r));
    v128.store(dst, f64x2.add(b0i, c0i), 16);
    v128.store(y4, f64x2.sub(b0r, c0r));
    v128.store(y4, f64x2.sub(b0i, c0i), 16);
    v128.store(y2, f64x2.add(b1r, c1i));
    v128.store(y2, f64x2.sub(b1i, c1r), 16);
    v128.store(y6, f64x2.sub(b1r, c1i));
    v128.store(y6, f64x2.add(b1i, c1r), 16);
    const e0r = f64x2.add(a5r, a7i), e0i = f64x2.sub(a5i, a7r);
    const g0r = f64x2.mul(half, f64x2.add(e0r, e0i)), g0i = f64x2.mul(half, f64x2.sub(e0i, e0r));
    v128.store(dst + leg, f64x2.add(d0r, g0r));
    v128.store(dst + leg, f64x2.add(d0i, g0i), 16);
    v128.store(y4 + leg, f64x2.sub(d0r, g0r));
    v128.store(y4 + leg, f64x2.sub(d0i, g0i), 16);
    const e1r = f64x2.sub(a5r, a7i), e1i = f64x2.add(a5i, a7r);
    const g1r = f64x2.mul(half, f64x2.sub(e1i, e1r)), g1i = f64x2.mul(half, f64x2.add(e1r, e1i));
    v128.store(y2 + leg, f64x2.add(d1r, g1r));
    v128.store(y2 + leg, f64x2.sub(d1i, g1i), 16);
    v128.store(y6 + leg, f64x2.sub(d1r, g1r));
    v128.store(y6 + leg, f64x2.add(d1i, g1i), 16);
  }
}

export function transform(source: u32, target: u32, scratch: u32, n: u32, twiddles: u32): void {
  let passes = 0;
  for (let left = n; left > 1; left = left == 8 ? 1 : left >> 2) passes++;
  let src = at(source), dst = at(passes & 1 ? target : scratch), other = at(passes & 1 ? scratch : target);
  let table = at(twiddles);
  let s: u32 = 1;
  let left = n;
  while (left > 8) {
    const m = left >> 2;
    pass4(src, dst, m, s, table);
    table += <usize>m * 48;
    s <<= 2;
    left = m;
    src = dst;
    dst = other;
    other = src;
  }
  if (left == 8) last8(src, dst, s);
  else if (left == 4) last4(src, dst, s);
  else if (left == 2) last2(src, dst, s);
  else memory.copy(at(target), src, 32);
}

export function packRows(rows: u32, width: u32, target: u32, n: u32): void {
  const stride = at(width);
  let row0 = at(rows), element = at(target);
  const end = element + (<usize>n << 5);
  for (const last = row0 + at(width & ~1); row0 < last; row0 += 16, element += 64) {
    const row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
    const a = v128.load(row0), b = v128.load(row1), c = v128.load(row2), d = v128.load(row3);
    v128.store(element, lower(a, c));
    v128.store(element, lower(b, d), 16);
    v128.store(element, upper(a, c), 32);
    v128.store(element, upper(b, d), 48);
  }
  if (width & 1) {
    const row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
    f64.store(element, f64.load(row0));
    f64.store(element, f64.load(row2), 8);
    f64.store(element, f64.load(row1), 16);
    f64.store(element, f64.load(row3), 24);
    element += 32;
  }
  memory.fill(element, 0, end - element);
}

export function unpackRows(source: u32, rows: u32, width: u32, scale: f64): void {
  const stride = at(width);
  const factor = f64x2.splat(scale);
  let row0 = at(rows), element = at(source);
  for (const last = row0 + at(width & ~1); row0 < last; row0 += 16, element += 64) {
    const row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
    const odd = f64x2.mul(v128.load(element), factor), even = f64x2.mul(v128.load(element, 16), factor);
    const nextOdd = f64x2.mul(v128.load(element, 32), factor), nextEven = f64x2.mul(v128.load(element, 48), factor);
    v128.store(row0, lower(even, nextEven));
    v128.store(row2, upper(even, nextEven));
    v128.store(row1, lower(odd, nextOdd));
    v128.store(row3, upper(odd, nextOdd));
  }
  if (width & 1) {
    const row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
    f64.store(row0, f64.load(element, 16) * scale);
    f64.store(row2, f64.load(element, 24) * scale);
    f64.store(row1, f64.load(element) * scale);
    f64.store(row3, f64.load(element, 8) * scale);
  }
}

export function splitRows(source: u32, n: u32, target: u32, blockStride: u32): void {
  const half = f64x2.splat(0.5);
  const z = at(source), mask = n - 1;
  let block = at(target);
  for (let k: u32 = 0; k <= n >> 1; k += 2, block += at(blockStride)) {
    const x0 = z + (<usize>(k & mask) << 5), y0 = z + (<usize>((n - k) & mask) << 5);
    const x1 = z + (<usize>((k + 1) & mask) << 5), y1 = z + (<usize>((n - k - 1) & mask) << 5);
    const x0r = v128.load(x0), x0i = v128.load(x0, 16), y0r = v128.load(y0), y0i = v128.load(y0, 16);
    const x1r = v128.load(x1), x1i = v128.load(x1, 16), y1r = v128.load(y1), y1i = v128.load(y1, 16);
    const a0r = f64x2.mul(half, f64x2.add(x0r, y0r)), a1r = f64x2.mul(half, f64x2.add(x1r, y1r));
    const a0i = f64x2.mul(half, f64x2.sub(x0i, y0i)), a1i = f64x2.mul(half, f64x2.sub(x1i, y1i));
    const b0r = f64x2.mul(half, f64x2.add(x0i, y0i)), b1r = f64x2.mul(half, f64x2.add(x1i, y1i));
    const b0i = f64x2.mul(half, f64x2.sub(y0r, x0r)), b1i = f64x2.mul(half, f64x2.sub(y1r, x1r));
    v128.store(block, lower(a0r, a1r));
    v128.store(block, lower(a0i, a1i), 16);
    v128.store(block, lower(b0r, b1r), 32);
    v128.store(block, lower(b0i, b1i), 48);
    v128.store(block, upper(a0r, a1r), 64);
    v128.store(block, upper(a0i, a1i), 80);
    v128.store(block, upper(b0r, b1r), 96);
    v128.store(block, upper(b0i, b1i), 112);
  }
}

export function joinRows(source: u32, blockStride: u32, target: u32, n: u32): void {
  const z = at(target), mask = n - 1;
  const blocks = (n >> 2) + 1;
  for (let b: i32 = blocks - 1; b >= 0; b--) {
    const block = at(source + b * blockStride);
    const k: u32 = 2 * b;
    const r0i = v128.load(block), r0r = v128.load(block, 16), r1i = v128.load(block, 32), r1r = v128.load(block, 48);
    const r2i = v128.load(block, 64), r2r = v128.load(block, 80);
    const r3i = v128.load(block, 96), r3r = v128.load(block, 112);
    const x0 = z + (<usize>(k & mask) << 5), y0 = z + (<usize>((n - k) & mask) << 5);
    const x1 = z + (<usize>((k + 1) & mask) << 5), y1 = z + (<usize>((n - k - 1) & mask) << 5);
    const a1r = upper(r0r, r2r), a1i = upper(r0i, r2i), b1r = upper(r1r, r3r), b1i = upper(r1i, r3i);
    v128.store(y1, f64x2.sub(b1r, a1i));
    v128.store(y1, f64x2.add(a1r, b1i), 16);
    v128.store(x1, n == 2 ? b1r : f64x2.add(a1i, b1r));
    v128.store(x1, n == 2 ? a1r : f64x2.sub(a1r, b1i), 16);
    const a0r = lower(r0r, r2r), a0i = lower(r0i, r2i), b0r = lower(r1r, r3r), b0i = lower(r1i, r3i);
    const edge = k == 0 || k == n >> 1;
    v128.store(y0, edge ? b0r : f64x2.sub(b0r, a0i));
    v128.store(y0, edge ? a0r : f64x2.add(a0r, b0i), 16);
    v128.store(x0, edge ? b0r : f64x2.add(a0i, b0r));
    v128.store(x0, edge ? a0r : f64x2.sub(a0r, b0i), 16);
  }
}

export function storeColumns(source: u32, n: u32, target: u32, rowStride: u32, width: u32): void {
  let element = at(source), out = at(target);
  for (const end = element + (<usize>n << 5); element < end; element += 32, out += at(rowStride)) {
    const re = v128.load(element), im = v128.load(element, 16);
    v128.store(out, lower(re, im));
    if (width > 1) v128.store(out, upper(re, im), 16);
  }
}

export function loadColumns(source: u32, rowStride: u32, width: u32, target: u32, n: u32): void {
  let element = at(target), input = at(source);
  for (const end = element + (<usize>n << 5); element < end; element += 32, input += at(rowStride)) {
    const first = v128.load(input), second = width > 1 ? v128.load(input, 16) : first;
    v128.store(element, upper(first, second));
    v128.store(element, lower(first, second), 16);
  }
}

export function multiply(a: u32, b: u32, target: u32, n: u32, conjugate: f64): void {
  const sign = f64x2.splat(conjugate);
  let x = at(a), y = at(b), z = at(target);
  for (const end = x + (<usize>n << 5); x < end; x += 32, y += 32, z += 32) {
    const xr = v128.load(x), xi = f64x2.mul(sign, v128.load(x, 16)), yr = v128.load(y), yi = v128.load(y, 16);
    v128.store(z, f64x2.add(f64x2.mul(xr, yi), f64x2.mul(xi, yr)));
    v128.store(z, f64x2.sub(f64x2.mul(xr, yr), f64x2.mul(xi, yi)), 16);
  }
}
