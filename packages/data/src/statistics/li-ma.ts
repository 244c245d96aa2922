/** Counting experiments with a measured background: significance of an ON excess over scaled OFF counts. */

/** Counts of an ON/OFF measurement; `alpha` is the ratio of ON to OFF exposure. */
export interface OnOffCounts {
  readonly on: number;
  readonly off: number;
  readonly alpha: number;
}

/** The excess ON - alpha OFF, in counts. */
export function onOffExcess({ on, off, alpha }: OnOffCounts): number {
  return on - alpha * off;
}

/** One-sigma error of the excess by propagation of Poisson errors, sqrt(ON + alpha^2 OFF), in counts. */
export function onOffExcessError({ on, off, alpha }: OnOffCounts): number {
  return Math.sqrt(on + alpha * alpha * off);
}

/**
 * Significance in standard deviations of an excess (positive) or deficit (negative) of ON over `alpha` times OFF counts:
 * the likelihood ratio of Li & Ma (1983), doi:10.1086/161295, eq. 17. Zero counts are allowed on either side.
 * @throws RangeError for negative counts or an alpha that is not positive.
 */
export function liMaSignificance(counts: OnOffCounts): number {
  const { on, off, alpha } = counts;
  if (!(on >= 0 && off >= 0 && alpha > 0)) {
    throw new RangeError(`Li & Ma's significance needs counts >= 0 and alpha > 0, not ${on}, ${off}, ${alpha}`);
  }
  const total = on + off;
  if (total === 0) return 0;
  const onTerm = on === 0 ? 0 : on * Math.log(((1 + alpha) / alpha) * (on / total));
  const offTerm = off === 0 ? 0 : off * Math.log((1 + alpha) * (off / total));
  // Rounding may leave a tiny negative number where the excess is zero.
  return Math.sign(onOffExcess(counts)) * Math.sqrt(Math.max(0, 2 * (onTerm + offTerm)));
}
