// Numbers about the visible part of a light curve, for the line under the plot and for those who do not see it.
import { formatMeasured, formatNumber } from '@stemma/data/statistics';
import { delimitedText } from '../delimited-text.ts';
import { binsIn, type Curve } from './curve.ts';
import { timeText, type TimeUnit } from './time-axis.ts';

/** Statistics of a span. */
export interface CurveStatistics {
  readonly bins: number;
  /** Mean weighted by the width of bins, and its error. */
  readonly mean: number;
  readonly meanError: number;
  readonly least: number;
  readonly most: number;
  /** Time of the largest rate, seconds since T0. */
  readonly peakS: number;
  /** χ² over degrees of freedom of a constant at the mean; NaN without errors. */
  readonly reducedChi2: number;
}

/** Computes the statistics of the bins whose middles lie in a span. O(bins in it). */
export function statisticsOf({ timeS, rate, error, widthS }: Curve, fromS: number, toS: number): CurveStatistics {
  const [first, end] = binsIn(timeS, fromS, toS);
  let [width, counts, variance, least, most, peakS, bins] = [0, 0, 0, Infinity, -Infinity, NaN, 0];
  for (let i = first; i < end; i++) {
    const value = rate[i]!;
    if (!Number.isFinite(value)) continue;
    bins++;
    width += widthS[i]!;
    counts += value * widthS[i]!;
    variance += (error[i]! * widthS[i]!) ** 2;
    if (value < least) least = value;
    if (value > most) [most, peakS] = [value, timeS[i]!];
  }
  const mean = counts / width;
  let chi2 = 0;
  for (let i = first; i < end; i++) if (Number.isFinite(rate[i])) chi2 += ((rate[i]! - mean) / error[i]!) ** 2;
  const empty = bins === 0;
  return {
    bins,
    mean,
    meanError: Math.sqrt(variance) / width,
    least: empty ? NaN : least,
    most: empty ? NaN : most,
    peakS,
    reducedChi2: bins > 1 && Number.isFinite(chi2) ? chi2 / (bins - 1) : NaN,
  };
}

/** One sentence with the statistics. */
export function statisticsText(curve: Curve, unit: TimeUnit, fromS: number, toS: number): string {
  const { bins, mean, meanError, least, most, peakS, reducedChi2 } = statisticsOf(curve, fromS, toS);
  const span = `${timeText(unit, curve.t0, fromS)} to ${timeText(unit, curve.t0, toS)}`;
  if (bins === 0) return `${span}: no bins.`;
  const chi2 = Number.isNaN(reducedChi2) ? '' : `; χ²/dof of a constant ${formatNumber(reducedChi2, 3)}`;
  return `${span}: ${bins} bins, mean ${formatMeasured({ value: mean, error: meanError })} ${curve.unit}, from ${formatNumber(least)} to ${formatNumber(most)} at ${timeText(unit, curve.t0, peakS)}${chi2}.`;
}

/** The visible bins as comma-separated values, with the time in seconds and in UTC. */
export function curveCsv(curve: Curve, fromS: number, toS: number): string {
  const [first, end] = binsIn(curve.timeS, fromS, toS);
  const header = ['time since T0 [s]', 'UTC', 'bin width [s]', `rate [${curve.unit}]`, `error [${curve.unit}]`];
  return delimitedText(header, end - first, (row) => {
    const i = first + row;
    const utc = timeText('UTC', curve.t0, curve.timeS[i]!, 6);
    return [curve.timeS[i]!, utc, curve.widthS[i]!, curve.rate[i]!, curve.error[i]!];
  });
}
