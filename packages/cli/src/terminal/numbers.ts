// Numbers for eyes: as many digits as mean something, never more than the type holds.

/** A number with at most `digits` significant digits, without trailing zeros; exponents only where they are shorter. */
export function formatNumber(value: number | bigint, digits = 7): string {
  if (typeof value === 'bigint' || !Number.isFinite(value)) return String(value);
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  const size = Math.abs(value);
  // Sexagesimal seconds of a day in MJD need more digits than seven: keep six decimals of everything below a million.
  const places = size >= 1000 && size < 1e7 ? Math.max(digits, Math.floor(Math.log10(size)) + 5) : digits;
  const rounded = Number(value.toPrecision(places));
  return size >= 1e-4 && size < 1e15 ? String(rounded) : shortest(rounded);
}

function shortest(value: number): string {
  return value.toExponential().replace('e+', 'e');
}

/** The same with a unit behind it. */
export function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

/** A count with its noun: `1 row`, `3 rows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
