/** The gamma function family: the common ground of Poisson and chi-square probabilities. */

const HALF_LOG_2PI = 0.918_938_533_204_672_8;

/** Natural logarithm of the gamma function for x > 0 (Stirling's series, Abramowitz & Stegun 6.1.41, shifted to x >= 10). */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs a positive argument, not ${x}`);
  let shifted = x;
  let product = 1;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_2PI + stirlingTail(shifted);
  return stirling - Math.log(product);
}

/** ln Gamma(x) less its leading terms, for x >= 10. */
function stirlingTail(x: number): number {
  const s = 1 / (x * x);
  const series = 1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360_360 - s / 156)));
  return (1 / 12 - s * (1 / 360 - s * series)) / x;
}

/** ln Gamma(n+1) - [(n+1/2) ln n - n + ln(2 pi)/2], the "stirlerr" of Loader (2000). */
function stirlingError(n: number): number {
  return n >= 10 ? stirlingTail(n) : logGamma(n + 1) - ((n + 0.5) * Math.log(n) - n + HALF_LOG_2PI);
}

/** x ln(x/m) + m - x without cancellation near x = m, the "bd0" of Loader (2000). */
function devianceTerm(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let total = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    power *= v * v;
    const next = total + power / (2 * j + 1);
    if (next === total) return total;
    total = next;
  }
  return total;
}

/**
 * ln of m^x e^-m / Gamma(x+1), the Poisson density continued to real x >= 0.
 * Keeps its digits for counts of any size (C. Loader 2000, "Fast and Accurate Computation of Binomial Probabilities").
 */
export function logPoissonDensity(x: number, m: number): number {
  if (m === 0) return x === 0 ? 0 : -Infinity;
  if (x === 0) return -m;
  return -stirlingError(x) - devianceTerm(x, m) - 0.5 * Math.log(2 * Math.PI * x);
}

/** Regularised lower incomplete gamma function P(a, x), a > 0, x >= 0. */
export function gammaP(a: number, x: number): number {
  checkGamma(a, x);
  if (x === 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate where it is small. */
export function gammaQ(a: number, x: number): number {
  checkGamma(a, x);
  if (x === 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

function checkGamma(a: number, x: number): void {
  if (!(a > 0 && x >= 0)) throw new RangeError(`incomplete gamma function needs a > 0 and x >= 0, not ${a}, ${x}`);
}

/** Series of Abramowitz & Stegun 6.5.29, for x < a + 1; about 6 sqrt(a) terms. */
function gammaSeries(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= x / (a + n);
    total += term;
  }
  return total * Math.exp(logPoissonDensity(a, x));
}

/** Continued fraction of Abramowitz & Stegun 6.5.31 by Lentz' method, for x >= a + 1. */
function gammaFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000_000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = factor * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + factor / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h * a * Math.exp(logPoissonDensity(a, x));
}

/** Probability that chi-square with `degreesOfFreedom` exceeds a value. */
export function chiSquareSf(chiSquare: number, degreesOfFreedom: number): number {
  return gammaQ(degreesOfFreedom / 2, chiSquare / 2);
}
