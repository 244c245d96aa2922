// One column of two tables, over the rows that belong together: numbers by size, everything else by its text.
import { type AnyNumbers, type ArrayDifferences, type ArrayErrors, compareArrays } from './compare-arrays.ts';
import type { RowMatching } from './match-rows.ts';
import { type ReportedUnits, unitsOf } from './units-of.ts';

/** Values of a column: numbers, or anything else that has a text. Rows of several values are their values in a row. */
export type ColumnData = ArrayLike<unknown>;

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** `width` values for each row. */
  readonly values: ColumnData;
  readonly unit?: string;
  /** Values in a row; 1 by default. */
  readonly width?: number;
}

/** What differs in one column of both tables, over the matched rows; values of unlike units are compared as they stand, which `identical` denies. */
export interface ColumnComparison extends ReportedUnits {
  readonly name: string;
  readonly identical: boolean;
  /** Matched rows in which it differs. */
  readonly changedRows: number;
  /** For numbers: sizes of the differences, in the unit of the column; places count matched rows. */
  readonly numbers?: ArrayDifferences;
  /** For texts: the first change. */
  readonly first?: { readonly before: string; readonly after: string };
  /** Set when values cannot be compared: another number of values in a row, or texts in place of numbers. */
  readonly incomparable?: string;
}

type Both<T> = readonly [before: T, after: T];

/** Compares one column over the matched rows, and marks those that differ in `changed`. */
export function compareColumns(
  [a, b]: Both<TableColumn>,
  tables: Both<ReadonlyMap<string, TableColumn>>,
  rows: RowMatching,
  changed: Uint8Array,
): ColumnComparison {
  const units = unitsOf(a.unit, b.unit);
  const hasOneUnit = units.units === undefined;
  const about = { name: a.name, ...units };
  const widths = [a.width ?? 1, b.width ?? 1] as const;
  if (widths[0] !== widths[1]) return unlike(about, `${widths[0]} values in a row, then ${widths[1]}`, rows, changed);
  const [old, now] = [taken(a, rows.before), taken(b, rows.after)];
  if (old.length === 0) return { ...about, identical: hasOneUnit, changedRows: 0 };
  const [hadNumbers, hasNumbers] = [holdsNumbers(old), holdsNumbers(now)];
  if (hadNumbers !== hasNumbers)
    return unlike(about, hadNumbers ? 'numbers, then texts' : 'texts, then numbers', rows, changed);
  const [changedRows, first] = markChanged(old, now, widths[0], changed);
  const report = { ...about, identical: hasOneUnit && changedRows === 0, changedRows };
  if (!hadNumbers) return { ...report, ...(first && { first }) };
  const { differences } = compareArrays(old as AnyNumbers, now as AnyNumbers, errorsOf(a.name, tables, rows));
  return { ...report, ...(differences && { numbers: differences }) };
}

function errorsOf(name: string, tables: Both<ReadonlyMap<string, TableColumn>>, rows: RowMatching): ArrayErrors {
  const [before, after] = tables.map((columns) => errorColumn(name, columns));
  return {
    ...(before && { before: taken(before, rows.before) as ArrayLike<number> }),
    ...(after && { after: taken(after, rows.after) as ArrayLike<number> }),
  };
}

function unlike(
  about: { readonly name: string },
  incomparable: string,
  rows: RowMatching,
  changed: Uint8Array,
): ColumnComparison {
  changed.fill(1);
  return { ...about, identical: false, changedRows: rows.before.length, incomparable };
}

/** The values of these rows; the column's own array when they are all its rows in order. */
function taken({ values, width = 1 }: TableColumn, rows: Uint32Array): ColumnData {
  if (rows.length * width === values.length && rows.every((row, i) => row === i)) return values;
  const result: unknown[] = [];
  for (const row of rows) for (let k = 0; k < width; k++) result.push(values[row * width + k]);
  return result;
}

function holdsNumbers(values: ColumnData): boolean {
  if (ArrayBuffer.isView(values)) return true;
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== 'number' && typeof values[i] !== 'bigint') return false;
  return values.length > 0;
}

function markChanged(
  old: ColumnData,
  now: ColumnData,
  width: number,
  changed: Uint8Array,
): [number, ColumnComparison['first']] {
  let [count, last] = [0, -1];
  let first: ColumnComparison['first'];
  for (let i = 0; i < old.length; i++) {
    const [a, b] = [old[i], now[i]];
    if (a === b || isSame(a, b)) continue;
    first ??= { before: textOf(a), after: textOf(b) };
    const row = Math.floor(i / width);
    if (row !== last) count++;
    last = row;
    changed[row] = 1;
  }
  return [count, first];
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (typeof a === 'object' && typeof b === 'object') return textOf(a) === textOf(b);
  return false;
}

function textOf(value: unknown): string {
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return `[${Array.from(value as never, textOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value as string | number);
}

// How errors of a column are usually named; `error` alone is that of the only quantity which is no bin or time.
function errorColumn(name: string, columns: ReadonlyMap<string, TableColumn>): TableColumn | undefined {
  const candidates = [`${name}Error`, `${name}_ERR`, `${name}_ERROR`, `${name}_err`, `${name}_error`, `e_${name}`];
  const found = candidates.find((candidate) => columns.has(candidate));
  if (found !== undefined) return columns.get(found);
  if (!/^(counts|rate|flux|value)$/i.test(name)) return undefined;
  return columns.get('error') ?? columns.get('ERROR') ?? columns.get('STAT_ERR');
}
