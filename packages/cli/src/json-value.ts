// Values of results as JSON: what JSON lacks is written as the field usually does (NaN as text, dates as ISO 8601).
import { FileValue, isTypedArray } from '@stemma/core';

/**
 * A value as plain JSON data. Typed arrays become lists; NaN and infinities become text; big integers become numbers
 * where these are exact, else text; files become their name, media type, digest and path.
 */
export function jsonValue(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return bigintValue(value);
    case 'object':
      return value === null ? null : objectValue(value);
    case 'string':
    case 'boolean':
      return value;
    default:
      return null;
  }
}

function objectValue(value: object): unknown {
  if (isTypedArray(value)) return Array.from(value as Iterable<number | bigint>, jsonValue);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof FileValue) return fileValue(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Set) return [...value].map(jsonValue);
  if (value instanceof Map) return [...value].map(([k, v]) => [jsonValue(k), jsonValue(v)]);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonValue(v)]));
}

// A reader of JSON takes a number for a double: beyond 2^53 it would lose digits without a word.
function bigintValue(value: bigint): number | string {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : String(value);
}

function fileValue({ name, mediaType, digest, content }: FileValue): unknown {
  return {
    name,
    mediaType,
    sha256: digest,
    ...('path' in content && content.path !== undefined && { path: content.path }),
  };
}
