// Any two JSON-like values: each place in which they differ, by its path.
import { compareNumbers, type NumberComparison, sameNumber } from './compare-numbers.ts';

/** One place in which two values differ. */
export interface JsonChange {
  /** `summary.bands[2].fluence`; `.` for the values themselves. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
  /** For two numbers. */
  readonly numbers?: NumberComparison;
}

/** How two values compare. */
export interface JsonComparison {
  readonly kind: 'json';
  readonly identical: boolean;
  /** The first places that differ, at most {@link mostChanges}, in the order of the first value. */
  readonly changes: readonly JsonChange[];
  /** How many there are. */
  readonly total: number;
}

/** How many changes a report lists; the others are counted. */
export const mostChanges = 100;

/**
 * Compares two values made of null, booleans, numbers (with NaN), texts, lists and plain objects. The order of keys does
 * not count; lists are compared place by place. Anything else is compared by its text. Any depth.
 */
export function compareJson(before: unknown, after: unknown): JsonComparison {
  const changes: JsonChange[] = [];
  let total = 0;
  const tell = (change: JsonChange): void => {
    total++;
    if (changes.length < mostChanges) changes.push(change);
  };
  // A list of what is to be done instead of recursion: documents from elsewhere may be nested to any depth.
  const waiting: { path: string; a: unknown; b: unknown }[] = [{ path: '', a: before, b: after }];
  while (waiting.length > 0) {
    const { path, a, b } = waiting.pop()!;
    const members = membersOf(path, a, b);
    if (members) waiting.push(...members.toReversed());
    else if (!isSame(a, b)) tell(changeOf(path === '' ? '.' : path, a, b));
  }
  return { kind: 'json', identical: total === 0, changes, total };
}

const missing = Symbol('missing');

function changeOf(path: string, a: unknown, b: unknown): JsonChange {
  if (a === missing) return { path, change: 'added', after: b };
  if (b === missing) return { path, change: 'removed', before: a };
  const numbers = typeof a === 'number' && typeof b === 'number' && { numbers: compareNumbers(a, b) };
  return { path, change: 'changed', before: a, after: b, ...numbers };
}

function membersOf(path: string, a: unknown, b: unknown): { path: string; a: unknown; b: unknown }[] | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    const [old, now]: [readonly unknown[], readonly unknown[]] = [a, b];
    return Array.from({ length: Math.max(old.length, now.length) }, (_, i) => ({
      path: `${path}[${i}]`,
      a: i < old.length ? old[i] : missing,
      b: i < now.length ? now[i] : missing,
    }));
  }
  if (!isObject(a) || !isObject(b)) return undefined;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.map((key) => ({
    path: path === '' ? key : `${path}.${key}`,
    a: Object.hasOwn(a, key) ? a[key] : missing,
    b: Object.hasOwn(b, key) ? b[key] : missing,
  }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b);
  if (a === b) return true;
  const areObjects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  return (
    areObjects && !Array.isArray(a) && !Array.isArray(b) && !isObject(a) && !isObject(b) && textOf(a) === textOf(b)
  );
}

function textOf(value: object): string {
  return value instanceof Date ? value.toISOString() : String(value as { toString(): string });
}
