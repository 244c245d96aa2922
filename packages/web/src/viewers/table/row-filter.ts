// Filters of table columns as people type them: > 5, 1..2, != 0 for numbers; parts of the text for texts.
import type { ColumnValues } from './table-column.ts';

/** Tells whether a value passes; numbers and texts alike. */
export type Test = (value: number | string) => boolean;

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '=': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
};

/**
 * The test that a filter text means, `undefined` for an empty one. `> 5`, `<= 3e-4`, `= 7`, `!= 7`, `1..2` (both ends
 * included) compare numbers; anything else must be part of the cell's text, in upper or lower case.
 */
export function parseFilter(text: string): Test | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const comparison = /^(<=|>=|!=|<|>|=)\s*(\S+)$/.exec(trimmed);
  const limit = Number(comparison?.[2]);
  if (comparison && !Number.isNaN(limit)) {
    const compare = comparisons[comparison[1]!]!;
    return (value) => typeof value === 'number' && compare(value, limit);
  }
  const [low, high, ...rest] = trimmed.split('..').map(Number);
  if (high !== undefined && rest.length === 0 && !Number.isNaN(low) && !Number.isNaN(high))
    return (value) => typeof value === 'number' && value >= low! && value <= high;
  const wanted = trimmed.toLowerCase();
  return (value) => String(value).toLowerCase().includes(wanted);
}

/** The rows that pass all filters (by column number), in the order of the file. O(rows × filters). */
export function filteredRows(
  columns: readonly { readonly values: ColumnValues }[],
  filters: ReadonlyMap<number, string>,
): Uint32Array {
  const count = columns[0]?.values.length ?? 0;
  let rows = Uint32Array.from({ length: count }, (_, i) => i);
  for (const [column, text] of filters) {
    const passes = parseFilter(text);
    const values = columns[column]?.values;
    if (passes && values) rows = rows.filter((row) => passes(values[row]!));
  }
  return rows;
}
