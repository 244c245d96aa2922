// Numbers for eyes: as many digits as mean something, never more than the type holds.

const usualDigits = 7;
/** Of a time in days, 13 digits are hundredths of a second since 1858. */
const dayDigits = 13;
const mostDigits = 12;

/** A number with at most `digits` significant digits, without trailing zeros; exponents only where they are shorter. */
export function formatNumber(value: number | bigint, digits = usualDigits): string {
  if (typeof value === 'bigint' || !Number.isFinite(value)) return String(value);
  if (Number.isSafeInteger(value)) return value === 0 ? '0' : String(value);
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  return size >= 1e-4 && size < 1e15 ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** How many digits a single value of a unit deserves: times in days need more than anything else that is shown. */
export function digitsFor(unit: string | undefined): number {
  return unit === 'd' ? dayDigits : usualDigits;
}

/** The fewest digits, from `atLeast` on, that tell values apart which are shown together: times of neighbouring bins. */
export function tellingDigits(values: readonly unknown[], atLeast: number): number {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const distinct = (digits: number) => new Set(numbers.map((value) => formatNumber(value, digits))).size;
  const best = distinct(mostDigits);
  for (let digits = atLeast; digits < mostDigits; digits++) if (distinct(digits) === best) return digits;
  return mostDigits;
}

/**
 * A measured value with its error: the error with two significant digits, the value with as many places: `28.42 ± 0.10`
 * (the rule of the Particle Data Group, with two digits always). Very small and very large ones share one power of ten:
 * `(1.5229 ± 0.0014)e-3`. Without a positive finite error both are written as plain numbers.
 */
export function formatMeasured(value: number, error: number): string {
  if (!Number.isFinite(value) || !Number.isFinite(error) || error <= 0)
    return `${formatNumber(value)} ± ${formatNumber(error)}`;
  const places = 1 - Math.floor(Math.log10(Number(error.toPrecision(2))));
  const size = Math.max(Math.abs(value), error);
  if (size < 0.01 || size >= 1e7 || places > 12) return inPowers(value, error, Math.floor(Math.log10(size)), places);
  const round = (number: number) =>
    places >= 0 ? number.toFixed(places) : String(Math.round(number * 10 ** places) * 10 ** -places);
  return `${round(value)} ± ${round(error)}`;
}

// Value and error with one power of ten: `(1.5229 ± 0.0014)e-3`.
function inPowers(value: number, error: number, power: number, places: number): string {
  const scaled = (number: number) => (number / 10 ** power).toFixed(Math.max(0, places + power));
  return `(${scaled(value)} ± ${scaled(error)})e${power}`;
}

/** The same with a unit behind it. */
export function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

/** A count with its noun: `1 row`, `3 rows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
