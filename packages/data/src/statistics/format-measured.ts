/** Measured values as people write them: as many digits as the error allows, the error with two. */

import type { Measured } from './descriptive.ts';

/**
 * `28.43 ± 0.12`, or `(1.5237 ± 0.0008)·10⁷` for large and small values. An error of zero or that is not finite is left
 * out, and the value is given with four significant digits.
 */
export function formatMeasured({ value, error }: Measured): string {
  if (!(error > 0) || !Number.isFinite(error)) return formatNumber(value, 4);
  const exponent = Math.floor(Math.log10(Math.max(Math.abs(value), error)));
  const isPlain = exponent >= -2 && exponent < 5;
  const scale = isPlain ? 0 : exponent;
  const [v, e] = [value / 10 ** scale, error / 10 ** scale];
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(e)));
  const both = `${minus(v.toFixed(decimals))} ± ${e.toFixed(decimals)}`;
  return isPlain ? both : `(${both})·10${superscript(exponent)}`;
}

/** A number with a given count of significant digits, as `1.524·10⁷` where that is shorter to read than its zeros. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -3 && exponent < 6) return minus(value.toFixed(Math.max(0, digits - 1 - exponent)));
  return `${minus((value / 10 ** exponent).toFixed(digits - 1))}·10${superscript(exponent)}`;
}

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
  return (exponent < 0 ? '⁻' : '') + digits.join('');
}

// A true minus sign: the hyphen is too short beside digits.
function minus(text: string): string {
  return text.replace('-', '\u2212');
}
