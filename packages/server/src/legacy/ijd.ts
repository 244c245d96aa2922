// Arithmetic with days of the mission as text: a double near 8000 days resolves 79 ns and loses digits that results
// have, so whole days and fractions are kept apart.

/** Seconds from one time to another, both IJD from 0 on, as text of any length. */
export function secondsBetweenIjd(from: string, to: string): number {
  const [a, b] = [split(from), split(to)];
  return (b.days - a.days) * 86_400 + (b.fraction - a.fraction) * 86_400;
}

/** IJD as text with 14 decimals (0.9 ns) of a time some seconds after another. */
export function ijdAfter(from: string, seconds: number): string {
  const { days, fraction } = split(from);
  const moved = fraction + seconds / 86_400;
  const whole = Math.floor(moved);
  const digits = (moved - whole).toFixed(14);
  // 0.999999999999999 is written as 1.
  const carry = digits.startsWith('1') ? 1 : 0;
  return `${days + whole + carry}${digits.slice(1)}`;
}

function split(ijd: string): { days: number; fraction: number } {
  const [days, digits = '0'] = ijd.split('.');
  return { days: Number(days), fraction: Number(`0.${digits}`) };
}
