/** Axes of figures: from data to positions, with ticks at round numbers. */

/** A mapping of a data range onto a length, linear or logarithmic. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  /** Position from 0 to 1 of a value inside the range. */
  position(value: number): number;
  readonly ticks: readonly Tick[];
}

/** A mark on an axis; minor ones have no label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A linear scale over a range, with about `count` labelled ticks at 1, 2 or 5 times a power of ten. Throws a RangeError for an empty range. */
export function linearScale(min: number, max: number, count = 6): Scale {
  checkRange(min, max);
  const step = niceStep((max - min) / count);
  // As many decimals as the step has: all labels of an axis then have the same number, and none is rounded.
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++)
    ticks.push({ value: i * step, label: label(i * step, decimals) });
  return { kind: 'linear', min, max, position: (value) => (value - min) / (max - min), ticks };
}

/**
 * A logarithmic scale over a positive range, with labelled ticks at powers of ten (at 2 and 5 too below two decades).
 * Values at or below the lower end have position 0. Throws a RangeError for a range that is empty or not positive.
 */
export function logScale(min: number, max: number): Scale {
  checkRange(min, max);
  if (!(min > 0)) throw new RangeError('a logarithmic axis needs positive values');
  const [low, high] = [Math.log10(min), Math.log10(max)];
  const multiples = high - low < 2 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let decade = Math.floor(low); decade <= high; decade++) {
    for (const multiple of multiples) {
      const value = multiple * 10 ** decade;
      if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9))
        ticks.push({ value, label: powerLabel(multiple, decade) });
    }
  }
  return { kind: 'log', min, max, position: (value) => (Math.log10(Math.max(value, min)) - low) / (high - low), ticks };
}

function checkRange(min: number, max: number): void {
  if (!(max > min) || !Number.isFinite(min) || !Number.isFinite(max))
    throw new RangeError(`an axis from ${min} to ${max} is empty`);
}

// The next of 1, 2, 5, 10 times a power of ten: with it there is at most one tick more than asked for, and labels stay short.
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

function label(value: number, decimals: number): string {
  const text = (value === 0 ? 0 : value).toFixed(decimals);
  // A true minus sign has the width of a digit; the hyphen has not.
  return text.replace('-', '\u2212');
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

// Plain from 0.01 to 1000, where people read numbers faster than exponents.
function powerLabel(multiple: number, decade: number): string {
  if (decade >= -2 && decade <= 3) return String(Number(`${multiple}e${decade}`));
  const exponent = [...String(Math.abs(decade))].map((digit) => superscripts[Number(digit)]).join('');
  return `${multiple === 1 ? '' : `${multiple}·`}10${decade < 0 ? '⁻' : ''}${exponent}`;
}
