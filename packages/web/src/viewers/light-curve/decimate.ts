// Fewer points for the same picture: of all bins that fall on one column of pixels only the extremes can be seen.
import { binsIn, type Curve } from './curve.ts';

/** What is drawn of a span of a curve. All arrays have one length. */
export interface DrawnCurve {
  readonly timeS: Float64Array;
  readonly rate: Float64Array;
  /** Ends of the error bars; NaN without one. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Ends of the bins; only meant when nothing was left out. */
  readonly widthS: Float64Array;
  /** Whether bins were left out. */
  readonly isDecimated: boolean;
}

/**
 * The bins of a span, with one bin beyond each end so that lines leave the plot; when there are more than four for each
 * of `columns` pixels, the smallest and the largest rate of each column, with the extent of all its error bars. O(bins in the span).
 */
export function decimated(curve: Curve, fromS: number, toS: number, columns: number): DrawnCurve {
  const [first, end] = binsIn(curve.timeS, fromS, toS);
  const [from, to] = [Math.max(0, first - 1), Math.min(curve.timeS.length, end + 1)];
  return to - from <= 4 * columns ? plain(curve, from, to) : extremes(curve, from, to, columns);
}

function plain({ timeS, rate, error, widthS }: Curve, from: number, to: number): DrawnCurve {
  const [low, high] = [new Float64Array(to - from), new Float64Array(to - from)];
  for (let i = from; i < to; i++) {
    const size = error[i]! > 0 ? error[i]! : NaN;
    low[i - from] = rate[i]! - size;
    high[i - from] = rate[i]! + size;
  }
  const cut = (values: Float64Array) => values.subarray(from, to);
  return { timeS: cut(timeS), rate: cut(rate), widthS: cut(widthS), low, high, isDecimated: false };
}

function extremes(curve: Curve, from: number, to: number, columns: number): DrawnCurve {
  const { timeS, rate } = curve;
  const [startS, stepS] = [timeS[from]!, (timeS[to - 1]! - timeS[from]!) / columns || 1];
  const [times, rates, lows, highs] = Array.from({ length: 4 }, () => new Float64Array(2 * columns + 2));
  let count = 0;
  for (let i = from; i < to;) {
    const endS = startS + stepS * (Math.floor((timeS[i]! - startS) / stepS) + 1);
    const start = i++;
    while (i < to && timeS[i]! < endS) i++;
    const { least, most, low, high } = columnExtremes(curve, start, i);
    // In the order of time, so that the line through them does not go back.
    for (const bin of least === most ? [least] : [Math.min(least, most), Math.max(least, most)]) {
      times![count] = timeS[bin]!;
      rates![count] = rate[bin]!;
      lows![count] = low;
      highs![count++] = high;
    }
  }
  const cut = (values: Float64Array | undefined) => values!.subarray(0, count);
  return { timeS: cut(times), rate: cut(rates), low: cut(lows), high: cut(highs), widthS: new Float64Array(count), isDecimated: true }; // prettier-ignore
}

// The bins with the least and the largest rate among those of one column, and the extent of all error bars.
function columnExtremes({ rate, error }: Curve, start: number, end: number) {
  let [least, most, low, high] = [-1, -1, Infinity, -Infinity];
  for (let i = start; i < end; i++) {
    const value = rate[i]!;
    if (Number.isNaN(value)) continue;
    if (least < 0 || value < rate[least]!) least = i;
    if (most < 0 || value > rate[most]!) most = i;
    const size = error[i]! > 0 ? error[i]! : 0;
    low = Math.min(low, value - size);
    high = Math.max(high, value + size);
  }
  return least < 0 ? { least: start, most: start, low: NaN, high: NaN } : { least, most, low, high };
}
