// Units of parameters and columns: enough of the IVOA VOUnits 1.0 syntax to read `erg/cm2`, `erg cm-2 s-1`
// or `counts/s`, and to convert between units of one dimension without rounding that can be avoided.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { atoms, prefixable, prefixes, type Unit } from './atoms.ts';

const cache = new Map<string, Unit>();

/**
 * Parses a unit. Products by space, `.` or `*`; quotients by `/`; powers as `cm2`, `cm-2`, `cm^2`, `cm**2`.
 * The empty string is the unit of pure numbers.
 * @throws StemmaError `invalid_request` with the nearest known unit.
 */
export function parseUnit(text: string): Unit {
  const known = cache.get(text);
  if (known) return known;
  let unit: Unit = { numerator: 1, denominator: 1, exponent10: 0, dimensions: {} };
  let sign = 1;
  for (const token of text
    .trim()
    .replaceAll('**', '^')
    .split(/(\/)|[\s.*]+/)) {
    if (token === undefined || token === '' || token === '1') continue;
    if (token === '/') {
      if (sign < 0) throw unreadable(text, token);
      sign = -1;
      continue;
    }
    const match = /^([A-Za-z%µ"']+)\^?\(?([+-]?\d+)?\)?$/.exec(token);
    if (!match) throw unreadable(text, token);
    unit = times(unit, atom(match[1]!, text), sign * Number(match[2] ?? 1));
    sign = 1;
  }
  if (sign < 0) throw unreadable(text, '/');
  cache.set(text, unit);
  return unit;
}

/**
 * Converts a value between units of the same dimension. Powers of ten are shifted in decimal and the rest is one
 * correctly rounded ratio, so 0.0035 MeV is exactly 3.5 keV.
 * @throws StemmaError `invalid_request` when the dimensions differ.
 */
export function convert(value: number, from: string, to: string): number {
  if (from === to) return value;
  const a = parseUnit(from);
  const b = parseUnit(to);
  if (!sameDimensions(a, b)) {
    throw new StemmaError('invalid_request', `${describe(from)} cannot be converted to ${describe(to)}`, { from, to });
  }
  const ratio = reduced(a.numerator * b.denominator, a.denominator * b.numerator);
  return shift10((value * ratio.numerator) / ratio.denominator, a.exponent10 - b.exponent10);
}

/** True when the two units measure the same kind of quantity. */
export function compatible(from: string, to: string): boolean {
  return sameDimensions(parseUnit(from), parseUnit(to));
}

/** A number with its unit, as a person writes it: `4 keV`, `1e-10 erg/cm2`, `90 deg`. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** Reads `4 keV`; a bare number has the empty unit. Undefined when the text does not begin with a number. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:Infinity|inf|NaN|nan))\s*(.*?)\s*$/.exec(text);
  if (!match) return undefined;
  const number = match[1]!.replace(/inf$/, 'Infinity').replace('nan', 'NaN');
  return { value: Number(number), unit: match[2]! };
}

function unreadable(text: string, token: string): StemmaError {
  return new StemmaError('invalid_request', `"${text}" is no unit: cannot read "${token}"`, { unit: text });
}

function describe(unit: string): string {
  return unit === '' ? 'a pure number' : `"${unit}"`;
}

function atom(name: string, whole: string): Unit {
  if (Object.hasOwn(atoms, name)) return atoms[name]!;
  for (const [prefix, exponent10] of prefixes) {
    const rest = name.slice(prefix.length);
    if (name.startsWith(prefix) && prefixable.has(rest)) {
      return { ...atoms[rest]!, exponent10: atoms[rest]!.exponent10 + exponent10 };
    }
  }
  const hint = didYouMean(name, [...Object.keys(atoms), 'keV', 'MeV', 'ks', 'ms', 'cm']);
  throw new StemmaError('invalid_request', `unknown unit "${name}" in "${whole}"${hint}`, { unit: whole });
}

function times(unit: Unit, factor: Unit, power: number): Unit {
  const dimensions: Record<string, number> = { ...unit.dimensions };
  for (const [name, exponent] of Object.entries(factor.dimensions)) {
    dimensions[name] = (dimensions[name] ?? 0) + exponent * power;
    if (dimensions[name] === 0) delete dimensions[name];
  }
  const up = power > 0 ? factor.numerator : factor.denominator;
  const down = power > 0 ? factor.denominator : factor.numerator;
  const n = Math.abs(power);
  return {
    numerator: unit.numerator * up ** n,
    denominator: unit.denominator * down ** n,
    exponent10: unit.exponent10 + factor.exponent10 * power,
    dimensions,
  };
}

function sameDimensions(a: Unit, b: Unit): boolean {
  const names = new Set([...Object.keys(a.dimensions), ...Object.keys(b.dimensions)]);
  return [...names].every((name) => (a.dimensions[name] ?? 0) === (b.dimensions[name] ?? 0));
}

function reduced(numerator: number, denominator: number): { numerator: number; denominator: number } {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return { numerator, denominator };
  let [a, b] = [numerator, denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

// Moves the decimal point in the text of the number: exact, where multiplying by 1e-3 is not.
function shift10(value: number, by: number): number {
  if (by === 0 || !Number.isFinite(value)) return value;
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + by}`);
}
