// What a condition on a parameter means for one stored parameter: names without units, values in other units. Pure, so
// that every backend narrows in its own way and asks here what is true.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { unitByName } from '../provenance/describe.ts';
import { compatible, convert } from '../units/unit.ts';
import type { ParameterCondition } from './search-query.ts';

/** A condition in the unit of one stored parameter. */
export type BoundCondition =
  | { readonly min: number; readonly max: number; readonly minOpen: boolean; readonly maxOpen: boolean }
  | { readonly texts: ReadonlySet<string>; readonly not: boolean };

/** True when the wanted name is the stored one, or that without the unit at its end. */
export function namesParameter(wanted: string, stored: string): boolean {
  if (wanted === stored) return true;
  if (wanted === '' || !stored.startsWith(wanted)) return false;
  // One ending and nothing else: `e` does not mean `eMinKeV`.
  const rest = stored.slice(wanted.length);
  return /^(?:[KMGT]?eV|EV|[A-Z][a-z]*)$/.test(rest) && unitByName('', `x${rest}`) !== undefined;
}

/**
 * The condition in the unit of a stored parameter; undefined when it can never hold there, since the kinds of unit differ.
 * @param unit of the stored parameter; undefined when it has none.
 */
export function bindCondition(condition: ParameterCondition, unit: string | undefined): BoundCondition | undefined {
  const from = condition.unit;
  if (from !== undefined && (unit === undefined || !compatible(from, unit))) return undefined;
  const inOwn = (value: number) => (from === undefined ? value : convert(value, from, unit!));
  if ('in' in condition) {
    const values = condition.in.map((value) => (typeof value === 'number' ? inOwn(value) : value));
    return { texts: new Set(values.map((value) => canonicalJson(value))), not: condition.not === true };
  }
  const { min, max, minOpen = false, maxOpen = false } = condition;
  return {
    min: min === undefined ? -Infinity : inOwn(min),
    max: max === undefined ? Infinity : inOwn(max),
    minOpen: minOpen && min !== undefined,
    maxOpen: maxOpen && max !== undefined,
  };
}

/** The number that a canonical value is; undefined for what is none, infinities and integers beyond 2^53 included. */
export function numberOf(value: Json): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** True when a stored value fulfils a condition that is in its unit. */
export function fulfils(value: Json, bound: BoundCondition): boolean {
  if ('texts' in bound) return bound.texts.has(canonicalJson(value)) !== bound.not;
  const number = numberOf(value);
  if (number === undefined) return false;
  const above = bound.minOpen ? number > bound.min : number >= bound.min;
  return above && (bound.maxOpen ? number < bound.max : number <= bound.max);
}

/**
 * True when some parameter that the condition names fulfils it.
 * @param unitOf the unit of a stored parameter by its name.
 */
export function parametersFulfil(
  parameters: Readonly<Record<string, Json>>,
  condition: ParameterCondition,
  unitOf: (parameter: string) => string | undefined,
): boolean {
  return Object.entries(parameters).some(([name, value]) => {
    if (!namesParameter(condition.name, name)) return false;
    const bound = bindCondition(condition, unitOf(name));
    return bound !== undefined && fulfils(value, bound);
  });
}
