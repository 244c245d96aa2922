// Ticks of number axes, linear and logarithmic, with labels that are never a rounded "0".
import type { Span, Tick } from './cross-plot.ts';

/** Ticks at 1, 2 or 5 times a power of ten, at most `most`. */
export function linearTicks({ from, to }: Span, most: number): Tick[] {
  if (!(to > from)) return [];
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, i) => ({
    at: (first + i) * step,
    label: tickLabel((first + i) * step, step),
  }));
}

/**
 * Ticks of a logarithmic axis: powers of ten, joined by 2 and 5 where there is room; inside less than a decade, linear
 * ones. Spans must be positive; others have no ticks.
 */
export function logTicks(span: Span, most: number): Tick[] {
  const { from, to } = span;
  if (!(from > 0 && to > from)) return [];
  const decades = Math.log10(to / from);
  if (decades < 1) return linearTicks(span, most).filter(({ at }) => at > 0);
  const factors = 3 * decades <= most ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / most));
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const at = Number(`${factor}e${power}`);
      if (at >= from * (1 - 1e-12) && at <= to * (1 + 1e-12)) ticks.push({ at, label: powerLabel(factor, power) });
    }
  }
  return ticks;
}

function powerLabel(factor: number, power: number): string {
  if (power >= -2 && power <= 3) return String(Number(`${factor}e${power}`));
  return factor === 1 ? `10${superscript(power)}` : `${factor}·10${superscript(power)}`;
}

function tickLabel(value: number, step: number): string {
  if (value === 0) return '0';
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  if (power >= -3 && power < 5) return value.toFixed(decimals).replace('-', '−');
  const digits = Math.max(0, power - Math.floor(Math.log10(step) + 1e-9));
  return `${(value / 10 ** power).toFixed(digits).replace('-', '−')}·10${superscript(power)}`;
}

function superscript(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
  return (power < 0 ? '⁻' : '') + digits.join('');
}
