/** The likelihood of a signal over a background that is measured beside it: Poisson counts ON and OFF ("wstat"). */

import type { OnOffCounts } from './li-ma.ts';

/**
 * The most likely expected OFF counts, given expected signal counts in ON: the root of the score equation of
 * K. Arnaud, XSPEC manual, appendix B (after Wachter, Leach & Kellogg 1979, doi:10.1086/157084).
 */
export function wstatBackground({ on, off, alpha }: OnOffCounts, signal: number): number {
  const c = alpha * (on + off) - (1 + alpha) * signal;
  const d = Math.sqrt(c * c + 4 * alpha * (alpha + 1) * off * signal);
  // Where c is negative and d nearly -c, the difference is formed without cancellation.
  return c >= 0 ? (c + d) / (2 * alpha * (alpha + 1)) : (2 * off * signal) / (d - c);
}

/**
 * Minus twice the log-likelihood ratio of expected `signal` counts (>= 0) in ON, with the background at its best and
 * the constant chosen so that a perfect description has 0. Differences are distributed like chi-square.
 * @throws RangeError for a negative signal, negative counts or an alpha that is not positive.
 */
export function wstat(counts: OnOffCounts, signal: number): number {
  const { on, off, alpha } = counts;
  if (!(signal >= 0 && on >= 0 && off >= 0 && alpha > 0)) {
    throw new RangeError(`wstat needs counts and signal >= 0 and alpha > 0, not ${on}, ${off}, ${alpha}, ${signal}`);
  }
  const background = wstatBackground(counts, signal);
  return deviance(on, signal + alpha * background) + deviance(off, background);
}

/** Poisson deviance 2 (m - n + n ln(n/m)), 0 for m = n; infinite when counts appear where none are expected. */
function deviance(n: number, m: number): number {
  if (n === 0) return 2 * m;
  if (m <= 0) return Infinity;
  return 2 * (m - n + n * Math.log(n / m));
}
