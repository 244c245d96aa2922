// Values of results as JSON for other machines: what JSON lacks is written as the field usually does, and files become
// addresses.
import { FileValue, isTypedArray } from '@stemma/core';

/**
 * A value as plain JSON data. Typed arrays become lists; NaN and infinities become text; big integers become numbers
 * where these are exact, else text; files become name, media type, digest and address.
 */
export function jsonValue(value: unknown, hrefOf: (file: FileValue) => string): unknown {
  const inside = (item: unknown) => jsonValue(item, hrefOf);
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : objectValue(value, inside, hrefOf);
    case 'string':
    case 'boolean':
      return value;
    default:
      return null;
  }
}

function objectValue(value: object, inside: (item: unknown) => unknown, hrefOf: (file: FileValue) => string): unknown {
  if (isTypedArray(value)) return Array.from(value as Iterable<number | bigint>, inside);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof FileValue)
    return { name: value.name, mediaType: value.mediaType, sha256: value.digest, href: hrefOf(value) };
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Set) return [...value].map(inside);
  if (value instanceof Map) return [...value].map(([k, v]) => [inside(k), inside(v)]);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inside(v)]));
}
