// The canonical form of parameters and literals: every value that may count in an identity, written as
// JSON in exactly one way. What JSON lacks (NaN, infinities, big integers, sets, typed arrays …) is tagged.
import { StemmaError } from '../errors.ts';
import { dtypeOf, isTypedArray, typedArrayOf, type Dtype } from '../types/dtype.ts';
import { canonicalJson, type Json } from './json.ts';

/**
 * The one JSON form of a value. Negative zero becomes zero, since the two are equal; keys are sorted; sets and maps are sorted
 * by the canonical text of their members; undefined fields are left out; an object with a key that begins with `$` is tagged.
 * @param where names the value in error messages.
 * @param depth how many objects stand around the value.
 * @throws StemmaError `invalid_request` for functions, symbols, class instances, lone surrogates, lists with holes,
 *   invalid dates, and values that contain themselves.
 */
export function canonicalForm(value: unknown, where = 'value', depth = 0): Json {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? (value === 0 ? 0 : value) : { $float: String(value) };
    case 'bigint':
      return { $int: value.toString() };
    case 'string':
      if (!value.isWellFormed()) throw new StemmaError('invalid_request', `${where} contains a lone surrogate`);
      return value;
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : objectForm(value, where, depth + 1);
    default:
      throw new StemmaError('invalid_request', `${where} is ${typeof value}, which has no canonical form`);
  }
}

// No parameter is nested deeper; what is contains itself.
const maxDepth = 500;

function objectForm(value: object, where: string, depth: number): Json {
  if (depth > maxDepth)
    throw new StemmaError(
      'invalid_request',
      `${where.slice(0, 60)}… contains itself, or is nested deeper than ${maxDepth} levels`,
    );
  // Not `map`, which would keep the holes of a sparse list.
  if (Array.isArray(value))
    return Array.from(value, (item: unknown, i) => canonicalForm(item, `${where}[${i}]`, depth));
  if (isTypedArray(value)) return { $array: [dtypeOf(value), toHex(value)] };
  if (value instanceof Set) return { $set: sorted([...value].map((item) => canonicalForm(item, where, depth))) };
  if (value instanceof Map) {
    return {
      $map: sorted([...value].map(([k, v]) => [canonicalForm(k, where, depth), canonicalForm(v, where, depth)])),
    };
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new StemmaError('invalid_request', `${where} is an invalid date`);
    return { $time: value.toISOString() };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value.constructor as { name?: string } | undefined)?.name ?? 'an unnamed class';
    throw new StemmaError('invalid_request', `${where} is an instance of ${name}, which has no canonical form`);
  }
  return plainObjectForm(value as Record<string, unknown>, where, depth);
}

function plainObjectForm(value: Record<string, unknown>, where: string, depth: number): Json {
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .map(([k, v]): [string, Json] => [k, canonicalForm(v, `${where}.${k}`, depth)]);
  if (entries.some(([k]) => k.startsWith('$'))) return { $object: sorted(entries) };
  // Sorted, so that whoever walks over the keys sees the same for the same identity.
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted(items: Json[]): Json[] {
  const keyed = items.map((item) => ({ item, key: canonicalJson(item) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}

/** The value that a canonical form stands for; the inverse of {@link canonicalForm} up to negative zero and order. */
export function fromCanonicalForm(form: Json): unknown {
  if (form === null || typeof form !== 'object') return form;
  if (Array.isArray(form)) return form.map(fromCanonicalForm);
  const object = form as Readonly<Record<string, Json>>;
  const [key] = Object.keys(object);
  const read = key?.startsWith('$') ? readers[key] : undefined;
  if (read) return read(object[key!]!);
  return Object.fromEntries(Object.entries(object).map(([k, v]) => [k, fromCanonicalForm(v)]));
}

const readers: Record<string, (content: Json) => unknown> = {
  $float: Number,
  $int: (text) => BigInt(text as string),
  $set: (items) => new Set((items as Json[]).map(fromCanonicalForm)),
  $map: (pairs) => new Map((pairs as Json[][]).map(([k, v]) => [fromCanonicalForm(k!), fromCanonicalForm(v!)])),
  $time: (text) => new Date(text as string),
  $object: (pairs) => Object.fromEntries((pairs as [string, Json][]).map(([k, v]) => [k, fromCanonicalForm(v)])),
  $array: (content) => {
    const [dtype, hex] = content as [Dtype, string];
    return typedArrayOf(dtype, fromHex(hex));
  },
};

function toHex(array: ArrayBufferView): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
