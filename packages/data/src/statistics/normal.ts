/** The error function and the normal distribution, accurate in the far tail where significances of bright bursts lie. */

const SQRT_PI = Math.sqrt(Math.PI);

/** Error function, relative error below 1e-15. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  const value = a < 1 ? erfSeries(a) : 1 - erfc(a);
  return x < 0 ? -value : value;
}

/** Complementary error function 1 - erf(x), relative error below 4e-15 down to the smallest double. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 1) return 1 - erfSeries(x);
  return x > 27.3 ? 0 : expMinusSquare(x) * erfcScaled(x);
}

/** exp(x^2) erfc(x) for x >= 1, free of underflow: continued fraction of Abramowitz & Stegun 7.1.14. */
function erfcScaled(x: number): number {
  // Backwards evaluation; this depth leaves less than 1e-16 at x = 1 and much less above.
  const depth = Math.ceil(20 + 180 / (x * x));
  let tail = x;
  for (let n = depth; n >= 1; n--) tail = x + n / 2 / tail;
  return 1 / (tail * SQRT_PI);
}

/** Kummer's series: all terms are positive, so no digits cancel. */
function erfSeries(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return ((2 * total) / SQRT_PI) * Math.exp(-x * x);
}

/** exp(-x^2) with x split so that the large square is exact (Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4). */
function expMinusSquare(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Probability that a standard normal variable exceeds x (one-sided), relative error below 3e-15. */
export function normalSf(x: number): number {
  const z = x * Math.SQRT1_2;
  if (z < 1) return 0.5 * erfc(z);
  // The square is taken of x itself: rounding z first would cost x^2 units in the last place.
  const head = Math.trunc(x * 16) / 16;
  const density = Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (x - head) * (x + head));
  return x > 39 ? 0 : 0.5 * density * erfcScaled(z);
}

/** Probability that a standard normal variable is at most x. */
export function normalCdf(x: number): number {
  return normalSf(-x);
}

/** Natural logarithm of normalSf, finite also where normalSf itself is too small for a double (x > 38). */
export function normalLogSf(x: number): number {
  const z = x * Math.SQRT1_2;
  if (z < -1) return Math.log1p(-normalSf(-x));
  if (z < 1) return Math.log(normalSf(x));
  return -0.5 * x * x + Math.log(0.5 * erfcScaled(z));
}

/**
 * The significance x with normalSf(x) = p: inverse of the one-sided tail probability, p in 0..1 (0 gives Infinity).
 * Starts from Abramowitz & Stegun 26.2.23 (error 4.5e-4) and refines with Newton steps on the logarithm.
 */
export function normalIsf(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in 0..1, not ${p}`);
  if (p > 0.5) return -normalIsf(1 - p);
  return p === 0 ? Infinity : normalIsfLog(Math.log(p));
}

/** Like normalIsf for ln p <= ln 0.5, also where p itself is too small for a double. */
export function normalIsfLog(logP: number): number {
  if (!(logP <= -Math.LN2 + 1e-15)) throw new RangeError(`ln p must be at most ln 0.5, not ${logP}`);
  const t = Math.sqrt(-2 * logP);
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 4; i++) {
    const logSf = normalLogSf(x);
    const hazard = Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - logSf);
    x += (logSf - logP) / hazard;
  }
  return x;
}
