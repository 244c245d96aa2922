// Types of single values: numbers with units and ranges, integers, text, flags, choices.
import { canonicalForm } from '../canonical/form.ts';
import { didYouMean } from '../nearest.ts';
import { convert, parseQuantity, parseUnit } from '../units/unit.ts';
import { described, mismatch, type Type, type TypeOptions } from './type.ts';

/** Options of {@link number} and {@link integer}: the unit of the values, and the allowed range (both ends allowed). */
export interface NumberOptions extends TypeOptions<number> {
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
}

/** A floating-point number in `unit`. Given as a number (already in that unit) or as text with any unit of its kind. */
export function number(options: NumberOptions = {}): Type<number> {
  return numeric(options, 'a number');
}

function numeric(options: NumberOptions, noun: string): Type<number> {
  const { unit = '' } = options;
  parseUnit(unit);
  const wanted = describeNumber(noun, options);
  const within = (value: number) => value >= (options.min ?? -Infinity) && value <= (options.max ?? Infinity);
  return {
    kind: 'number',
    schema: numberSchema('number', options),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      const value = toNumber(given, unit, where, wanted);
      const bounded = options.min !== undefined || options.max !== undefined;
      if (bounded && !within(value)) throw mismatch(where, given, wanted);
      return value === 0 ? 0 : value;
    },
    check(value, where) {
      if (typeof value !== 'number') throw mismatch(where, value, wanted);
      if (!Number.isNaN(value) && !within(value)) throw mismatch(where, value, wanted);
    },
  };
}

/** A whole number, exact up to 2^53; a unit may stand behind it, and the converted value must be whole. */
export function integer(options: NumberOptions = {}): Type<number> {
  const real = numeric(options, 'a whole number');
  const wanted = describeNumber('a whole number', options);
  return {
    ...real,
    kind: 'integer',
    schema: numberSchema('integer', options),
    parse(given, where) {
      const value = real.parse(given, where);
      if (!Number.isSafeInteger(value)) throw mismatch(where, given, wanted);
      return value;
    },
    check(value, where) {
      if (!Number.isSafeInteger(value)) throw mismatch(where, value, wanted);
      real.check(value, where);
    },
  };
}

/** Text; `pattern` must match all of it. */
export function string(
  options: TypeOptions<string> & { readonly pattern?: RegExp; readonly example?: string } = {},
): Type<string> {
  const { pattern, example } = options;
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  const wanted = pattern ? `text like ${example ? `"${example}"` : String(pattern)}` : 'text';
  const check = (value: unknown, where: string) => {
    if (typeof value !== 'string' || (whole && !whole.test(value))) throw mismatch(where, value, wanted);
  };
  return {
    kind: 'string',
    schema: described(
      { type: 'string', ...(whole && { pattern: whole.source }), ...(example && { examples: [example] }) },
      options,
    ),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      check(given, where);
      return given as string;
    },
    check,
  };
}

/** True or false; as text also `yes`, `no`, `on`, `off`, `1`, `0`. */
export function boolean(options: TypeOptions<boolean> = {}): Type<boolean> {
  const words = new Map(
    Object.entries({ true: true, yes: true, on: true, 1: true, false: false, no: false, off: false, 0: false }),
  );
  return {
    kind: 'boolean',
    schema: described({ type: 'boolean' }, options),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      const value = typeof given === 'string' ? words.get(given.toLowerCase()) : given;
      if (typeof value !== 'boolean') throw mismatch(where, given, 'true or false');
      return value;
    },
    check(value, where) {
      if (typeof value !== 'boolean') throw mismatch(where, value, 'true or false');
    },
  };
}

/** One of a few words, as they stand; a misspelt one is refused with the nearest. */
export function choice<const C extends string>(choices: readonly C[], options: TypeOptions<NoInfer<C>> = {}): Type<C> {
  const wanted = `one of ${choices.map((c) => `"${c}"`).join(', ')}`;
  const check = (value: unknown, where: string) => {
    if (!choices.includes(value as C)) {
      throw mismatch(where, value, wanted + (typeof value === 'string' ? didYouMean(value, choices) : ''));
    }
  };
  return {
    kind: 'choice',
    schema: described({ type: 'string', enum: choices }, options),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      check(given, where);
      return given as C;
    },
    check,
  };
}

/** Any value that has a canonical form: nested objects, lists, typed arrays. Text is read as JSON where it is JSON. */
export function json<T = unknown>(options: TypeOptions<T> = {}): Type<T> {
  return {
    kind: 'json',
    schema: described({}, options),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      const value = typeof given === 'string' ? fromText(given) : given;
      canonicalForm(value, where);
      return value as T;
    },
    check() {
      // Everything that can be encoded is allowed; the encoder names the place of what cannot.
    },
  };
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toNumber(given: unknown, unit: string, where: string, wanted: string): number {
  if (typeof given === 'number') return given;
  const quantity = typeof given === 'string' ? parseQuantity(given) : asQuantity(given);
  if (!quantity) throw mismatch(where, given, wanted);
  if (quantity.unit === '' || quantity.unit === unit) return quantity.value;
  try {
    return convert(quantity.value, quantity.unit, unit);
  } catch (error) {
    throw mismatch(where, given, `${wanted} (${(error as Error).message})`);
  }
}

function asQuantity(given: unknown): { value: number; unit: string } | undefined {
  const { value, unit } = (given ?? {}) as { value?: unknown; unit?: unknown };
  return typeof value === 'number' && typeof unit === 'string' ? { value, unit } : undefined;
}

function describeNumber(noun: string, { unit, min, max }: NumberOptions): string {
  const inUnit = unit ? `${noun} in ${unit}` : noun;
  const tail = unit ? ` ${unit}` : '';
  if (min !== undefined && max !== undefined) return `${inUnit} from ${min} to ${max}${tail}`;
  if (min !== undefined) return `${inUnit}, at least ${min}${tail}`;
  if (max !== undefined) return `${inUnit}, at most ${max}${tail}`;
  return inUnit;
}

function numberSchema(type: string, { unit, min, max, ...options }: NumberOptions) {
  return described(
    {
      type,
      ...(unit && { 'x-unit': unit }),
      ...(min !== undefined && { minimum: min }),
      ...(max !== undefined && { maximum: max }),
    },
    options,
  );
}
