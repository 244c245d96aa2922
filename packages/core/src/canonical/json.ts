// Canonical JSON (RFC 8785): one text for one value, so that its digest can be a name.
import { StemmaError } from '../errors.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The canonical text of a JSON value (RFC 8785): keys sorted by UTF-16 units, numbers as ECMAScript prints them.
 * @throws StemmaError `invalid_request` for NaN, infinities, lone surrogates, undefined, functions and the like:
 *   they have no JSON form; see `canonicalForm` for how Stemma writes them.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return canonicalList(value as readonly Json[]);
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, Json>>);
  throw new StemmaError('invalid_request', `a ${typeof value} has no JSON form`);
}

// ECMAScript's own text of a number is what RFC 8785 section 3.2.2.3 asks for; only negative zero has a text of its own.
function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new StemmaError('invalid_request', `${value} has no JSON form`);
  return value === 0 ? '0' : String(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed())
    throw new StemmaError('invalid_request', 'a string with a lone surrogate has no canonical form');
  return JSON.stringify(value);
}

function canonicalList(value: readonly Json[]): string {
  let text = '[';
  // By index, since `map` would pass over the holes of a sparse list.
  for (let i = 0; i < value.length; i++) text += (i > 0 ? ',' : '') + canonicalJson(value[i]!);
  return `${text}]`;
}

function canonicalObject(value: Readonly<Record<string, Json>>): string {
  const keys = Object.keys(value);
  // The default sort compares UTF-16 code units, which is what RFC 8785 section 3.2.3 asks for.
  if (!areSorted(keys)) keys.sort();
  let text = '{';
  for (const key of keys) {
    if (text.length > 1) text += ',';
    text += `${canonicalString(key)}:${canonicalJson(value[key]!)}`;
  }
  return `${text}}`;
}

// Most objects have one key or were made in order; sorting those anyway was a fifth of the cost of identity.
function areSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return false;
  return true;
}
