// Tables as values of outputs: columns with their units, and curves where columns say from where to where a bin reaches.
import { isTypedArray } from '@stemma/core';
import type { CurveData, TableData } from '@stemma/data/comparison';

/** A table with columns by name. */
export type Table = TableData;

/** A value as a table; undefined for one whose members are not all columns of one length. @param schema for units. */
export function tableOf(value: unknown, schema: Readonly<Record<string, unknown>> | undefined): Table | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isTypedArray(value)) return undefined;
  const specs = (schema?.['x-columns'] ?? {}) as Readonly<
    Record<string, { unit?: string; width?: number } | undefined>
  >;
  const entries = Object.entries(value) as [string, ArrayLike<unknown>][];
  if (entries.length === 0 || !entries.every(([, values]) => Array.isArray(values) || isTypedArray(values)))
    return undefined;
  const columns = entries.map(([name, values]) => {
    const { unit, width = 1 } = specs[name] ?? {};
    return { name, values, width, ...(unit !== undefined && { unit }) };
  });
  const rowCount = columns[0]!.values.length / columns[0]!.width;
  return columns.every(({ values, width }) => values.length === rowCount * width) ? { rowCount, columns } : undefined;
}

const contents = /^(counts|rate|flux|value)/i;

/** A table as a curve: `low…` and `high…` of touching bins with counts (made a density), a rate, or a flux; else undefined. */
export function curveOf({ rowCount, columns }: Table): CurveData | undefined {
  const find = (pattern: RegExp) => columns.find(({ name, values }) => pattern.test(name) && isTypedArray(values));
  const [low, high, content] = [find(/^low/i), find(/^high/i), find(contents)];
  if (rowCount === 0 || !low || !high || !content) return undefined;
  const [from, to] = [low.values as ArrayLike<number>, high.values as ArrayLike<number>];
  for (let i = 0; i < rowCount; i++) if (!(from[i]! < to[i]!) || (i > 0 && from[i] !== to[i - 1])) return undefined;
  const width = (i: number): number => (/^counts/i.test(content.name) ? to[i]! - from[i]! : 1);
  const density = (values: ArrayLike<unknown>) =>
    Float64Array.from(values as ArrayLike<number>, (x, i) => x / width(i));
  const error = find(/^(error|stat_err)$/i);
  const edges = Float64Array.from({ length: rowCount + 1 }, (_, i) => (i < rowCount ? from[i]! : to[rowCount - 1]!));
  return { edges, values: density(content.values), ...(error && { errors: density(error.values) }) };
}
