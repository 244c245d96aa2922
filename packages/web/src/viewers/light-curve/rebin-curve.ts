// Wider bins for a light curve: by a width in seconds, or until each bin is significant enough.
import { StemmaError } from '@stemma/core';
import type { Curve } from './curve.ts';

/** Bins of `binS` seconds counted from T0; empty ones are left out. Rates are weighted by width, errors add in squares. O(n). */
export function rebinned(curve: Curve, binS: number): Curve {
  if (!(binS > 0)) throw new StemmaError('invalid_request', `a bin of ${binS} s is not positive`);
  const { timeS } = curve;
  return grouped(curve, (from) => {
    const bin = Math.floor(timeS[from]! / binS);
    let to = from + 1;
    while (to < timeS.length && Math.floor(timeS[to]! / binS) === bin) to++;
    return to;
  });
}

/** Neighbouring bins taken together until value over error reaches `leastSigma`; the rest at the end stays a bin. O(n). */
export function rebinnedToSignificance(curve: Curve, leastSigma: number): Curve {
  const { rate, error, widthS } = curve;
  return grouped(curve, (from) => {
    let [counts, variance, to] = [0, 0, from];
    do {
      counts += rate[to]! * widthS[to]!;
      variance += (error[to]! * widthS[to]!) ** 2;
      to++;
    } while (to < rate.length && !(counts >= leastSigma * Math.sqrt(variance)));
    return to;
  });
}

// `endOf` tells where the group that begins at a bin ends.
function grouped(curve: Curve, endOf: (from: number) => number): Curve {
  const columns = { timeS: [] as number[], rate: [] as number[], error: [] as number[], widthS: [] as number[] };
  for (let from = 0; from < curve.timeS.length;) {
    const to = endOf(from);
    let [width, counts, variance, moment] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const w = curve.widthS[i]!;
      if (Number.isNaN(curve.rate[i]!)) continue;
      width += w;
      counts += curve.rate[i]! * w;
      variance += (curve.error[i]! * w) ** 2;
      moment += curve.timeS[i]! * w;
    }
    if (width > 0) {
      columns.timeS.push(moment / width);
      columns.rate.push(counts / width);
      columns.error.push(Math.sqrt(variance) / width);
      columns.widthS.push(width);
    }
    from = to;
  }
  const { timeS, rate, error, widthS } = columns;
  return { ...curve, timeS: Float64Array.from(timeS), rate: Float64Array.from(rate), error: Float64Array.from(error), widthS: Float64Array.from(widthS) }; // prettier-ignore
}
